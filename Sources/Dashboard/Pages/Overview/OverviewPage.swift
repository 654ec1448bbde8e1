import Canvas
import Tracking

/// Everything at a glance, big and calm: what runs and when it will be through, what failed and why.
/// As a wall it is what one leaves on a screen that others pass: without keys, and without account
/// numbers and ARNs.
struct OverviewPage: Page {
  var isWall = false
  /// How many of the lines that find no room are passed over.
  var scroll = 0

  func place(_ state: State) -> Place { .overview }

  mutating func take(_ key: Key?, _ action: Action?, _ facts: inout Facts) -> PageOutcome {
    switch action {
    case .closeOne: return .close
    case .overview where !isWall: return .close
    case .overview: isWall = false
    case .wall: isWall.toggle()
    case .up, .down, .first, .last, .pageUp, .pageDown, .halfPageUp, .halfPageDown:
      guard let action else { break }
      var drawing = Drawing(facts.state, at: facts.moment)
      let sections = drawing.overviewSections
      scroll = Scroll(page: sections.page, last: sections.lastScroll).moved(scroll, action)
    case let action?: return isWall && action != .leave ? .stay : .perform(action)
    case nil: break
    }
    return .stay
  }

  func paste(_ text: String) -> PageOutcome { .stay }

  func draw(_ drawing: inout Drawing) {
    drawing.painter.place(cursor: nil)
    drawing.drawOverviewHead()
    drawing.draw(drawing.overviewSections, scroll: scroll)
  }
}

extension State {
  /// Whether the wall is shown: it hides what others must not read.
  var isWall: Bool { (page as? OverviewPage)?.isWall == true }
}
