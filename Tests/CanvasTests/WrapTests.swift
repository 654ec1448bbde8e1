import Canvas
import Testing

@Suite struct WrapTests {
  @Test(arguments: [
    ("", 5, [""]),
    ("one two", 10, ["one two"]),
    ("one two three", 7, ["one two", "three"]),
    ("one two three", 8, ["one two", "three"]),
    ("one   two", 4, ["one", "two"]),
    ("one   two", 9, ["one   two"]),
    ("a\nb\r\nc\n", 9, ["a", "b", "c", ""]),
    ("arn:aws:rds", 4, ["arn:", "aws:", "rds"]),
    ("at arn:aws:rds x", 4, ["at", "arn:", "aws:", "rds", "x"]),
    ("日本語", 4, ["日本", "語"]),
    ("日本語", 3, ["日", "本", "語"]),
    ("日x", 1, ["?", "x"]),
    ("e\u{301}e\u{301}e\u{301}", 2, ["e\u{301}e\u{301}", "e\u{301}"]),
    ("  indented text", 10, ["  indented", "text"]),
    ("    verylong x", 9, [" verylong", "x"]),
    ("   ", 2, [""]),
    ("abc", 0, ["a", "b", "c"]),
  ])
  func `text is broken where it may be`(_ text: String, columns: Int, lines: [String]) {
    #expect(Painter.wrap(text, columns: columns) == lines)
  }

  @Test(arguments: 1...14)
  func `plain ASCII is broken as other letters are`(columns: Int) {
    for pattern in 0..<(1 << 11) {
      let plain = String((0..<11).map { pattern >> $0 & 1 == 1 ? "a" : " " })
      let other = Painter.wrap(plain.replacing("a", with: "é"), columns: columns)
      #expect(
        Painter.wrap(plain, columns: columns) == other.map { $0.replacing("é", with: "a") },
        "\"\(plain)\"")
    }
  }

  @Test(arguments: Samples.texts, 1...12)
  func `no line is too long and nothing but spaces is lost`(_ text: String, columns: Int) {
    let lines = Painter.wrap(text, columns: columns)
    for line in lines { #expect(GlyphWidth.columns(of: line) <= columns) }
    guard columns > 1 else { return }
    let kept = { (text: String) in text.unicodeScalars.filter { $0 != " " } }
    #expect(lines.map { String(kept($0)) }.joined() == String(kept(text)))
  }
}
