import Ground

extension State {
  /// Opens the details, turns their pages, or gives the keys back to the list.
  mutating func turnDetails(_ action: Action) {
    guard var pane = details else {
      details = DetailsState(page: action == .json ? .json : .overview)
      keepSelectionVisible()
      return
    }
    let before = pane.page
    switch action {
    case .details: pane.hasFocus.toggle()
    case .nextPage: pane.page = pane.page.next
    case .previousPage: pane.page = pane.page.previous
    case .page1: pane.page = .overview
    case .page2: pane.page = .json
    case .page3: pane.page = .events
    case .json:
      pane.page = .json
      pane.hasFocus = true
    default: break
    }
    if pane.page != before { pane.scroll = 0 }
    details = pane
  }

  mutating func scrollDetails(_ action: Action, at moment: Moment) {
    guard let pane = details else { return }
    let last = max(0, detailsExtent(at: moment) - layout.detailsRows)
    let top = Scroll(page: layout.detailsRows, last: last).moved(pane.scroll, action)
    details?.scroll = top
  }
}

/// A text that is longer than its window, or a menu with its selected entry.
struct Scroll {
  /// The rows of the window.
  var page: Int
  /// The line that is at the top when the end of the text is in sight.
  var last: Int

  /// The line at the top, or the selected entry, after a key.
  func moved(_ top: Int, _ action: Action) -> Int {
    let page = max(1, page)
    // The text may have become shorter, or its window larger.
    let top = min(max(0, top), last)
    let moved =
      switch action {
      case .up: top - 1
      case .down: top + 1
      case .pageUp: top - page
      case .pageDown: top + page
      case .halfPageUp: top - max(1, page / 2)
      case .halfPageDown: top + max(1, page / 2)
      case .first: 0
      case .last: last
      default: top
      }
    return min(max(0, moved), last)
  }
}
