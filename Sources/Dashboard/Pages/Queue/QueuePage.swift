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
      let scroll = Scroll(page: Self.listRows(facts.layout), last: rows.count - 1)
      select(scroll.moved(index(in: rows), action), of: rows)
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
    let page = max(1, Self.listRows(layout))
    let index = index(in: rows)
    top = min(max(0, top), max(0, rows.count - page))
    if index < top { top = index }
    if index >= top + page { top = index - page + 1 }
  }

  /// The lines for what is told of the selected row, below the rows.
  private static func noteRows(_ layout: Layout) -> Int { layout.page.size.rows < 12 ? 0 : 5 }

  private static func listRows(_ layout: Layout) -> Int {
    max(0, layout.page.size.rows - 2 - noteRows(layout))
  }

  // MARK: Drawing

  func draw(_ drawing: inout Drawing) {
    let area = drawing.layout.page
    let rows = drawing.state.queue.rows
    let zone = Span(" \(drawing.moment.zone)", .textMuted)
    let end = drawing.put(trailing: [zone], row: area.origin.row, end: area.endColumn - 1)
    drawing.put(drawing.facts.queueTitle, column: 1, row: area.origin.row, end: end)
    let first = area.origin.row + 2
    drawing.painter.place(cursor: Point(column: 0, row: first))
    guard !rows.isEmpty else {
      drawing.drawEmptyQueue(in: area, from: first)
      return
    }
    let plan = QueueColumns(rows, &drawing.facts, width: area.size.columns)
    plan.drawHeadings(row: area.origin.row + 1, &drawing)
    let page = Self.listRows(drawing.layout)
    let shown = top..<min(rows.count, top + page)
    let selected = index(in: rows)
    for index in shown {
      plan.draw(rows[index], isSelected: index == selected, row: first + index - top, &drawing)
    }
    drawing.drawScrollMark(
      column: area.endColumn - 1, rows: first..<first + page, shown: shown, of: rows.count)
    drawNote(of: rows[selected], in: area, &drawing)
  }

  /// What is so with the selected entry, in sentences.
  private func drawNote(of row: QueueRow, in area: Rect, _ drawing: inout Drawing) {
    let count = Self.noteRows(drawing.layout)
    guard count > 0 else { return }
    let first = area.endRow - count
    drawing.painter.fill(
      Rect(column: 0, row: first, columns: area.size.columns, rows: 1),
      with: drawing.signs.rule, style: Style(.paneRule))
    let lines = drawing.facts.queueNote(row, columns: area.size.columns - 2)
    for (index, line) in lines.prefix(count - 1).enumerated() {
      drawing.put(line, column: 1, row: first + 1 + index, end: area.endColumn - 1)
    }
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
