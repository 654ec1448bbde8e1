import Canvas

/// The list of exports with its filter, and the details of the selected one below or beside it.
///
/// What it shows is in `State.list`, `State.filter` and `State.details`, because AWS's answers
/// change those whatever page is shown.
struct ListPage: Page {
  func place(_ state: State) -> Place {
    if state.filter.editing != nil { return .text }
    return state.details?.hasFocus == true ? .details : .list
  }

  func take(_ key: Key?, _ action: Action?, _ facts: inout Facts) -> PageOutcome {
    if facts.state.filter.editing != nil { return .editFilter(key, action) }
    return action.map(PageOutcome.perform) ?? .stay
  }

  func paste(_ text: String) -> PageOutcome { .pasteIntoFilter(text) }

  func draw(_ drawing: inout Drawing) {
    if let (trouble, feed) = drawing.facts.setupTrouble {
      drawing.drawSetup(trouble, feed: feed)
      return
    }
    drawing.drawSummary()
    drawing.drawTonight()
    drawing.drawList()
    drawing.drawRemarks()
    drawing.drawFilter()
    drawing.drawDetails()
  }
}
