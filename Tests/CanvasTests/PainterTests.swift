import Canvas
import Support
import Testing

@Suite struct PainterTests {
  private func painted(
    _ text: String, columns: Int = 20, column: Int = 0, width: Int? = nil, unicode: Bool = true,
    alignment: Painter.Alignment = .leading, cut: Painter.Cut = .end
  ) -> (row: String, used: Int) {
    var painter = Painter(
      size: Size(columns: columns, rows: 1), abilities: Abilities(unicode: unicode))
    painter.fill(Rect(column: 0, row: 0, columns: columns, rows: 1), with: ".")
    let used = painter.put(
      text, column: column, row: 0, width: width, alignment: alignment, cut: cut)
    expectWellFormed(painter.frame)
    return (painter.frame.text(row: 0), used)
  }

  @Test func `a text keeps to its place and fills the rest of it`() {
    #expect(painted("abc", columns: 8, column: 1, width: 5) == (".abc  ..", 3))
    #expect(painted("日本", columns: 8, column: 1, width: 5) == (".日本 ..", 4))
    #expect(painted("abc", columns: 8, column: 1) == (".abc....", 3))
    #expect(painted("", columns: 4, column: 1, width: 2) == (".  .", 0))
  }

  @Test func `a short text keeps to its side`() {
    #expect(painted("ab", columns: 7, width: 6, alignment: .trailing).row == "    ab.")
    #expect(painted("ab", columns: 7, width: 6, alignment: .centre).row == "  ab  .")
    #expect(painted("日", columns: 7, width: 6, alignment: .trailing).row == "    日.")
    #expect(painted("日", columns: 7, width: 6, alignment: .centre).row == "  日  .")
    #expect(painted("ab", columns: 5, alignment: .trailing).row == "ab...")
  }

  @Test(arguments: [
    (Painter.Cut.end, "abcd…"), (.start, "…ghij"), (.middle, "ab…ij"),
  ])
  func `a long text loses the part it may lose`(_ cut: Painter.Cut, row: String) {
    #expect(painted("abcdefghij", columns: 5, width: 5, cut: cut) == (row, 5))
  }

  @Test(arguments: [
    (Painter.Cut.end, 4, "日…."), (.end, 3, "日…"), (.end, 2, "…"), (.end, 1, "…"), (.end, 5, "日本…"),
    (.start, 4, "…語."), (.start, 5, "…本語"), (.middle, 5, "日…語"), (.middle, 4, "日…."),
  ])
  func `a cut never halves a wide glyph`(_ cut: Painter.Cut, width: Int, row: String) {
    let padded = row.replacing(".", with: " ")
    let (painted, _) = painted("日本語", columns: width, width: width, cut: cut)
    #expect(painted == padded.trimmingSuffix(while: { $0 == " " }))
  }

  @Test func `without a width a text ends at the frame's edge`() {
    #expect(painted("abcdef", columns: 4) == ("abc…", 4))
    #expect(painted("abcd", columns: 4) == ("abcd", 4))
    #expect(painted("abcdef", columns: 6, column: 3) == ("...ab…", 3))
  }

  @Test func `a place over the edge ends there`() {
    #expect(painted("abcdef", columns: 6, column: 4, width: 10).row == "....a…")
    #expect(painted("abcdef", columns: 6, column: -2, width: 5).row == "ab…...")
    #expect(painted("abc", columns: 6, column: 6, width: 5) == ("......", 0))
    #expect(painted("abc", columns: 6, column: -5, width: 5) == ("......", 0))
    #expect(painted("abc", columns: 6, column: 2, width: 0) == ("......", 0))
    #expect(painted("abc", columns: 6, column: 2, width: -3) == ("......", 0))
    #expect(painted("abc", columns: 6, column: 2, width: .max) == ("..abc", 3))
  }

  @Test func `rows outside the frame take nothing`() {
    var painter = Painter(size: Size(columns: 4, rows: 2), abilities: Abilities())
    #expect(painter.put("abc", column: 0, row: -1) == 0)
    #expect(painter.put("abc", column: 0, row: 2) == 0)
    #expect(painter.frame == Frame(size: Size(columns: 4, rows: 2)))
  }

  @Test func `ASCII terminals get question marks of the same width`() {
    #expect(painted("né 日 x", unicode: false).row.hasPrefix("n? ?? x."))
    #expect(painted("e\u{301}a", unicode: false).row.hasPrefix("ea."))
    #expect(painted("abcdef", columns: 4, unicode: false) == ("abc~", 4))
  }

  @Test func `controls never reach a cell`() {
    #expect(painted("a\u{1B}[31mb\u{7F}\u{9B}c\r\nd\te", columns: 12) == ("a[31mbcde...", 9))
    #expect(painted("\u{202E}abc\u{200B}", columns: 4) == ("abc.", 3))
  }

