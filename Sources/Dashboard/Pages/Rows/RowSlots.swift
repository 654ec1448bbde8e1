import Canvas

/// A column of a page's rows.
protocol RowColumn: Sendable {
  var heading: String { get }
  /// Whether it stands at the end of its room, as numbers do.
  var isTrailing: Bool { get }
  /// Where a text that is too long for it is cut.
  var cut: Painter.Cut { get }
}

extension RowColumn {
  /// What is left free between two of them.
  static var gap: Int { 2 }

  /// Where the first one begins, after the sign of the selected row.
  static var start: Int { 2 }
}

/// The columns of a page's rows that there is room for, each in its place.
struct RowSlots<Column: RowColumn>: Sendable {
  private struct Slot: Sendable {
    var column: Column
    var start: Int
    var width: Int
  }

  private var slots: [Slot] = []

  init(_ columns: [(column: Column, width: Int)], within width: Int) {
    var at = Column.start
    for (column, columnWidth) in columns {
      let cut = min(columnWidth, max(0, width - 1 - at))
      if cut > 0 { slots.append(Slot(column: column, start: at, width: cut)) }
      at += columnWidth + Column.gap
    }
  }

  func drawHeadings(row: Int, _ drawing: inout Drawing) {
    for slot in slots {
      drawing.put(
        slot.column.heading, column: slot.start, row: row, width: slot.width,
        style: Style(.columnHeader), alignment: slot.column.isTrailing ? .trailing : .leading)
    }
  }

  func draw(
    isSelected: Bool, row: Int, _ drawing: inout Drawing, _ cell: (Column, inout Facts) -> Span
  ) {
    draw(isSelected: isSelected, row: row, &drawing) { column, _, facts in cell(column, &facts) }
  }

  /// - Parameter cell: Told how wide the column is.
  func draw(
    isSelected: Bool, row: Int, _ drawing: inout Drawing,
    fitting cell: (Column, Int, inout Facts) -> Span
  ) {
    for slot in slots {
      let span = cell(slot.column, slot.width, &drawing.facts)
      drawing.put(
        span.text, column: slot.start, row: row, width: slot.width, style: Style(span.role),
        alignment: slot.column.isTrailing ? .trailing : .leading, cut: slot.column.cut)
    }
    guard isSelected else { return }
    drawing.put(drawing.signs.selected, column: 0, row: row, style: Style(.textStrong))
    drawing.painter.lay(
      .rowSelected,
      under: Rect(column: 0, row: row, columns: drawing.layout.page.size.columns, rows: 1))
    drawing.painter.place(cursor: Point(column: 0, row: row))
  }
}
