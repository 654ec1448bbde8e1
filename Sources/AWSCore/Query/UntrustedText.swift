/// Text that came from outside: from a server, a proxy or a file.
public enum UntrustedText {
  /// The text on one line, without characters that a terminal obeys or that turn its direction
  /// around, and no longer than `limit` Unicode scalars: one character may have any number of marks.
  /// - Parameter keepingSpaces: Several spaces in a row stay as many; else they are one.
  public static func oneLine(
    _ text: String, limit: Int = .max, keepingSpaces: Bool = false
  ) -> String {
    if text.utf8.count <= limit, isOnePlainLine(text) { return text }
    var line = ""
    var length = 0
    var isAfterSpace = true
    for character in text {
      if character.isWhitespace || character.isNewline {
        let isKept = !isAfterSpace || (keepingSpaces && character == " " && !line.isEmpty)
        if isKept, length < limit {
          line.append(" ")
          length += 1
        }
        isAfterSpace = true
        continue
      }
      var kept = String.UnicodeScalarView()
      kept.append(contentsOf: character.unicodeScalars.lazy.filter { !isControl($0) })
      if kept.isEmpty { continue }
      if kept.count > limit - length { return withoutSpacesAtEnd(line) + "…" }
      line.unicodeScalars.append(contentsOf: kept)
      isAfterSpace = false
      length += kept.count
    }
    return withoutSpacesAtEnd(line)
  }

  private static func withoutSpacesAtEnd(_ line: String) -> String {
    var line = line
    while line.last == " " { line.removeLast() }
    return line
  }

  /// Whether a text is ASCII that needs no change, as nearly all are.
  private static func isOnePlainLine(_ text: String) -> Bool {
    var isAfterSpace = true
    for byte in text.utf8 {
      guard (0x20...0x7E).contains(byte) else { return false }
      if byte == 0x20, isAfterSpace { return false }
      isAfterSpace = byte == 0x20
    }
    return text.isEmpty || !isAfterSpace
  }

  /// Control characters (C0, DEL and C1), line and paragraph separators, and those that change the
  /// direction of text (Unicode's Bidi_Control).
  public static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0...0x1F, 0x7F...0x9F, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}
