/// Text on its way into or out of the terminal as raw bytes.
nonisolated enum TerminalText {
  /// The text without C0, DEL and C1 controls, so that it can't end or begin an escape sequence.
  static func printable(_ text: String) -> String {
    filtered(text) { !isControl($0) }
  }

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

  private static func filtered(_ text: String, _ isKept: (Unicode.Scalar) -> Bool) -> String {
    var scalars = String.UnicodeScalarView()
    scalars.append(contentsOf: text.unicodeScalars.filter(isKept))
    return String(scalars)
  }
}
