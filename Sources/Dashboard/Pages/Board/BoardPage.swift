import Canvas
import Planning
import Tracking

/// The board of expected runs: of each series that runs as a rule or has to, the last good export, and
/// how it stands with the one that is due. What is in trouble comes first.
struct BoardPage: Page {
  /// What tells a row from others.
  struct RowID: Hashable {
    var site: SiteID
    var series: SeriesName
  }

  var below: (any Page)?
  /// By identity: rows change their places. Nil for the first one.
  private var selected: RowID?
  /// The row that is on the first line.
  private var top = 0
  /// What the rows that are shown have in them; empty for all.
  private(set) var sought = ""
  private var typing: TextField?

  /// - Parameter below: The page that comes back when this one is closed.
  init(below: (any Page)? = nil) { self.below = below }

  func place(_ state: State) -> Place { typing == nil ? .board : .search }

  /// What narrows the rows now: half of a word does already.
  private var words: String { typing?.text ?? sought }

  mutating func take(_ key: Key?, _ action: Action?, _ facts: inout Facts) -> PageOutcome {
    if typing != nil {
      type(key, action)
      settle(facts)
      return .stay
    }
    switch action {
    case .closeOne where !sought.isEmpty: sought = ""
    case .closeOne: return .close
    case .board: return .close
    case .search: typing = TextField(sought)
    case .goTo:
      let rows = facts.boardRows(holding: words)
      return rows.isEmpty ? .stay : .goToRun(rows[index(in: rows)])
    case .up, .down, .first, .last, .pageUp, .pageDown, .halfPageUp, .halfPageDown:
      let rows = facts.boardRows(holding: words)
      guard let action, !rows.isEmpty else { return .stay }
      let scroll = Scroll(page: Self.listRows(facts.layout), last: rows.count - 1)
      let moved = scroll.moved(index(in: rows), action)
      // At the top, the cursor stays with what is worst.
      selected = moved == 0 ? nil : rows[moved].rowID
    default: return action.map(PageOutcome.perform) ?? .stay
    }
    settle(facts)
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

  private func index(in rows: [ExpectedRun]) -> Int {
    selected.flatMap { id in rows.firstIndex { $0.rowID == id } } ?? 0
  }

  private mutating func settle(_ facts: Facts) {
    top = firstRow(of: facts.boardRows(holding: words), facts.layout)
  }

  /// The row that is on the first line, so that the selected one is in sight.
  private func firstRow(of rows: [ExpectedRun], _ layout: Layout) -> Int {
    let page = max(1, Self.listRows(layout))
    let index = index(in: rows)
    var top = min(max(0, top), max(0, rows.count - page))
    if index < top { top = index }
    if index >= top + page { top = index - page + 1 }
    return top
  }

  /// The lines for what is told of the selected row, below the rows.
  private static func noteRows(_ layout: Layout) -> Int { layout.page.size.rows < 12 ? 0 : 5 }

  private static func listRows(_ layout: Layout) -> Int {
    max(0, layout.page.size.rows - 2 - noteRows(layout))
  }

  // MARK: Drawing

  func draw(_ drawing: inout Drawing) {
    let area = drawing.layout.page
    let rows = drawing.facts.boardRows(holding: words)
    drawTop(rows, in: area, &drawing)
    let first = area.origin.row + 2
    drawing.painter.place(cursor: Point(column: 0, row: first))
    guard !rows.isEmpty else {
      drawing.drawEmptyBoard(isNarrowed: !words.isEmpty, in: area, from: first)
      return
    }
    let plan = BoardColumns(rows, drawing.facts, width: area.size.columns)
    plan.drawHeadings(row: area.origin.row + 1, &drawing)
    let page = Self.listRows(drawing.layout)
    let top = firstRow(of: rows, drawing.layout)
    let shown = top..<min(rows.count, top + page)
    let selected = index(in: rows)
    for index in shown {
      plan.draw(rows[index], isSelected: index == selected, row: first + index - top, &drawing)
    }
    drawing.drawScrollMark(
      column: area.endColumn - 1, rows: first..<first + page, shown: shown, of: rows.count)
    drawNote(of: rows[selected], in: area, &drawing)
  }

  /// How many rows there are in which state, and what is sought.
  private func drawTop(_ rows: [ExpectedRun], in area: Rect, _ drawing: inout Drawing) {
    let row = area.origin.row
    let half = area.size.columns / 2
    var end = area.endColumn - 1
    if let typing {
      drawing.put("/", column: half, row: row, style: Style(.hintKey))
      drawing.drawField(
        typing, column: half + 2, row: row, width: max(1, area.endColumn - half - 4),
        style: Style(.inputFocused), hasFocus: drawing.state.dialog == nil)
      end = half - 1
    } else if !sought.isEmpty {
      drawing.put(
        [Span("/ ", .hintKey), Span(sought, .inputText)], column: half, row: row, end: end)
      end = half - 1
    } else {
      let zone = Span(" \(drawing.moment.zone)", .textMuted)
      end = drawing.put(trailing: [zone], row: row, end: end)
    }
    drawing.put(drawing.facts.boardTitle(of: rows), column: 1, row: row, end: end)
  }

  /// What is so with the selected row, in sentences.
  private func drawNote(of run: ExpectedRun, in area: Rect, _ drawing: inout Drawing) {
    let count = Self.noteRows(drawing.layout)
    guard count > 0 else { return }
    let first = area.endRow - count
    drawing.painter.fill(
      Rect(column: 0, row: first, columns: area.size.columns, rows: 1),
      with: drawing.signs.rule, style: Style(.paneRule))
    let lines = drawing.facts.boardNote(run, columns: area.size.columns - 2)
    for (index, line) in lines.prefix(count - 1).enumerated() {
      drawing.put(line, column: 1, row: first + 1 + index, end: area.endColumn - 1)
    }
  }
}

extension ExpectedRun {
  fileprivate var rowID: BoardPage.RowID { BoardPage.RowID(site: site, series: series) }
}

extension State {
  /// Over the list or the overview; the list is below everything else.
  mutating func openBoard() {
    let isOverview = page is OverviewPage
    page = BoardPage(below: isOverview ? page : nil)
  }
}
