import Canvas
import Tracking

/// What happened in all contexts, newest first: to tasks, to the way to AWS, and what was done here.
struct EventsPage: Page {
  var below: (any Page)?
  /// The event with the cursor; nil for the newest.
  private var selected: Event?
  /// The line that is shown first.
  private var top = 0
  /// What every event that is shown has in it; empty for all.
  private(set) var sought = ""
  /// What is being typed after `/`.
  private var typing: TextField?

  /// What events are about that are shown; nil for all.
  private(set) var group: EventGroup?
  /// Whether each step of a task's progress is shown.
  private(set) var isUnfolded = false

  func place(_ state: State) -> Place { typing == nil ? .events : .search }

  /// What narrows the events now: half of a word does already.
  private var words: String { typing?.text ?? sought }
  private var search: EventSearch { EventSearch(words, only: group) }
  private var isNarrowed: Bool { group != nil || !words.isEmpty }

  private func table(_ facts: Facts) -> EventTable {
    facts.eventTable(search, isFolded: !isUnfolded)
  }

  mutating func take(_ key: Key?, _ action: Action?, _ facts: inout Facts) -> PageOutcome {
    if typing != nil {
      type(key, action)
      show(in: table(facts), rows: facts.eventArea.rows)
      return .stay
    }
    switch action {
    case .closeOne where !sought.isEmpty: sought = ""
    case .closeOne where group != nil: group = nil
    case .closeOne: return .close
    case .nextPage: group = EventGroup.next(after: group, by: 1)
    case .previousPage: group = EventGroup.next(after: group, by: -1)
    case .fold: isUnfolded.toggle()
    case .search: typing = TextField(sought)
    case .goTo:
      let table = table(facts)
      return table.isEmpty ? .stay : .goTo(table[index(in: table)])
    case .up, .down, .first, .last, .pageUp, .pageDown, .halfPageUp, .halfPageDown:
      guard let action else { return .stay }
      let table = table(facts)
      guard !table.isEmpty else { return .stay }
      let scroll = Scroll(page: facts.eventArea.rows, last: table.count - 1)
      let moved = scroll.moved(index(in: table), action)
      // At the top, the cursor stays with what is newest.
      selected = moved == 0 ? nil : table[moved]
    default: return action.map(PageOutcome.perform) ?? .stay
    }
    show(in: table(facts), rows: facts.eventArea.rows)
    return .stay
  }

  private mutating func type(_ key: Key?, _ action: Action?) {
    switch action {
    case .closeOne: typing = nil
    case .confirm:
      sought = words
      typing = nil
    default:
      guard let key, var field = typing, field.apply(key) else { return }
      typing = field
    }
  }

  mutating func paste(_ text: String) -> PageOutcome {
    typing?.paste(text)
    return .stay
  }

  private func index(in table: EventTable) -> Int { selected.flatMap(table.index(of:)) ?? 0 }

  /// Scrolls as little as is needed to show the selected event, with its day where it is the first.
  private mutating func show(in table: EventTable, rows: Int) {
    top = shownTop(in: table, rows: rows)
  }

  private func shownTop(in table: EventTable, rows: Int) -> Int {
    guard !table.isEmpty else { return 0 }
    let index = index(in: table)
    let line = table.line(of: index)
    let first = index == 0 ? 0 : table.isFirstOfDay(index) ? line - 1 : line
    var top = min(top, first)
    if line >= top + rows { top = line - rows + 1 }
    return min(max(0, top), max(0, table.lineCount - rows))
  }

  func draw(_ drawing: inout Drawing) {
    let table = table(drawing.facts)
    let area = drawing.facts.eventArea
    drawing.drawEventsTitle(table, only: group, isNarrowed: isNarrowed)
    drawing.drawForgetfulness(row: area.top - 1)
    if table.isEmpty {
      drawing.drawNoEvents(search, isNarrowed: isNarrowed, area)
    } else {
      drawing.drawEvents(
        table, selected: index(in: table), top: shownTop(in: table, rows: area.rows), area)
    }
    drawing.drawSought(typing, sought, row: area.searchRow)
  }
}
