import Canvas
import Ground
import Planning
import Tracking

/// What fills the screen between the title line and the hints, and has the keys while no dialog has
/// them. Each page is one file or folder: its state, its keys and its looks. `State.page` is the
/// one that is shown.
protocol Page: Sendable {
  /// The page that comes back when this one is closed; nil for the list.
  var below: (any Page)? { get set }

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

  /// Brings what the page keeps of the tasks up to date. It is called after every message.
  mutating func keep(_ state: State, at moment: Moment)

  /// Why the page has something against an action right now; nil if it hasn't.
  func reasonDisabled(_ action: Action) -> String?
}

extension Page {
  var below: (any Page)? {
    get { nil }
    set {}
  }

  mutating func keep(_ state: State, at moment: Moment) {}

  func reasonDisabled(_ action: Action) -> String? { nil }
}

/// What a key did on a page.
enum PageOutcome {
  case stay
  /// What the key means for the list and its selection.
  case perform(Action)
  /// Selects a task of the list.
  case select(TaskID)
  case editFilter(Key?, Action?)
  case pasteIntoFilter(String)
  /// Says why a key did nothing.
  case tell(String)
  /// Puts another page over this one.
  case open(any Page)
  /// To the export that the event is about.
  case goTo(Event)
  /// To the export that a row of the board is about.
  case goToRun(ExpectedRun)
  /// Back to the page below, or to the list.
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
    case .select(let id): selectOnPage(id, at: moment)
    case .tell(let words): notify(.info, words, at: moment)
    case .goTo(let event): goTo(event, at: moment)
    case .goToRun(let run): goTo(run, at: moment)
    case .open(var next):
      next.below = page
      page = next
    case .close: page = page.below ?? ListPage()
    }
    return []
  }

  /// Selects a task that a page shows: it passes the filter, but may still wait for its row.
  private mutating func selectOnPage(_ id: TaskID, at moment: Moment) {
    endRange()
    if list.index(of: id) == nil { releaseOrder(at: moment) }
    guard let row = list.index(of: id) else { return }
    select(row: row)
    touch(at: moment)
  }

  mutating func keepPage(at moment: Moment) {
    var page = page
    page.keep(self, at: moment)
    self.page = page
  }
}
