import RDSExports
import Tracking

/// What lies over the list and has the keys.
public enum Overlay: Sendable {
  /// Every key and its places, from the key table.
  case help(scroll: Int)
  /// What can be done here and why the rest can't: `selected` is an index into the key table's
  /// entries for the place below.
  case actions(selected: Int)
  /// `selected` is an index into `Column.allCases`.
  case sort(selected: Int)
  /// Themes are tried as the selection moves; Esc goes back to `before`.
  case themes(selected: Int, before: String)
  case cancel(CancelDialog)
  case start(StartForm)
  case question(QuestionDialog)
}

/// A cancel that waits for its confirmation.
public struct CancelDialog: Sendable {
  /// What would be canceled, by identity; statuses are checked again at the moment of confirming.
  public var tasks: [TaskID]
  /// The sites of those tasks as the dialog shows them: nothing is canceled elsewhere.
  public var shown: [SiteID: Site]
  /// What has to be typed; nil where a key confirms.
  public var word: String?
  public var typed = TextField()
  /// Keys that were typed before this moment (monotonic) are not for this dialog.
  public var openedAt: Duration
  /// What was wrong with the last try to confirm.
  public var problem: String?

  public init(tasks: [TaskID], shown: [SiteID: Site], word: String?, openedAt: Duration) {
    self.tasks = tasks
    self.shown = shown
    self.word = word
    self.openedAt = openedAt
  }
}

/// The details pane.
public struct DetailsState: Hashable, Sendable {
  public enum Page: Int, CaseIterable, Hashable, Sendable { case overview, json, events }

  public var page: Page
  public var scroll: Int
  /// Whether the details have the keys (else the list has them and the pane follows it).
  public var hasFocus: Bool

  public init(page: Page = .overview, scroll: Int = 0, hasFocus: Bool = true) {
    self.page = page
    self.scroll = scroll
    self.hasFocus = hasFocus
  }
}

/// The filter line.
public struct FilterState: Sendable {
  /// The filter in force: the last one that parsed.
  public var active = Filter.all
  /// The text of the filter in force.
  public var text = ""
  /// While `/` is open: what is being typed.
  public var editing: TextField?
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
