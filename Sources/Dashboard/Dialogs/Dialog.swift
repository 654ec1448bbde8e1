import Canvas
import Ground
import Listing
import Planning
import RDSExports
import Tracking

/// What lies over the list and has the keys. Each dialog has its own state, place, keys, text and
/// looks. `DialogRunner` has what is common to all.
protocol Dialog: Sendable {
  /// Where the key table looks up its keys.
  var place: Place { get }
  /// Whether it asks about something that acts outside the screen, or that a call to AWS waits for.
  /// Such a dialog has to be read before it takes keys, and a key that means nothing to it closes
  /// it.
  var isQuestion: Bool { get }
  /// What shows again when it is closed.
  var below: (any Dialog)? { get }
  /// Where it looks things up: once no open dialog does so at a site, what is under way there is
  /// stopped.
  var sitesLookedUp: Set<SiteID> { get }

  /// The largest part of the screen that it may take.
  func rect(in layout: Layout) -> Rect
  /// - Parameters:
  ///   - action: What the key means in its place, by the key table.
  ///   - facts: What is known, read-only: a dialog changes things through its outcome.
  mutating func take(_ key: Key, _ action: Action?, _ facts: Facts, at moment: Moment) -> Outcome
  mutating func paste(_ text: String)
  func draw(_ drawing: inout Drawing)

  /// Whether a key of its place does nothing right now, so that no hint shows it.
  func isOff(_ action: Action, _ facts: Facts) -> Bool
}

extension Dialog {
  var isQuestion: Bool { false }
  var below: (any Dialog)? { nil }
  var sitesLookedUp: Set<SiteID> { [] }
  mutating func paste(_ text: String) {}
  func isOff(_ action: Action, _ facts: Facts) -> Bool { false }
}

/// What a key did in a dialog.
enum Outcome {
  case stay
  /// The key means nothing here.
  case unknown
  case close
  case replace(any Dialog)
  /// It stays open, and something is done.
  case run([Effect])
  /// It stays open, and this is decided.
  case decide(Decision)
  /// It closes with this decision.
  case end(Decision)
}

/// What a dialog wants done once it is closed.
enum Decision {
  /// What a key of the place below would do.
  case perform(Action)
  case sort(by: ColumnID)
  /// Back to the earlier theme; nil if that is the one on the screen.
  case takeThemeBack(to: String?)
  /// What a key of the copy menu does, for a task.
  case copy(Action, of: TaskID)
  /// The tasks, their sites as the question showed them, and whether a word was typed.
  case cancel([TaskID], shown: [SiteID: Site], hasWord: Bool)
  case start(StartForm, hasWord: Bool)
  case startAll(StartBatch, hasWord: Bool)
  /// Whether several exports are of the newest snapshots, instead of those of their originals.
  case repeatNewest(Bool)
  /// The field that has the focus was entered.
  case enterField
  /// The list of the field that has the focus is entered.
  case enterList
  /// What was taken for the field that has the focus is enough to ask for the start.
  case submit
  /// A source was chosen.
  case fillFromSource
  /// The form that was left comes back.
  case bringFormBack
  /// Checks a form, and asks whether to start it.
  case check(StartForm)
  /// Asks AWS again for what the dialog shows.
  case askAgain
  /// Keeps the form for the next time that one is opened.
  case keep(StartForm)
  /// The answer to a question; nil where there will be none.
  case answer(question: Int, String?)
  /// Watches one more context; its region as the dialog showed it.
  case watch(WatchRequest, in: String?)
  /// Shows a page in the browser.
  case openAddress(String)
  /// Lets an export wait in the queue instead of starting it.
  case enqueue(StartForm, hasWord: Bool)
  /// Does this to entries of the queue, as they were shown.
  case queue(QueueEdit, [QueueEntry], hasWord: Bool)
  case leave
  case acknowledge
  case acknowledgeOne(Alert)
  case mute
  /// Goes to a task in the list.
  case show(TaskID)
}
