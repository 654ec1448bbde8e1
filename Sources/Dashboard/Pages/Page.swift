import Canvas
import Ground

/// What fills the screen between the title line and the hints, and has the keys while no dialog has
/// them. Each page is one file or folder: its state, its keys and its looks. `State.page` is the
/// one that is shown.
protocol Page: Sendable {
  /// Where the key table looks up its keys.
  func place(_ state: State) -> Place

  /// - Parameters:
  ///   - key: Nil where the action was chosen from a menu.
  ///   - action: What the key means in its place, by the key table.
  ///   - facts: What is known, read-only: a page changes things through its outcome.
  mutating func take(_ key: Key?, _ action: Action?, _ facts: inout Facts) -> PageOutcome
  /// A paste goes into the text field that has the keys, or nowhere.
  mutating func paste(_ text: String) -> PageOutcome
  func draw(_ drawing: inout Drawing)

  /// Why an action of the page's own can't be done right now; nil if it can, or isn't its own.
  func reasonDisabled(_ action: Action) -> String?
}

extension Page {
  func reasonDisabled(_ action: Action) -> String? { nil }
}

/// What a key did on a page.
enum PageOutcome {
  case stay
  /// What the key means for the list and its selection.
  case perform(Action)
  case editFilter(Key?, Action?)
  case pasteIntoFilter(String)
  /// Back to the list.
  case close
}

/// Runs the page that is shown.
extension State {
  mutating func press(_ key: Key?, _ action: Action?, onPageAt moment: Moment) -> [Effect] {
    var facts = Facts(self, at: moment)
    var page = page
    let outcome = page.take(key, action, &facts)
    self.page = page
    return carryOut(outcome, at: moment)
  }

  mutating func paste(_ text: String, onPageAt moment: Moment) {
    _ = carryOut(page.paste(text), at: moment)
  }

  private mutating func carryOut(_ outcome: PageOutcome, at moment: Moment) -> [Effect] {
    switch outcome {
    case .stay: break
    case .perform(let action): return perform(action, at: moment)
    case .editFilter(let key, let action): editFilter(key, action, at: moment)
    case .pasteIntoFilter(let text): pasteIntoFilter(text, at: moment)
    case .close: page = ListPage()
    }
    return []
  }
}
