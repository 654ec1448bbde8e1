import Canvas
import Planning
import Tracking

/// The columns of the queue, as many as there is room for.
struct QueueColumns: Sendable {
  enum Column: CaseIterable { case turn, state, identifier, source, context, start, why }

  /// What their widths follow from.
  struct Cause: Hashable, Sendable {
    /// How often it was worked out why each waits and when it starts.
    var workings: Int
    var width: Int
    var surroundings: LineMemory.Surroundings
  }

  let cause: Cause
  let slots: RowSlots<Column>

  /// What has no room is left out in this order; what stands last is cut.
  private static let leastWanted: [Column] = [.source, .context, .turn]
  /// Names are cut in their middle before another column goes.
  fileprivate static let (narrowest, widest) = (16, 40)
  fileprivate static let narrowestReason = 20

  init(_ rows: [QueueRow], _ facts: inout Facts, because cause: Cause) {
    self.cause = cause
    var columns: [(column: Column, width: Int)] = []
    for column in Column.allCases where column != .context || facts.state.roster.hasSeveralSites {
      var need = facts.width(column.heading)
      for row in rows { need = max(need, facts.width(facts.queueSpan(column, of: row).text)) }
      columns.append((column, column.isName ? min(need, Self.widest) : need))
    }
    let room = cause.width - Column.start - 1
    let starting: Column = .start
    var leastStart = facts.width(starting.heading)
    for row in rows {
      let words = facts.queueSpan(starting, of: row, columns: 0).text
      leastStart = max(leastStart, facts.width(words))
    }
    func least(_ column: Column) -> Int { column == starting ? leastStart : column.least }
    func used() -> Int {
      columns.reduce(-Column.gap) { $0 + min($1.width, least($1.column)) + Column.gap }
    }
    for column in Self.leastWanted where used() > room {
      columns.removeAll { $0.column == column }
    }
    // What is left goes first to what can't be guessed, then to reasons in their shorter words.
    var shortReason = 0
    for row in rows where row.entry.isWaiting {
      let words = facts.queueSpan(.why, of: row, columns: 0).text
      shortReason = max(shortReason, min(Self.widest, facts.width(words)))
    }
    var spare = max(0, room - used())
    let needs = columns.map(\.width)
    for index in columns.indices {
      columns[index].width = min(needs[index], least(columns[index].column))
    }
    for (column, most) in [
      (Column.identifier, Int.max), (.why, shortReason), (.start, .max), (.source, .max),
      (.why, .max),
    ] {
      guard let index = columns.firstIndex(where: { $0.column == column }) else { continue }
      let more = min(spare, max(0, min(needs[index], most) - columns[index].width))
      columns[index].width += more
      spare -= more
    }
    slots = RowSlots(columns, within: cause.width)
  }
}

extension QueueColumns.Column {
  /// What it keeps at least of what it needs.
  fileprivate var least: Int {
    switch self {
    case .identifier, .source: QueueColumns.narrowest
    case .why: QueueColumns.narrowestReason
    case .turn, .state, .context, .start: .max
    }
  }
}

extension Drawing {
  /// The columns as they were when last anything changed that they follow from.
  mutating func queueColumns(_ rows: [QueueRow], width: Int) -> QueueColumns {
    let cause = QueueColumns.Cause(
      workings: state.queue.workings, width: width, surroundings: facts.surroundings)
    if let known = memory.queueColumns, known.cause == cause { return known }
    let columns = QueueColumns(rows, &facts, because: cause)
    memory.queueColumns = columns
    return columns
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
