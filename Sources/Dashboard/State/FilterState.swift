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
  /// Whether what is being typed is not in force yet, since more keys of it are there already.
  var isBehind = false
  /// What the text was when `/` was opened: Esc goes back to it.
  public var before = ""
  /// What is wrong with the text that is being typed.
  public var problem: FilterProblem?
  /// Earlier filters, newest last; bounded.
  public var history: [String] = []
  /// The entry of `history` that is being looked at; nil while a text of one's own is typed.
  var historyIndex: Int?
  /// What had been typed before the history was opened.
  var draft = ""
  /// What was selected when `/` was opened: it is selected again whenever it is listed.
  var selectedBefore: TaskID?

  public init() {}
}
