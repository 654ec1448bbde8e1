import Canvas
import Testing

/// Checks what must hold for every frame: each row is exactly as wide as the screen, no wide glyph
/// is halved, nothing unprintable is in a cell and the cursor is inside.
///
/// - Parameter words: What may stand on the screen (identifiers, sources): none of them may be cut
///   without `…`.
public func expectWellFormed(
  _ frame: Frame, words: Set<String> = [], sourceLocation: SourceLocation = #_sourceLocation
) {
  for flaw in flaws(of: frame) + bareCuts(of: words, in: frame) {
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

/// The words that begin on a frame and break off without a mark of the cut. A word that is wrapped
/// goes on in the next row.
public func bareCuts(of words: Set<String>, in frame: Frame) -> [String] {
  guard !words.isEmpty, frame.cells.count == frame.size.columns * frame.size.rows else { return [] }
  let rows = (0..<frame.size.rows).map { frame.text(row: $0) }
  let sorted = words.filter { $0.allSatisfy(\.isWordPart) }.sorted()
  var cuts: [String] = []
  for (number, row) in rows.enumerated() {
    let next = number + 1 < rows.count ? rows[number + 1] : ""
    for token in row.split(whereSeparator: { !$0.isWordPart })
    where token.count >= 6 && !words.contains(String(token)) {
      guard let word = sorted.first(where: { $0.hasPrefix(token) }),
        !next.contains(word.dropFirst(token.count).prefix(6)),
        !sorted.contains(where: { $0.hasSuffix(token) })
      else { continue }
      cuts.append("\(word) is cut to \(token) without a mark in row \(number)")
    }
  }
  return cuts
}

extension Character {
  /// `…` and `~` are the marks of a cut.
  fileprivate var isWordPart: Bool {
    isASCII && (isLetter || isNumber) || "-_./:@…~".contains(self)
  }
}
