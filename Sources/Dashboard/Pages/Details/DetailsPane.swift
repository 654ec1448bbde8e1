import Canvas
import FoundationEssentials
import Listing
import RDSExports
import Tracking

extension Drawing {
  /// The details of the selected task: a title with its pages, and the page that is open.
  mutating func drawDetails() {
    guard let details = state.details, let area = layout.details else { return }
    let item = state.selectedItem
    drawDetailsTitle(
      item, page: details.page, hasFocus: details.hasFocus, in: area, isBeside: layout.isBeside)
    let left = layout.isBeside ? 2 : 1
    let inner = Rect(
      column: area.origin.column + left, row: area.origin.row + 1,
      columns: facts.detailColumns(of: area), rows: area.size.rows - 1)
    guard let item else {
      put(
        [Span("no export is selected", .textMuted)], column: inner.origin.column,
        row: inner.origin.row, end: inner.endColumn)
      return
    }
    let lines = facts.detailLines(item, details.page, columns: inner.size.columns)
    let top = min(max(0, details.scroll), max(0, lines.count - inner.size.rows))
    let shown = top..<min(lines.count, top + inner.size.rows)
    for index in shown {
      put(
        lines[index], column: inner.origin.column, row: inner.origin.row + index - top,
        end: inner.endColumn)
    }
    drawScrollMark(
      column: area.endColumn - 1, rows: inner.origin.row..<inner.endRow, shown: shown,
      of: lines.count)
  }

  mutating func drawDetailsTitle(
    _ item: Item?, page: DetailsState.Page, hasFocus: Bool, in area: Rect, isBeside: Bool
  ) {
    let row = area.origin.row
    let rule = Style(hasFocus ? .paneFocused : .paneRule)
    if isBeside {
      painter.fill(
        Rect(column: area.origin.column, row: row, columns: 1, rows: area.size.rows),
        with: hasFocus ? signs.strongUpright : signs.upright, style: rule)
    } else {
      painter.fill(
        Rect(column: area.origin.column, row: row, columns: area.size.columns, rows: 1),
        with: hasFocus ? signs.strongRule : signs.rule, style: rule)
    }
    let tabs = facts.tabSpans(page)
    let tabsStart = put(trailing: tabs, row: row, end: area.endColumn - 2, notBefore: 4)
    let titleStart = area.origin.column + (isBeside ? 1 : 3)
    let name = item.map { facts.name(of: $0) } ?? "details"
    let room = max(0, tabsStart - titleStart - 3)
    let shown = min(facts.width(name), room)
    guard shown > 0 else { return }
    put(" ", column: titleStart, row: row)
    put(
      name, column: titleStart + 1, row: row, width: shown,
      style: Style(hasFocus ? .paneTitle : .textMuted), cut: .middle)
    put(" ", column: titleStart + 1 + shown, row: row)
  }
}

extension Facts {
  /// How many lines the open page has at the pane's width.
  mutating func detailLineCount() -> Int {
    guard let details = state.details, let area = layout.details, let item = state.selectedItem
    else { return 0 }
    let columns = detailColumns(of: area)
    return detailLines(item, details.page, columns: columns).count
  }

  /// The columns for text in the pane.
  func detailColumns(of area: Rect) -> Int {
    area.size.columns - (layout.isBeside ? 2 : 1) - 2
  }

  mutating func detailLines(
    _ item: Item, _ page: DetailsState.Page, columns: Int
  ) -> [[Span]] {
    switch (item, page) {
    case (.task(let task), .overview): overviewLines(task, columns: columns)
    case (.task(let task), .json): detailText(task, page, columns: columns).below
    case (.task(let task), .events): eventLines(task, columns: columns)
    case (.waiting(let export), .overview): waitingLines(export, columns: columns)
    case (.waiting(let export), .json): jsonLines(export.described.task, columns: columns)
    case (.waiting(let export), .events): eventLines(export, columns: columns)
    }
  }

  fileprivate func tabSpans(_ open: DetailsState.Page) -> [Span] {
    var spans: [Span] = []
    for page in DetailsState.Page.allCases {
      let isOpen = page == open
      spans.append(
        isOpen ? Span("[\(page.title)]", .tabActive) : Span(" \(page.title) ", .tabInactive))
    }
    return spans
  }
}

extension DetailsState.Page {
  /// The word on the page's tab.
  var title: String {
    switch self {
    case .overview: "overview"
    case .json: "json"
    case .events: "events"
    }
  }
}
