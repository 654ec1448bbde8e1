/// Text that comes from the terminal as raw bytes.
nonisolated enum TerminalText {
  /// A paste as text. Line ends become line feeds (terminals send carriage returns), and of the
  /// other control characters only tabs are kept. Bytes that aren't UTF-8 become U+FFFD.
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
