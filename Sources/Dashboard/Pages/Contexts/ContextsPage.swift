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
      selected = rows[RowsWithNote(facts.layout).moved(index, action, of: rows.count)]
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
    let index = rows.firstIndex { $0 == selected } ?? 0
    return RowsWithNote(layout).top(top, showing: index, of: rows.count)
  }

  // MARK: Drawing

  func draw(_ drawing: inout Drawing) {
    let area = drawing.layout.page
    let rows = drawing.facts.contexts(with: sought)
    drawTop(rows, in: area, &drawing)
    let plan = ContextColumns(drawing.state, width: area.size.columns)
    let lines = RowsWithNote(drawing.layout)
    plan.slots.drawHeadings(row: lines.headingsRow, &drawing)
    drawing.painter.place(cursor: Point(column: 0, row: lines.firstRow))
    let top = firstRow(of: rows, drawing.layout)
    lines.drawRows(from: top, of: rows.count, &drawing) { index, row, drawing in
      plan.slots.draw(isSelected: rows[index] == selected, row: row, &drawing) {
        $1.span($0, of: rows[index])
      }
    }
    if rows.isEmpty {
      drawing.put(
        [Span("no context has this in its name, profile, region, account or state", .textMuted)],
        column: 2, row: lines.firstRow, end: area.endColumn - 1)
    }
    if let selected {
      let rest = [
        Span(" … ", .text), Span(drawing.facts.keyName(.trouble, in: .contexts), .hintKey),
        Span(" shows it whole", .hintText),
      ]
      let note = drawing.facts.note(on: selected, columns: lines.noteColumns)
      lines.draw(note: note, rest: rest, &drawing)
    }
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
}
