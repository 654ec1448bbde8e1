import Canvas
import Ground
import Planning
import RDSExports
import Tracking

/// Everything that the screen knows. Messages change it through `update`, `view` draws it, and
/// `wasShown` tells it when a frame was on the screen.
public struct State: Sendable {
  public var settings: Settings
  /// What the keys mean.
  public var keymap = Keymap.standard
  public var size: Size
  /// What the terminal can do: what fits on a line depends on it.
  public var abilities = Abilities()
  public var watch = WatchSet() { didSet { roster.update(snapshots, watch) } }
  /// The newest snapshot of each context.
  public private(set) var snapshots: [ContextID: Snapshot] = [:]
  /// What follows from both.
  private(set) var roster = Roster()
  /// How many have stalled, as far as that was counted.
  var tally = Tally()
  var openRows: OpenRows?
  var keptRemarks: KeptRemarks?
  /// The contexts that the user added, and those that nobody watches any more.
  var addedContexts: Set<ContextID> = []
  var unwatched: Set<ContextID> = []
  /// What could be watched, too; nil until it was looked for.
  var foundProfiles: FoundProfiles?
  /// Which contexts were hidden before one was shown alone.
  var hiddenBefore: Set<ContextID>?
  public var list = ListState()
  public var filter = FilterState()
  public var details: DetailsState?
  /// The text of the page of details that is open.
  var detailText: DetailText?
  /// What fills the screen.
  var page: any Page = ListPage()
  /// What lies over the list: at most one dialog, and it has the keys.
  var dialog: (any Dialog)?
  /// Keys that were typed up to this moment (monotonic) are not for the dialog.
  var dialogHearsAfter = Duration.zero
  /// How far what an open question asks is on the screen.
  var questionChange = QuestionChange()
  public var notices: [Notice] = []
  public var alerts = AlertsState()
  /// What happened in all contexts, in the order of time; bounded.
  public var events: [Event] = []
  /// What is to be written down, or asked for, once the message is dealt with.
  var memory = MemoryState()
  /// Actions that were sent but not answered yet, by ticket.
  public var acting: [Int: PendingAction] = [:]
  /// Cancels that AWS accepted but no row shows yet: they are not sent again.
  var cancelAccepted: Set<TaskID> = []
  /// What has become of the cancels that were confirmed here.
  var cancelOutcomes: [TaskID: CancelOutcome] = [:]
  /// What was last copied of a task.
  var lastCopied: Action?
  public var nextTicket = 1
  /// The theme that was chosen for all contexts that have none of their own.
  public var themeName: String
  /// The theme that is on the screen, or was asked for.
  var themeShown: String
  /// The theme of a context that was asked for and not answered yet.
  var contextThemeAsked: String?
  /// What is wrong with the theme that was asked for.
  public var themeProblem: String?
  /// When the program leaves at the latest, monotonic; set while it waits for actions in flight.
  public var leavingBy: Duration?
  /// What waits for a slot.
  var queue = QueueState()
  /// The runs that are due, and how it stands with them.
  public var expected: ExpectedRuns
  /// What began in tonight's window, by site.
  var tonights: [SiteID: Tonight] = [:]
  /// What ended within a day, by site.
  var recentEnds: [SiteID: RecentEnds] = [:]
  /// What is wrong with the way to each site, as its events tell.
  var openTroubles: [SiteID: Trouble] = [:]
  /// Whether the user has paused polling.
  public var isPaused = false
  /// The fast lane's rest while something runs, as the user set it.
  public var interval: Duration
  /// The form that was closed before AWS accepted its export: it is offered in the next one.
  var keptForm: StartForm?
  /// Exports that are being put into the queue, by ticket.
  var queueing: [Int: StartForm] = [:]
  /// What was put into the queue here, by its numbers there.
  var queuedHere: Set<Int> = []
  /// The same until a report of the queue has them: where each was put.
  var queuedUnseen: [Int: Site] = [:]
  /// What is being taken out of the queue, by its numbers there, as it was when that was agreed to.
  var removing: [Int: QueueEntry] = [:]
  /// How many exports that wait the user has agreed to leave.
  var agreedToLeave = 0
  /// The number of the next yes.
  var nextAgreement = 1
  /// The exports that were started together last.
  var startBatch: StartBatch?
  /// What was looked up for new exports.
  var lookups = Lookups()
  /// What the user is asked, the oldest first; the first one may be on the screen.
  public var questions: [AskedQuestion] = []
  /// The task that was just started here: it is selected once it is listed.
  public var awaited: TaskID?

