import Canvas
import Planning
import Tracking
import Words

/// The columns of the board, as many as there is room for.
struct BoardColumns {
  enum Column: CaseIterable { case state, series, context, standing, due, last, age, cadence }

  private struct Slot {
    var column: Column
    var start: Int
    var width: Int
  }

  private var slots: [Slot] = []

  /// What has no room is left out in this order.
  private static let leastWanted: [Column] = [.last, .cadence, .age, .context, .standing, .due]
  private static let gap = 2
  /// Where the first column begins, after the sign of the selected row.
  private static let start = 2
  /// A series' name is cut in its middle before another column goes.
  private static let narrowestName = 16

  init(_ rows: [ExpectedRun], _ facts: Facts, width: Int) {
    var facts = facts
    func need(_ column: Column) -> Int {
      rows.reduce(facts.width(column.heading)) {
        max($0, facts.width(facts.boardSpan(column, of: $1).text))
      }
    }
    var columns = Column.allCases.filter { $0 != .context || facts.state.roster.hasSeveralSites }
      .map { (column: $0, width: need($0)) }
    if let index = columns.firstIndex(where: { $0.column == .context }) {
      columns[index].width = min(columns[index].width, 20)
    }
    let room = width - Self.start - 1
    func used(_ nameColumns: Int?) -> Int {
      columns.reduce(-Self.gap) { sum, one in
        let width = one.column == .series ? min(one.width, nameColumns ?? one.width) : one.width
        return sum + width + Self.gap
      }
    }
    for column in Self.leastWanted where used(max(Self.narrowestName, width / 4)) > room {
      columns.removeAll { $0.column == column }
    }
    let surplus = used(nil) - room
    var at = Self.start
    for (column, width) in columns {
      let cut = column == .series && surplus > 0 ? max(1, width - surplus) : width
      slots.append(Slot(column: column, start: at, width: cut))
      at += cut + Self.gap
    }
  }

  func drawHeadings(row: Int, _ drawing: inout Drawing) {
    for slot in slots {
      drawing.put(
        slot.column.heading, column: slot.start, row: row, width: slot.width,
        style: Style(.columnHeader), alignment: slot.column.isTrailing ? .trailing : .leading)
    }
  }

  func draw(_ run: ExpectedRun, isSelected: Bool, row: Int, _ drawing: inout Drawing) {
    for slot in slots {
      let span = drawing.facts.boardSpan(slot.column, of: run)
      drawing.put(
        span.text, column: slot.start, row: row, width: slot.width, style: Style(span.role),
        alignment: slot.column.isTrailing ? .trailing : .leading,
        cut: slot.column == .series ? .middle : .end)
    }
    guard isSelected else { return }
    drawing.put(drawing.signs.selected, column: 0, row: row, style: Style(.textStrong))
    drawing.painter.lay(
      .rowSelected,
      under: Rect(column: 0, row: row, columns: drawing.layout.page.size.columns, rows: 1))
    drawing.painter.place(cursor: Point(column: 0, row: row))
  }
}

extension BoardColumns.Column {
  fileprivate var heading: String {
    switch self {
    case .state: "TODAY"
    case .series: "SERIES"
    case .context: "CONTEXT"
    case .standing: "HOW IT STANDS"
    case .due: "DUE"
    case .last: "LAST GOOD"
    case .age: "AGE"
    case .cadence: "RUNS"
    }
  }

  fileprivate var isTrailing: Bool { self == .age }
}
