import Canvas
import Ground
import Planning
import Tracking
import Words

/// The columns of the queue, as many as there is room for.
struct QueueColumns {
  enum Column: CaseIterable { case turn, state, identifier, source, context, start, why }

  private struct Slot {
    var column: Column
    var start: Int
    var width: Int
  }

  private var slots: [Slot] = []

  /// What has no room is left out in this order; what stands last is cut.
  private static let leastWanted: [Column] = [.source, .context, .turn]
  private static let gap = 2
  /// Where the first column begins, after the sign of the selected row.
  private static let start = 2
  /// Names are cut in their middle before another column goes.
  private static let (narrowest, widest) = (16, 40)
  private static let narrowestReason = 24

  init(_ rows: [QueueRow], _ facts: inout Facts, width: Int) {
    var columns: [(column: Column, width: Int)] = []
    for column in Column.allCases where column != .context || facts.state.roster.hasSeveralSites {
      var need = facts.width(column.heading)
      for row in rows { need = max(need, facts.width(facts.queueSpan(column, of: row).text)) }
      columns.append((column, column.isName ? min(need, Self.widest) : need))
    }
    let room = width - Self.start - 1
    func used() -> Int {
      columns.reduce(-Self.gap) { sum, one in
        let least =
          one.column.isName
          ? min(one.width, Self.narrowest)
          : one.column == .why ? min(one.width, Self.narrowestReason) : one.width
        return sum + least + Self.gap
      }
    }
    for column in Self.leastWanted where used() > room {
      columns.removeAll { $0.column == column }
    }
    // What is left goes to the reason, then to the names.
    var spare = max(0, room - used())
    for index in columns.indices.reversed() {
      let column = columns[index].column
      let least = column.isName ? Self.narrowest : column == .why ? Self.narrowestReason : .max
      guard columns[index].width > least else { continue }
      let more = min(spare, columns[index].width - least)
      columns[index].width = least + more
      spare -= more
    }
    var at = Self.start
    for (column, columnWidth) in columns {
      let cut = min(columnWidth, max(0, width - 1 - at))
      slots.append(Slot(column: column, start: at, width: cut))
      at += cut + Self.gap
    }
  }

  func drawHeadings(row: Int, _ drawing: inout Drawing) {
    for slot in slots where slot.width > 0 {
      drawing.put(
        slot.column.heading, column: slot.start, row: row, width: slot.width,
        style: Style(.columnHeader), alignment: slot.column == .turn ? .trailing : .leading)
    }
  }

  func draw(_ entry: QueueRow, isSelected: Bool, row: Int, _ drawing: inout Drawing) {
    for slot in slots where slot.width > 0 {
      let span = drawing.facts.queueSpan(slot.column, of: entry)
      drawing.put(
        span.text, column: slot.start, row: row, width: slot.width, style: Style(span.role),
        alignment: slot.column == .turn ? .trailing : .leading,
        cut: slot.column.isName ? .middle : .end)
    }
    guard isSelected else { return }
    drawing.put(drawing.signs.selected, column: 0, row: row, style: Style(.textStrong))
    drawing.painter.lay(
      .rowSelected,
      under: Rect(column: 0, row: row, columns: drawing.layout.page.size.columns, rows: 1))
    drawing.painter.place(cursor: Point(column: 0, row: row))
  }
}

extension QueueColumns.Column {
  fileprivate var heading: String {
    switch self {
    case .turn: "TURN"
    case .state: "STATE"
    case .identifier: "IDENTIFIER"
    case .source: "SOURCE"
    case .context: "CONTEXT"
    case .start: "STARTS"
    case .why: "WHY"
    }
  }

  fileprivate var isName: Bool { self == .identifier || self == .source }
}
