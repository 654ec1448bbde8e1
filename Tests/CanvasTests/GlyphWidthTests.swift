import Canvas
import Foundation
import Glibc
import Testing

@Suite struct GlyphWidthTests {
  @Test(arguments: [
    ("a", 1), ("é", 1), ("e\u{301}", 1), ("日", 2), ("ｗ", 2), ("🙂", 2), ("…", 1), ("█", 1), ("✖", 1),
    ("", 0), ("a\u{7}b", 2), ("a\u{9B}31mb", 5), ("\u{202E}abc", 3), ("☁\u{FE0F}", 1),
    ("👩\u{200D}💻", 4), ("so\u{AD}ft", 4), ("\u{301}", 0), ("한국", 4), ("\n", 0), ("\u{7F}", 0),
  ])
  func `a text takes the sum of its glyphs`(_ text: String, columns: Int) {
    #expect(GlyphWidth.columns(of: text) == columns)
  }

  /// ncurses places cells by the library's `wcwidth`, so the two must agree on every scalar that
  /// both know; the only differences allowed are what Canvas never paints.
  @Test func `widths are those of the C library`() throws {
    typealias Width = @convention(c) (wchar_t) -> Int32
    let symbol = try #require(dlsym(nil, "wcwidth"))
    let libraryWidth = unsafeBitCast(symbol, to: Width.self)
    let locale = try #require(newlocale(LC_CTYPE_MASK, "C.UTF-8", nil))
    let before = uselocale(locale)
    defer {
      uselocale(before)
      freelocale(locale)
    }
    #expect(libraryWidth(0x65E5) == 2, "the library's UTF-8 locale is in force")
    var compared = 0
    var differences: [String] = []
    for value in UInt32(1)...0x10FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let expected = libraryWidth(wchar_t(value))
      guard expected >= 0, !GlyphWidth.isDropped(scalar) else { continue }
      compared += 1
      if GlyphWidth.columns(of: scalar) != Int(expected) {
        differences.append("U+\(String(value, radix: 16)): \(expected)")
      }
    }
    #expect(differences.isEmpty, "\(differences.prefix(20))")
    #expect(compared > 270_000)
  }

  /// What is dropped takes no cell, although the library gives some of it one.
  @Test func `what is dropped is a short list`() {
    let dropped = (UInt32(0)...0x10FFFF).compactMap { Unicode.Scalar($0) }
      .filter(GlyphWidth.isDropped)
    #expect(dropped.allSatisfy { GlyphWidth.columns(of: $0) == 0 })
    let categories: Set<Unicode.GeneralCategory> = [
      .control, .format, .lineSeparator, .paragraphSeparator, .unassigned,
    ]
    let others = dropped.filter { !categories.contains($0.properties.generalCategory) }
    let selectors = [0x180B...0x180D, 0x180F...0x180F, 0xFE00...0xFE0F, 0xE0100...0xE01EF]
    #expect(others.allSatisfy { scalar in selectors.contains { $0 ~= Int(scalar.value) } })
    for control in "\u{0}\u{1B}\u{7F}\u{9B}\u{9D}\u{202E}\u{2066}\u{200D}\u{FEFF}".unicodeScalars {
      #expect(GlyphWidth.isDropped(control))
    }
  }

  @Test func `the library's characters newer than it knows are wide where emoji are`() {
    // U+1FAE9 (Unicode 16) and U+1FACF (Unicode 17) have East Asian Width W.
    #expect(GlyphWidth.columns(of: "\u{1FAE9}") == 2)
    #expect(GlyphWidth.columns(of: "\u{1FAE8}") == 2)
  }
}
