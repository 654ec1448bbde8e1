import Canvas
import Ground
import Listing
import RDSExports
import Tracking

/// What lies over the list and has the keys. Each is one file: its state, where it lies, its keys,
/// its text and its looks. What holds for all of them is in `DialogRunner`.
protocol Dialog: Sendable {
  /// Where the key table looks up its keys.
  var place: Place { get }
  /// Whether it asks for something that acts outside the screen, or that a call to AWS waits for: it
  /// has to be read before it hears, and a key that it does not know closes it.
  var isQuestion: Bool { get }
  /// What shows again once it is closed.
  var below: (any Dialog)? { get }

  /// The most that it may take of the screen.
  func rect(in layout: Layout) -> Rect
  /// - Parameters:
  ///   - action: What the key means in its place, by the key table.
  ///   - facts: What is known, read only: what is to change is told by the outcome.
  mutating func take(_ key: Key, _ action: Action?, _ facts: Facts, at moment: Moment) -> Outcome
  mutating func paste(_ text: String)
  func draw(_ drawing: inout Drawing)

  /// Whether a key of its place does nothing just now, so that no hint speaks of it.
  func isOff(_ action: Action) -> Bool
}

extension Dialog {
  var isQuestion: Bool { false }
  var below: (any Dialog)? { nil }
  mutating func paste(_ text: String) {}
  func isOff(_ action: Action) -> Bool { false }
}

/// What came of a key in a dialog.
enum Outcome {
  case stay
  /// The key means nothing here.
  case unknown
  case close
  case replace(any Dialog)
  /// It stays, and something is done.
  case run([Effect])
  /// It closes, and this is what was decided.
  case end(Decision)
}

/// What a dialog wants done once it is closed.
enum Decision {
  /// What a key of the place below would do.
  case perform(Action)
  case sort(by: ColumnID)
  /// Back to the theme that was there before; nil where it is the one that shows.
  case takeThemeBack(to: String?)
  /// What a key of the copy menu means, for a task.
  case copy(Action, of: TaskID)
  /// The tasks, and their sites as the question showed them.
  case cancel([TaskID], shown: [SiteID: Site])
  case start(StartForm)
  /// For the next time that a form is opened.
  case keep(StartForm)
  /// The answer to a question; nil where there will be none.
  case answer(question: Int, String?)
  case leave
}
