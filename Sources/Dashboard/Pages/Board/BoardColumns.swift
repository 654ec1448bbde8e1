import Canvas
import Planning
import Tracking
import Words

/// The columns of the board, as many as there is room for.
struct BoardColumns {
  enum Column: CaseIterable { case state, series, context, standing, due, last, age, cadence }

  let slots: RowSlots<Column>

  /// What has no room is left out in this order.
  private static let leastWanted: [Column] = [.last, .cadence, .age, .context, .standing, .due]
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
    let room = width - Column.start - 1
    func used(_ nameColumns: Int?) -> Int {
      columns.reduce(-Column.gap) { sum, one in
        let width = one.column == .series ? min(one.width, nameColumns ?? one.width) : one.width
        return sum + width + Column.gap
      }
    }
    for column in Self.leastWanted where used(max(Self.narrowestName, width / 4)) > room {
      columns.removeAll { $0.column == column }
    }
    let surplus = used(nil) - room
    slots = RowSlots(
      columns.map { column, width in
        (column, column == .series && surplus > 0 ? max(1, width - surplus) : width)
      }, within: width)
  }
}

extension BoardColumns.Column: RowColumn {
  var heading: String {
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

  var isTrailing: Bool { self == .age }

  var cut: Painter.Cut { self == .series ? .middle : .end }
}
