import Canvas
import Tracking

/// The contexts that are watched, each with its light: which are shown, what is wrong with them, and
/// which are watched besides.
struct ContextsPage: Page {
  /// By identity: contexts come and go.
  var selected: ContextID?
  /// The row that is on the first line.
  private(set) var top = 0
  /// What the rows that are shown have in them; empty for all.
  private(set) var sought = ""
  private(set) var typing: TextField?

  init(selected: ContextID?) { self.selected = selected }

  func place(_ state: State) -> Place { typing == nil ? .contexts : .search }

  mutating func take(_ key: Key?, _ action: Action?, _ facts: inout Facts) -> PageOutcome {
    if typing != nil {
      take(key, action)
      settle(&facts)
      return .stay
    }
    let rows = settle(&facts)
    switch action {
    case .up, .down, .first, .last, .pageUp, .pageDown, .halfPageUp, .halfPageDown:
      guard let action, !rows.isEmpty else { break }
      let index = rows.firstIndex { $0 == selected } ?? 0
      let page = Self.listRows(facts.layout)
      selected = rows[Scroll(page: page, last: rows.count - 1).moved(index, action)]
      settle(&facts)
    case .search: typing = TextField(sought)
    case .closeOne:
      if sought.isEmpty { return .close }
      sought = ""
      settle(&facts)
    case let action?: return .perform(action)
    case nil: break
    }
    return .stay
  }

  private mutating func take(_ key: Key?, _ action: Action?) {
    guard var field = typing else { return }
    switch action {
    case .confirm: typing = nil
    case .closeOne: (typing, sought) = (nil, "")
    default:
      guard let key, field.apply(key) else { return }
      typing = field
      sought = field.text
    }
  }

  mutating func paste(_ text: String) -> PageOutcome {
    guard var field = typing else { return .stay }
    field.paste(text)
    typing = field
    sought = field.text
    return .stay
  }

  /// Selects a row that is shown, and scrolls as little as is needed to show it.
  @discardableResult
  private mutating func settle(_ facts: inout Facts) -> [ContextID] {
    let rows = facts.contexts(with: sought)
    if !rows.contains(where: { $0 == selected }) { selected = rows.first }
    top = firstRow(of: rows, facts.layout)
    return rows
  }

  /// The row that is on the first line, so that the selected one is in sight.
  private func firstRow(of rows: [ContextID], _ layout: Layout) -> Int {
    let page = max(1, Self.listRows(layout))
    let index = rows.firstIndex { $0 == selected } ?? 0
    var top = min(max(0, top), max(0, rows.count - page))
    if index < top { top = index }
    if index >= top + page { top = index - page + 1 }
    return top
  }

  /// The lines for what is told of the selected context, below the rows.
  private static func noteRows(_ layout: Layout) -> Int { layout.page.size.rows < 12 ? 0 : 5 }

  static func listRows(_ layout: Layout) -> Int {
    max(0, layout.page.size.rows - 2 - noteRows(layout))
  }

  // MARK: Drawing

  func draw(_ drawing: inout Drawing) {
    let area = drawing.layout.page
    let rows = drawing.facts.contexts(with: sought)
    drawTop(rows, in: area, &drawing)
    let plan = ContextColumns(drawing.state, width: area.size.columns)
    plan.drawHeadings(row: area.origin.row + 1, &drawing)
    let page = Self.listRows(drawing.layout)
    let top = firstRow(of: rows, drawing.layout)
    let shown = top..<min(rows.count, top + page)
    let first = area.origin.row + 2
    drawing.painter.place(cursor: Point(column: 0, row: first))
    for index in shown {
      plan.draw(
        rows[index], isSelected: rows[index] == selected, row: first + index - top, &drawing)
    }
    drawing.drawScrollMark(
      column: area.endColumn - 1, rows: first..<first + page, shown: shown, of: rows.count)
    if rows.isEmpty {
      drawing.put(
        [Span("no context has this in its name, profile, region, account or state", .textMuted)],
        column: 2, row: first, end: area.endColumn - 1)
    }
    drawNote(in: area, &drawing)
    drawSearch(in: area, &drawing)
  }

  /// How many there are, and how many rows of the list they make.
  private func drawTop(_ rows: [ContextID], in area: Rect, _ drawing: inout Drawing) {
    let roster = drawing.state.roster
    var words = [counted(roster.contexts.count, "context", "contexts")]
    if roster.hidden > 0 { words.append("\(grouped(roster.hidden)) hidden") }
    if rows.count < roster.contexts.count { words.append("\(grouped(rows.count)) listed here") }
    let text = words.joined(separator: ", ")
    drawing.put(
      [Span(text, .paneTitle)], column: 1, row: area.origin.row, end: area.endColumn - 1)
  }

  private func drawSearch(in area: Rect, _ drawing: inout Drawing) {
    let row = area.origin.row
    let start = area.size.columns / 2
    if let typing {
      drawing.put("/", column: start, row: row, style: Style(.hintKey))
      drawing.drawField(
        typing, column: start + 2, row: row, width: max(1, area.endColumn - start - 4),
        style: Style(.inputFocused), hasFocus: drawing.state.dialog == nil)
    } else if !sought.isEmpty {
      drawing.put(
        [Span("/ ", .hintKey), Span(sought, .inputText)], column: start, row: row,
        end: area.endColumn - 1)
    }
  }

  /// Where the selected context leads, and what is wrong with it, in whole as far as there is room.
  private func drawNote(in area: Rect, _ drawing: inout Drawing) {
    let rows = Self.noteRows(drawing.layout)
    guard rows > 0, let selected else { return }
    let first = area.endRow - rows
    drawing.painter.fill(
      Rect(column: 0, row: first, columns: area.size.columns, rows: 1),
      with: drawing.signs.rule, style: Style(.paneRule))
    let lines = drawing.facts.note(on: selected, columns: area.size.columns - 2)
    for (index, line) in lines.prefix(rows - 1).enumerated() {
      let isLast = index == rows - 2 && lines.count > rows - 1
      var end = area.endColumn - 1
      if isLast {
        let key = drawing.facts.keyName(.trouble, in: .contexts)
        end = drawing.put(
          trailing: [Span(" … ", .text), Span(key, .hintKey), Span(" shows it whole", .hintText)],
          row: first + 1 + index, end: end)
      }
      drawing.put(line, column: 1, row: first + 1 + index, end: end)
    }
  }
}
