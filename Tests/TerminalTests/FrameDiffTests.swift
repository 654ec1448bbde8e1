import Canvas
import Testing

@testable import Terminal

@Suite struct FrameDiffTests {
  private func frame(_ rows: String..., columns: Int = 12) -> Frame {
    var painter = Painter(
      size: Size(columns: columns, rows: rows.count), abilities: Abilities())
    for (row, text) in rows.enumerated() { painter.put(text, column: 0, row: row) }
    return painter.frame
  }

  @Test func `equal frames have no runs`() {
    #expect(FrameDiff.runs(from: frame("a", "b"), to: frame("a", "b")) == [])
  }

  @Test func `only what differs is painted`() {
    let runs = FrameDiff.runs(from: frame("abcdef", "x"), to: frame("aXcdYZ", "x"))
    #expect(runs == [CellRun(row: 0, columns: 1..<2), CellRun(row: 0, columns: 4..<6)])
  }

  @Test func `a first frame and one of another size are painted whole`() {
    let new = frame("a", "b")
    let whole = [CellRun(row: 0, columns: 0..<12), CellRun(row: 1, columns: 0..<12)]
    #expect(FrameDiff.runs(from: nil, to: new) == whole)
    #expect(FrameDiff.runs(from: frame("a", "b", columns: 11), to: new) == whole)
    #expect(FrameDiff.runs(from: nil, to: Frame(size: Size(columns: 0, rows: 3))) == [])
  }

  @Test func `a style that changed is a difference`() {
    var painter = Painter(size: Size(columns: 12, rows: 1), abilities: Abilities())
    painter.put("abc", column: 0, row: 0)
    let old = painter.frame
    painter.lay(.rowSelected, under: Rect(column: 2, row: 0, columns: 3, rows: 1))
    #expect(FrameDiff.runs(from: old, to: painter.frame) == [CellRun(row: 0, columns: 2..<5)])
  }

  @Test func `a run holds wide glyphs whole`() {
    let runs = FrameDiff.runs(from: frame("日a"), to: frame("本a"))
    #expect(runs == [CellRun(row: 0, columns: 0..<2)])
    var painter = Painter(size: Size(columns: 4, rows: 1), abilities: Abilities())
    painter.put("日", column: 0, row: 0)
    let old = painter.frame
    painter.lay(.match, under: Rect(column: 1, row: 0, columns: 1, rows: 1))
    #expect(FrameDiff.runs(from: old, to: painter.frame) == [CellRun(row: 0, columns: 0..<2)])
  }

  @Test func `runs turn the old frame into the new one`() {
    let texts = ["", "日本語", "a日b", "abcdefghijkl", "  x  y", "é e\u{301} 🙂"]
    for old in texts {
      for new in texts {
        var (painted, wanted) = (frame(old), frame(new))
        for run in FrameDiff.runs(from: painted, to: wanted) {
          for column in run.columns { painted[column, run.row] = wanted[column, run.row] }
          #expect(!wanted[run.columns.lowerBound, run.row].glyph.isContinuation)
        }
        wanted.cursor = nil
        #expect(painted == wanted)
      }
    }
  }
}
