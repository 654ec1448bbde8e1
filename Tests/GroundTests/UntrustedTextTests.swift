import Canvas
import Testing

@testable import Ground

@Suite struct UntrustedTextTests {
  private static let scalars = (0...0x10FFFF).compactMap(Unicode.Scalar.init)

  private func line(_ text: String) -> String { UntrustedText.oneLine(text, blanks: .all) }

  @Test func `an identifier with line breaks is one line`() {
    #expect(line("abc\nrm -rf ~\n") == "abc rm -rf ~ ")
    #expect(UntrustedText.oneLine("abc\nrm -rf ~\n") == "abc rm -rf ~")
    #expect(
      line("a\nb\r\nc\rd\te\u{2028}f\u{85}g\u{A0}h\u{3000}i\u{2800}j") == "a b c d e f g h i j")
    #expect(UntrustedText.oneLine(" a   b\t c ", blanks: .inside) == "a   b  c")
    #expect(UntrustedText.oneLine("  a\r\n\tb \u{1B}[31m c\u{2028}d  ") == "a b [31m c d")
  }

  @Test(
    arguments: [
      "\0", "\u{7}", "\u{1B}", "\u{7F}", "\u{9B}", "\u{AD}", "\u{34F}", "\u{61C}", "\u{115F}",
      "\u{180E}", "\u{200B}", "\u{200C}", "\u{200D}", "\u{200E}", "\u{200F}", "\u{202A}",
      "\u{202E}",
      "\u{2060}", "\u{2064}", "\u{2066}", "\u{2069}", "\u{3164}", "\u{FE0F}", "\u{FEFF}",
      "\u{FFA0}",
      "\u{FFF9}", "\u{E0001}", "\u{E0041}", "\u{E01EF}",
    ] as [Unicode.Scalar])
  func `what nobody sees is gone, alone and among letters`(hidden: Unicode.Scalar) {
    #expect(line("or\(hidden)ders") == "orders")
    #expect(line(String(hidden)).isEmpty)
    #expect(UntrustedText.marked("or\(hidden)ders", with: "␊") == "or␊ders")
  }

  @Test func `letters, marks and symbols of every script stay`() {
    for text in ["é 漢 ع हिन्दी", "e\u{301} 👍🏽 日本 🇩🇪", "ไทย ភាសា தமிழ்", "→ ½ € ­".filter { $0 != "\u{AD}" }] {
      #expect(line(text) == text)
    }
  }

  @Test func `four marks stay on a character, and none without one`() {
    let heap = "a" + String(repeating: "\u{301}", count: 1000) + "b"
    #expect(line(heap).unicodeScalars.count == 6)
    #expect(line("\u{301}a") == "a")
  }

  @Test func `what has no agreed look leaves a trace`() {
    #expect(line("a\u{E000}b\u{10FFFF}\u{378}c") == "a\u{FFFD}b\u{FFFD}\u{FFFD}c")
  }

  @Test func `a limit counts scalars, and an ellipsis says that there is more`() {
    #expect(UntrustedText.oneLine("abcdef", limit: 3) == "abc…")
    #expect(UntrustedText.oneLine("abc", limit: 3) == "abc")
    #expect(UntrustedText.oneLine("abc d", limit: 4) == "abc…")
    #expect(UntrustedText.oneLine("abc\u{200B}\n", limit: 3) == "abc")
    let spaced = "a" + String(repeating: " ", count: 100_000) + "b"
    #expect(UntrustedText.oneLine(spaced, limit: 10, blanks: .all) == "a…")
  }

  @Test func `a log marks what it can't show, and lines stay lines elsewhere`() {
    #expect(UntrustedText.marked("a\r\nb\u{202E}\tc", with: "␊") == "a␊␊b␊ c")
    #expect(UntrustedText.lines("a\u{1B}[31m\r\nb\u{FEFF}\n") == "a[31m\nb\n")
  }

  @Test func `whatever passes is seen, and passes again unchanged`() {
    for scalar in Self.scalars {
      let passed = line("x\(Character(scalar))")
      #expect(line(passed) == passed, "U+\(String(scalar.value, radix: 16))")
      #expect(
        passed.unicodeScalars.allSatisfy { !GlyphWidth.isDropped($0) },
        "U+\(String(scalar.value, radix: 16)) passes and is not painted")
      #expect(UntrustedText.isOneLine(passed))
    }
  }
}
