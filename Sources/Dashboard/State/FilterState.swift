import Listing
import Tracking

/// The filter line.
public struct FilterState: Sendable {
  /// The filter in force: the last one that parsed.
  public var active = Filter.all
  /// The text of the filter in force.
  public var text = ""
  /// While `/` is open: what is being typed.
  public var editing: TextField?
  /// Whether the typed text is not in force yet, because more keys are already waiting.
  var isBehind = false
  /// The text when `/` was opened: Esc goes back to it.
  public var before = ""
  /// What is wrong with the typed text.
  public var problem: FilterProblem?
  /// What the typed text lacks, while typing on may still put it right.
  var lack: FilterProblem?
  /// Earlier filters, newest last; bounded.
  public var history: [String] = []
  /// The entry of `history` that is shown; nil while the user types a new text.
  var historyIndex: Int?
  /// What Tab goes through.
  var completing: Completing?
  /// What had been typed before the history was opened.
  var draft = ""
  /// Where the list was when `/` was opened.
  var placeBefore: ListPlace?

  public init() {}
}

/// Which row is selected, and where on the screen.
struct ListPlace: Hashable, Sendable {
  var selected: TaskID
  /// The screen line of the list that the row is on.
  var line: Int
}
