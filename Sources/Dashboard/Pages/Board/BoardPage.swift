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
      let moved = RowsWithNote(facts.layout).moved(index(in: rows), action, of: rows.count)
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
    RowsWithNote(layout).top(top, showing: index(in: rows), of: rows.count)
  }

  // MARK: Drawing

  func draw(_ drawing: inout Drawing) {
    let area = drawing.layout.page
    let rows = drawing.facts.boardRows(holding: words)
    drawTop(rows, in: area, &drawing)
    let lines = RowsWithNote(drawing.layout)
    drawing.painter.place(cursor: Point(column: 0, row: lines.firstRow))
    guard !rows.isEmpty else {
      drawing.drawEmptyBoard(isNarrowed: !words.isEmpty, in: area, from: lines.firstRow)
      return
    }
    let plan = BoardColumns(rows, drawing.facts, width: area.size.columns)
    plan.slots.drawHeadings(row: lines.headingsRow, &drawing)
    let selected = index(in: rows)
    let top = lines.top(top, showing: selected, of: rows.count)
    lines.drawRows(from: top, of: rows.count, &drawing) { index, row, drawing in
      plan.slots.draw(isSelected: index == selected, row: row, &drawing) {
        $1.boardSpan($0, of: rows[index])
      }
    }
    let note = drawing.facts.boardNote(rows[selected], columns: lines.noteColumns)
    lines.draw(note: note, &drawing)
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
