import Canvas
import Testing

@testable import Terminal

@Suite struct GlyphFallbackTests {
  private func fallback(_ unicode: Bool, widths: [Unicode.Scalar: Int]) -> GlyphFallback {
    GlyphFallback(unicode: unicode) { widths[$0] ?? -1 }
  }

  private func glyph(_ base: Unicode.Scalar, _ marks: Unicode.Scalar...) -> Glyph {
    var glyph = Glyph(base)
    for mark in marks { glyph.add(mark: mark) }
    return glyph
  }

  @Test func `what the library knows as Canvas does is shown`() {
    let shown = fallback(true, widths: ["日": 2, "\u{301}": 0]).shown(glyph("日", "\u{301}"))
    #expect(shown == (["日", "\u{301}"], 2))
  }

  @Test func `what it doesn't know is replaced`() {
    #expect(fallback(true, widths: [:]).shown(glyph("\u{1FAE9}")) == (["\u{FFFD}"], 1))
    #expect(fallback(false, widths: [:]).shown(glyph("é")) == (["?"], 1))
  }

  @Test func `what it takes for another width is replaced`() {
    #expect(fallback(true, widths: ["日": 1]).shown(glyph("日")) == (["\u{FFFD}"], 1))
  }

  @Test func `marks it doesn't know are left out`() {
    let widths: [Unicode.Scalar: Int] = ["e": 1, "\u{301}": 0, "\u{302}": 1]
    let shown = fallback(true, widths: widths).shown(glyph("e", "\u{300}", "\u{301}", "\u{302}"))
    #expect(shown == (["e", "\u{301}"], 1))
  }
}
