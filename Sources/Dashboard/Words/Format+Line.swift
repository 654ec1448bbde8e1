extension Format {
  /// Untrusted text on one line: control and bidirectional-control characters are dropped, line
  /// breaks become blanks.
  public static func line(_ untrusted: String) -> String {
    if untrusted.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) { return untrusted }
    var line = String.UnicodeScalarView()
    var last: Unicode.Scalar?
    for scalar in untrusted.unicodeScalars {
      switch scalar {
      case "\n" where last == "\r": break
      case "\n", "\r", "\t", "\u{0B}", "\u{0C}", "\u{85}", "\u{2028}", "\u{2029}": line.append(" ")
      default: if !isControl(scalar) { line.append(scalar) }
      }
      last = scalar
    }
    return String(line)
  }

  /// C0, DEL and C1, which a terminal obeys, and Unicode's Bidi_Control, which lets a text be read
  /// in another order than it has.
  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x00...0x1F, 0x7F...0x9F: true
    case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}
