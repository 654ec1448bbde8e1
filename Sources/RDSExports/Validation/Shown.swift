import Ground

/// What the user typed, as a message can show it.
enum Shown {
  private static let longest = 60

  static func text(_ text: String) -> String {
    "“\(UntrustedText.oneLine(text, limit: longest))”"
  }

  static func scalar(_ scalar: Unicode.Scalar) -> String {
    if scalar == " " { return "spaces" }
    if scalar.properties.isWhitespace || UntrustedText.isHidden(scalar) {
      return "U+\(String(scalar.value, radix: 16, uppercase: true))"
    }
    return "“\(scalar)”"
  }
}

/// ASCII only: AWS's rules allow no other letters and digits.
extension Unicode.Scalar {
  var isDigit: Bool { ("0"..."9").contains(self) }
  var isLowercase: Bool { ("a"..."z").contains(self) }
  var isLetter: Bool { isLowercase || ("A"..."Z").contains(self) }
  var isLetterOrDigit: Bool { isLetter || isDigit }
  var isHexadecimal: Bool {
    isDigit || ("a"..."f").contains(self) || ("A"..."F").contains(self)
  }
}
