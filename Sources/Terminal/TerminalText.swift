/// Text that comes from the terminal as raw bytes.
nonisolated enum TerminalText {
  /// A paste as text: line ends are line feeds (terminals send carriage returns), and of the other
  /// controls only tabs are left. Bytes that are no UTF-8 become U+FFFD.
  static func pasted(_ bytes: some Collection<UInt8>) -> String {
    var scalars = String.UnicodeScalarView()
    var afterReturn = false
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      if scalar == "\r" || scalar == "\n" && !afterReturn {
        scalars.append("\n")
      } else if scalar == "\t" || !isControl(scalar) {
        scalars.append(scalar)
      }
      afterReturn = scalar == "\r"
    }
    return String(scalars)
  }

  static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || 0x7F..<0xA0 ~= scalar.value
  }
}
