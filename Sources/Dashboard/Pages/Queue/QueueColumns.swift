import Canvas
import Planning
import Tracking

/// The columns of the queue, as many as there is room for.
struct QueueColumns {
  enum Column: CaseIterable { case turn, state, identifier, source, context, start, why }

  let slots: RowSlots<Column>

  /// What has no room is left out in this order; what stands last is cut.
  private static let leastWanted: [Column] = [.source, .context, .turn]
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
    let room = width - Column.start - 1
    func used() -> Int {
      columns.reduce(-Column.gap) { sum, one in
        let least =
          one.column.isName
          ? min(one.width, Self.narrowest)
          : one.column == .why ? min(one.width, Self.narrowestReason) : one.width
        return sum + least + Column.gap
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
    slots = RowSlots(columns, within: width)
  }
}

extension QueueColumns.Column: RowColumn {
  var heading: String {
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

  var isTrailing: Bool { self == .turn }

  var cut: Painter.Cut { isName ? .middle : .end }

  fileprivate var isName: Bool { self == .identifier || self == .source }
}