  @Test func `marks stand on their glyph, and no more than four`() {
    var painter = Painter(size: Size(columns: 6, rows: 1), abilities: Abilities())
    let used = painter.put("\u{301}e\u{301}日\u{300}\u{300}\u{300}\u{300}\u{301}", column: 0, row: 0)
    #expect(used == 3)
    #expect(painter.frame[0, 0].glyph.scalars == ["e", "\u{301}"])
    #expect(painter.frame[1, 0].glyph.scalars == ["日", "\u{300}", "\u{300}", "\u{300}", "\u{300}"])
    #expect(painter.frame[2, 0].glyph.isContinuation)
  }

  @Test func `half of a wide glyph that is painted over takes the other half along`() {
    for (column, row) in [(0, "x 本"), (1, " x本"), (2, "日x"), (3, "日 x")] {
      for text in ["x", "é"] {
        var painter = Painter(size: Size(columns: 4, rows: 1), abilities: Abilities())
        painter.put("日本", column: 0, row: 0)
        painter.put(text, column: column, row: 0)
        expectWellFormed(painter.frame)
        #expect(painter.frame.text(row: 0) == row.replacing("x", with: text))
      }
    }
    var painter = Painter(size: Size(columns: 6, rows: 1), abilities: Abilities())
    painter.put("日本語", column: 0, row: 0)
    painter.fill(Rect(column: 1, row: 0, columns: 4, rows: 1), with: "-")
    expectWellFormed(painter.frame)
    #expect(painter.frame.text(row: 0) == " ----")
  }

  @Test func `a wide filling leaves an odd column blank`() {
    var painter = Painter(size: Size(columns: 5, rows: 2), abilities: Abilities())
    painter.fill(Rect(column: 0, row: 0, columns: 5, rows: 9), with: "日", style: Style(.match))
    expectWellFormed(painter.frame)
    #expect(painter.frame.text(row: 1) == "日日")
    #expect(painter.frame[4, 1].style == Style(.match))
    painter.fill(Rect(column: -3, row: 0, columns: 5, rows: 1), with: "\u{7}")
    #expect(painter.frame.text(row: 0) == "  日")
  }

  @Test func `a surface and another role keep the rest of the style`() {
    var painter = Painter(size: Size(columns: 3, rows: 1), abilities: Abilities())
    painter.put("abc", column: 0, row: 0, style: Style(.progressFill, step: 40))
    painter.lay(.rowSelected, under: Rect(column: 1, row: 0, columns: 9, rows: 9))
    #expect(painter.frame[0, 0].style == Style(.progressFill, step: 40))
    #expect(painter.frame[1, 0].style == Style(.progressFill, on: .rowSelected, step: 40))
    painter.restyle(Rect(column: 2, row: 0, columns: 1, rows: 1), role: .textMuted)
    #expect(painter.frame[2, 0].style == Style(.textMuted, on: .rowSelected))
    #expect(painter.frame.text(row: 0) == "abc")
  }

  @Test(.tags(.generated), arguments: Seed.run(), 0..<40)
  func `any sequence of paintings makes a whole frame`(seed: Seed, round: Int) {
    var dice = seed.generator("paintings \(round)")
    let size = Size(
      columns: .random(in: 0...30, using: &dice), rows: .random(in: 0...4, using: &dice))
    var painter = Painter(size: size, abilities: Abilities(unicode: .random(using: &dice)))
    for _ in 0..<200 {
      let text = Samples.texts.randomElement(using: &dice) ?? ""
      let column = Int.random(in: -6...32, using: &dice)
      let width = Bool.random(using: &dice) ? Int.random(in: -1...20, using: &dice) : nil
      let row = Int.random(in: -1...4, using: &dice)
      if Int.random(in: 0..<5, using: &dice) == 0 {
        let glyph = text.unicodeScalars.first ?? "▒"
        let area = Rect(column: column, row: row, columns: width ?? 3, rows: 2)
        painter.fill(area, with: glyph)
      } else {
        let alignment = [Painter.Alignment.leading, .trailing, .centre]
          .randomElement(using: &dice)
        let cut = [Painter.Cut.end, .middle, .start].randomElement(using: &dice)
        let used = painter.put(
          text, column: column, row: row, width: width, alignment: alignment ?? .leading,
          cut: cut ?? .end)
        #expect(used <= max(0, min(size.columns, width ?? size.columns)))
      }
    }
    expectWellFormed(painter.frame)
  }
}

extension String {
  fileprivate func trimmingSuffix(while isBlank: (Character) -> Bool) -> String {
    var text = self[...]
    while let last = text.last, isBlank(last) { text = text.dropLast() }
    return String(text)
  }
}
