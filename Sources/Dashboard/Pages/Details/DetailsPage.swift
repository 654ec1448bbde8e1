import Canvas
import Tracking

/// The details of the selected task on the whole screen, for what is too long for a pane.
struct DetailsPage: Page {
  var page: DetailsState.Page
  var reader = Reader()
  var below: (any Page)?

  init(page: DetailsState.Page) { self.page = page }

  func place(_ state: State) -> Place { reader.place }

  mutating func take(_ key: Key?, _ action: Action?, _ facts: inout Facts) -> PageOutcome {
    switch action {
    case .closeOne where !reader.isTyping: return .close
    case .nextPage: turn(to: page.next)
    case .previousPage: turn(to: page.previous)
    case .page1: turn(to: .overview)
    case .page2, .json: turn(to: .json)
    case .page3: turn(to: .events)
    case .nextFailed, .previousFailed:
      reader.begin()
      return action.map(PageOutcome.perform) ?? .stay
    default:
      let area = facts.layout.page
      let lines = facts.pageLines(page)
      guard !reader.take(key, action, lines, rows: area.size.rows - 1) else { return .stay }
      return action.map(PageOutcome.perform) ?? .stay
    }
    return .stay
  }

  mutating func paste(_ text: String) -> PageOutcome {
    reader.paste(text)
    return .stay
  }

  func reasonDisabled(_ action: Action) -> String? { reader.reasonDisabled(action) }

  private mutating func turn(to page: DetailsState.Page) {
    self.page = page
    reader.begin()
  }

  func draw(_ drawing: inout Drawing) {
    let area = drawing.layout.page
    let title = Rect(
      column: area.origin.column, row: area.origin.row, columns: area.size.columns, rows: 1)
    drawing.drawDetailsTitle(
      drawing.state.selectedItem, page: page, hasFocus: true, in: title, isBeside: false)
    let text = Rect(
      column: area.origin.column + 1, row: area.origin.row + 1,
      columns: area.size.columns - 2, rows: area.size.rows - 1)
    let lines = drawing.facts.pageLines(page)
    reader.draw(lines, in: text, &drawing)
  }
}

extension Facts {
  /// The lines of a page of details that fills the screen.
  fileprivate mutating func pageLines(_ page: DetailsState.Page) -> [[Span]] {
    guard let item = state.selectedItem else {
      return [[Span("no export is selected", .textMuted)]]
    }
    return detailLines(item, page, columns: pageColumns)
  }

  /// The columns for text on a page of details that fills the screen.
  var pageColumns: Int { layout.page.size.columns - 3 }
}
