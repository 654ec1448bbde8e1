import Canvas

/// Where a page has its rows, below a title and headings, and the note on the selected one.
struct RowsWithNote {
  private let area: Rect
  /// The lines of the note, its rule among them; none where there is no room for it.
  private let noteLines: Int
  /// How many rows are shown at once.
  let page: Int

  init(_ layout: Layout) {
    area = layout.page
    noteLines = area.size.rows < 12 ? 0 : 5
    page = max(0, area.size.rows - 2 - noteLines)
  }

  var titleRow: Int { area.origin.row }
  var headingsRow: Int { area.origin.row + 1 }
  /// The screen's row of the first one.
  var firstRow: Int { area.origin.row + 2 }
  var noteColumns: Int { area.size.columns - 2 }

  /// The row that is on the first line, so that the selected one is in sight and as little as is
  /// needed moves.
  func top(_ top: Int, showing selected: Int, of count: Int) -> Int {
    let page = max(1, page)
    let top = min(max(0, top), max(0, count - page))
    if selected < top { return selected }
    return max(top, selected - page + 1)
  }

  /// The selected row after a key that moves.
  func moved(_ selected: Int, _ action: Action, of count: Int) -> Int {
    Scroll(page: page, last: count - 1).moved(selected, action)
  }

  /// Draws the rows that are in sight, each by its index and the screen's row, and where they stand
  /// among all.
  func drawRows(
    from top: Int, of count: Int, _ drawing: inout Drawing,
    _ draw: (_ index: Int, _ row: Int, _ drawing: inout Drawing) -> Void
  ) {
    let shown = top..<max(top, min(count, top + page))
    for index in shown { draw(index, firstRow + index - top, &drawing) }
    drawing.drawScrollMark(
      column: area.endColumn - 1, rows: firstRow..<firstRow + page, shown: shown, of: count)
  }

  /// Draws the note under a rule, as far as there is room.
  ///
  /// - Parameter rest: Says at the end of the last line that there is more.
  func draw(note lines: [[Span]], rest: [Span] = [], _ drawing: inout Drawing) {
    guard noteLines > 0 else { return }
    let first = area.endRow - noteLines
    drawing.painter.fill(
      Rect(column: 0, row: first, columns: area.size.columns, rows: 1),
      with: drawing.signs.rule, style: Style(.paneRule))
    let room = noteLines - 1
    for (index, line) in lines.prefix(room).enumerated() {
      let row = first + 1 + index
      var end = area.endColumn - 1
      if index == room - 1, lines.count > room, !rest.isEmpty {
        end = drawing.put(trailing: rest, row: row, end: end)
      }
      drawing.put(line, column: 1, row: row, end: end)
    }
  }
}
