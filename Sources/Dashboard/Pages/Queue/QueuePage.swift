import Canvas
import Ground
import Planning

/// The queue: what waits in which order, why, when it is likely to start, and who starts it.
struct QueuePage: Page {
  var below: (any Page)?
  /// The number of the selected entry; nil for the first.
  private var selected: Int?
  /// Where it was, for when it is gone.
  private var index = 0
  private var top = 0

  init(below: (any Page)? = nil) { self.below = below }

  func place(_ state: State) -> Place { .queue }

  mutating func take(_ key: Key?, _ action: Action?, _ facts: inout Facts) -> PageOutcome {
    switch action {
    case .closeOne, .queue: return .close
    case .up, .down, .first, .last, .pageUp, .pageDown, .halfPageUp, .halfPageDown:
      let rows = facts.state.queue.rows
      guard let action, !rows.isEmpty else { return .stay }
      let moved = RowsWithNote(facts.layout).moved(index(in: rows), action, of: rows.count)
      select(moved, of: rows)
    default: return action.map(PageOutcome.perform) ?? .stay
    }
    keepInSight(facts.state.queue.rows, facts.layout)
    return .stay
  }

  mutating func paste(_ text: String) -> PageOutcome { .stay }

  /// An entry that is gone gives the selection to the one that came into its place.
  mutating func keep(_ state: State, at moment: Moment) {
    let rows = state.queue.rows
    guard !rows.isEmpty else { return }
    select(index(in: rows), of: rows)
    keepInSight(rows, state.layout)
  }

  private mutating func select(_ index: Int, of rows: [QueueRow]) {
    self.index = index
    selected = rows[index].entry.id
  }

  private func index(in rows: [QueueRow]) -> Int {
    selected.flatMap { id in rows.firstIndex { $0.entry.id == id } }
      ?? min(index, max(0, rows.count - 1))
  }

  func selectedRow(_ state: State) -> QueueRow? {
    let rows = state.queue.rows
    return rows.isEmpty ? nil : rows[index(in: rows)]
  }

  private mutating func keepInSight(_ rows: [QueueRow], _ layout: Layout) {
    top = RowsWithNote(layout).top(top, showing: index(in: rows), of: rows.count)
  }

  // MARK: Drawing

  func draw(_ drawing: inout Drawing) {
    let area = drawing.layout.page
    let rows = drawing.state.queue.rows
    let zone = Span(" \(drawing.moment.zone)", .textMuted)
    let end = drawing.put(trailing: [zone], row: area.origin.row, end: area.endColumn - 1)
    drawing.put(drawing.facts.queueTitle, column: 1, row: area.origin.row, end: end)
    let lines = RowsWithNote(drawing.layout)
    drawing.painter.place(cursor: Point(column: 0, row: lines.firstRow))
    guard !rows.isEmpty else {
      drawing.drawEmptyQueue(in: area, from: lines.firstRow)
      return
    }
    let plan = drawing.queueColumns(rows, width: area.size.columns)
    plan.slots.drawHeadings(row: lines.headingsRow, &drawing)
    let selected = index(in: rows)
    lines.drawRows(from: top, of: rows.count, &drawing) { index, row, drawing in
      plan.slots.draw(
        isSelected: index == selected, row: row, &drawing,
        fitting: {
          $2.queueSpan($0, of: rows[index], columns: $1)
        })
    }
    let note = drawing.facts.queueNote(rows[selected], columns: lines.noteColumns)
    lines.draw(note: note, &drawing)
  }
}

extension Drawing {
  fileprivate mutating func drawEmptyQueue(in area: Rect, from row: Int) {
    let text =
      if let problem = state.queue.report?.problem {
        problem
      } else if state.queue.report == nil {
        "Not known yet: the queue is still being read."
      } else {
        "Nothing waits. AWS runs five exports at once in an account and region; a sixth can wait here "
          + "and starts by itself: `exportdeck queue add`."
      }
    let lines = Painter.wrap(signs.spelled(text), columns: max(8, area.size.columns - 4))
    for (index, line) in lines.prefix(max(0, area.endRow - row)).enumerated() {
      put(
        line, column: 2, row: row + index, width: area.size.columns - 4, style: Style(.textMuted))
    }
  }
}
