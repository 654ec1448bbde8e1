import Canvas
import Testing

/// Checks what must hold for every frame: each row is exactly as wide as the screen, no wide glyph
/// is halved, nothing unprintable is in a cell and the cursor is inside.
public func expectWellFormed(_ frame: Frame, sourceLocation: SourceLocation = #_sourceLocation) {
  for flaw in flaws(of: frame) {
    Issue.record("\(flaw)\n\(frame.transcript())", sourceLocation: sourceLocation)
  }
}

/// What is wrong with a frame, one sentence a flaw; empty if it is well formed.
public func flaws(of frame: Frame) -> [String] {
  var flaws: [String] = []
  if frame.cells.count != frame.size.columns * frame.size.rows {
    return ["\(frame.cells.count) cells are no \(frame.size.columns)x\(frame.size.rows) frame"]
  }
  if let cursor = frame.cursor,
    !(0..<frame.size.columns ~= cursor.column && 0..<frame.size.rows ~= cursor.row)
  {
    flaws.append("the cursor \(cursor.column),\(cursor.row) is outside")
  }
  for row in 0..<frame.size.rows { flaws += rowFlaws(of: frame, row: row) }
  return flaws
}

private func rowFlaws(of frame: Frame, row: Int) -> [String] {
  var flaws: [String] = []
  var column = 0
  while column < frame.size.columns {
    let glyph = frame[column, row].glyph
    guard let base = glyph.baseScalar else {
      flaws.append("a second half without a first at \(column),\(row)")
      column += 1
      continue
    }
    let width = GlyphWidth.columns(of: base)
    if width == 0 { flaws.append("U+\(String(base.value, radix: 16)) in cell \(column),\(row)") }
    if glyph.scalars.dropFirst().contains(where: { GlyphWidth.columns(of: $0) != 0 }) {
      flaws.append("a mark that takes room at \(column),\(row)")
    }
    if width == 2 {
      if column + 1 == frame.size.columns || !frame[column + 1, row].glyph.isContinuation {
        flaws.append("a wide glyph without its second half at \(column),\(row)")
        column -= 1
      }
    }
    column += max(1, width)
  }
  return flaws
}