  /// The layout that the last letter came from; nil if that was a Latin one.
  var keyboard: KeyboardLayout?
  /// Whether it was said that letters of another layout count by their position.
  var isLayoutTold = false

  public init(settings: Settings, size: Size) {
    self.settings = settings
    self.size = size
    interval = settings.interval
    expected = ExpectedRuns(settings.expected)
    themeName = settings.themeNames.first ?? "default"
    themeShown = themeName
  }

  /// Puts newer snapshots in the place of those that are known, with one look at all contexts.
  mutating func put(_ newer: [Snapshot]) {
    let areAlike = newer.allSatisfy { $0.isAlike(snapshots[$0.context]) }
    for snapshot in newer { snapshots[snapshot.context] = snapshot }
    if areAlike {
      roster.count(snapshots)
    } else {
      roster.update(snapshots, watch)
    }
  }

  mutating func drop(_ context: ContextID) {
    snapshots[context] = nil
    roster.update(snapshots, watch)
  }
}

extension Snapshot {
  /// Whether the context is called the same and is in the same place at the same site as before.
  fileprivate func isAlike(_ before: Snapshot?) -> Bool {
    guard let before else { return false }
    return id == before.id && site == before.site && label == before.label
      && feed.standsBehind == nil && before.feed.standsBehind == nil
  }
}

/// What the program was told at its start and never changes afterwards.
public struct Settings: Hashable, Sendable {
  public var version: String
  /// Whether start and cancel are off.
  public var isReadOnly: Bool
  /// Whether this is the demo, which says so on its title line.
  public var isDemo: Bool
  /// The themes that can be chosen; the first is the one in use at the start.
  public var themeNames: [String]
  /// How many exports an account may run at once.
  public var slots: Int
  /// Whose slots are counted together for the queue.
  public var slotScope: SlotScope
  /// How many tasks one action may touch.
  public var maxActions: Int
  /// The fast lane's rest while something runs, at the start.
  public var interval: Duration
  /// When tonight begins.
  public var tonight: TimeOfDay
  /// Whether there is a desktop whose browser can be opened.
  public var hasBrowser = false
  /// The series that the user expects to run.
  public var expected: [ExpectedSeries]
  /// How new exports are called; nil for the name of the last one, with new dates.
  public var identifierTemplate: IdentifierTemplate?
  /// How much AWS is asked before an export is started.
  public var checks: Preflight.Level

  public init(
    version: String = "0.1.0", isReadOnly: Bool = false, isDemo: Bool = false,
    themeNames: [String] = ["default"], slots: Int = 5, maxActions: Int = 20,
    interval: Duration = .seconds(5),
    tonight: TimeOfDay = .evening, expected: [ExpectedSeries] = [],
    identifierTemplate: IdentifierTemplate? = nil, checks: Preflight.Level = .full,
    slotScope: SlotScope = .region
  ) {
    self.slotScope = slotScope
    self.checks = checks
    self.identifierTemplate = identifierTemplate
    self.expected = expected
    self.tonight = tonight
    self.version = version
    self.isReadOnly = isReadOnly
    self.isDemo = isDemo
    self.themeNames = themeNames
    self.slots = slots
    self.maxActions = maxActions
    self.interval = interval
  }
}
