import Canvas
import Foundation
import Ground
import Listing
import Planning
import RDSExports
import Tracking

@testable import Dashboard

/// A dashboard without a screen: keys, data and time go in, the state and what it wants come out.
struct Script {
  static let context = ContextID(1)
  /// A context's site has its number, until a test says otherwise.
  static let site = SiteID(1)
  static let place = Site(
    endpoint: "https://rds.eu-west-1.amazonaws.com", region: "eu-west-1", partition: "aws",
    account: "123456789012")
  static let label = ContextLabel(profile: "prod", region: "eu-west-1")
  static let start = Date(timeIntervalSince1970: 1_795_348_800)

  var state: State
  var moment = Moment(wall: start, monotonic: .seconds(1000))
  /// What the last step asked for, besides what is to be remembered.
  var effects: [Effect] = []
  /// What was to be remembered so far, and whose past was asked for.
  var remembered: [Event] = []
  var recalls: [Site] = []
  /// The alerts that were told on this screen.
  var noted: [AlertKey] = []
  /// What was looked up so far, by ticket.
  var looks: [Int: Lookup] = [:]
  /// The lookups that were stopped, by ticket.
  var stopped: [Int: Lookup] = [:]
  private var version = 0

  init(
    _ tasks: [TrackedTask] = [], rows: Int = 25, columns: Int = 100,
    settings: Settings = Settings(themeNames: ["default", "light", "mono"]),
    isProduction: Bool = false
  ) {
    state = State(settings: settings, size: Size(columns: columns, rows: rows))
    state.watch = WatchSet([
      Watched(id: Self.context, label: Self.label, isProduction: isProduction)
    ])
    if !tasks.isEmpty { data(tasks) }
  }

  // MARK: Steps

  mutating func send(_ message: Message, isMoreThere: Bool = false) {
    effects = []
    for effect in update(&state, message, isMoreThere: isMoreThere, at: moment) {
      switch effect {
      case .remember(let events): remembered += events
      case .recall(let site): recalls.append(site)
      case .noteAlerts(let keys): noted += keys
      case .look(let ticket, _, _, let lookup): looks[ticket] = lookup
      case .stopLooking(let tickets): for ticket in tickets { stopped[ticket] = looks[ticket] }
      default: effects.append(effect)
      }
    }
  }

  /// What there is was drawn in no time, and long enough ago to be read by the next key.
  private mutating func draw() {
    state.wasShown(after: moment.monotonic, at: moment.monotonic - State.hesitation)
  }

  /// Each key a tenth of a second after the one before.
  mutating func press(_ keys: Key...) {
    var all: [Effect] = []
    for key in keys {
      draw()
      wait(.milliseconds(100))
      send(.input(.key(key)))
      all += effects
    }
    effects = all
  }

  /// The characters of a text, one after the other.
  mutating func type(_ text: String) {
    var all: [Effect] = []
    for character in text {
      press(.character(character))
      all += effects
    }
    effects = all
  }

  /// The form of a new export, on no row.
  mutating func openEmptyForm() {
    state.list.selected = nil
    press(.character("n"))
  }

  /// Keys that were read together, at the moment of the last one.
  mutating func pressTogether(_ keys: Key...) { pressTogether(keys) }

  mutating func pressTogether(_ keys: [Key]) {
    draw()
    wait(.milliseconds(100))
    var all: [Effect] = []
    for (index, key) in keys.enumerated() {
      send(.input(.key(key)), isMoreThere: index + 1 < keys.count)
      all += effects
    }
    effects = all
  }

  mutating func paste(_ text: String) {
    wait(.milliseconds(100))
    send(.input(.paste(text)))
  }

  /// Time passes and nobody notices.
  mutating func wait(_ time: Duration) {
    moment.monotonic += time
    moment.wall += time.seconds
  }

  /// Time passes, and the screen wakes when the state wants it to.
  mutating func idle(_ time: Duration) {
    let end = moment.monotonic + time
    while let due = state.nextDue(at: moment), due <= end {
      wait(due - moment.monotonic)
      send(.input(.due))
    }
    wait(end - moment.monotonic)
  }

  /// A new snapshot of a context; a task that is the same object has not changed.
  /// - Parameter changes: What is said of them besides.
  mutating func data(
    _ tasks: [TrackedTask], context: ContextID = Script.context, id: SiteID? = nil,
    site: Site = Script.place, label: ContextLabel = Script.label, hasSwept: Bool = true,
    isAccountUnsure: Bool = false,
    trouble: Trouble? = nil, changes: Changes = Changes(),
    feed change: (inout Feed) -> Void = { _ in }
  ) {
    let id = id ?? SiteID(context.number)
    version += 1
    let before = state.snapshots[context]?.tasks ?? TrackedTasks()
    let newest = TrackedTasks(tasks)
    var feed = Feed(
      lastAnswer: moment.wall, hasSwept: hasSwept, isAccountUnsure: isAccountUnsure,
      trouble: trouble)
    change(&feed)
    send(
      .snapshot(
        Snapshot(
          context: context, label: label, id: id, site: site,
          version: version, tasks: newest, feed: feed),
        changes.of(newest, after: before)))
  }

  // MARK: What is seen

  var names: [String] { state.list.rows.map(\.id.identifier) }
  var leaving: [String] {
    state.list.rows.filter(\.isLeaving).map(\.id.identifier)
  }
  var selected: String? { state.list.selected?.identifier }
  /// The line of the list that the selected task is on.
  var line: Int? { state.list.selectedIndex.map { $0 - state.list.top } }
  var marked: Set<String> { Set(state.list.marks.map(\.identifier)) }
  var said: [String] { state.notices.map(\.text) }

  /// Whether the state wants to be woken for nothing but the end of tonight's window.
  var waitsForTonightAlone: Bool {
    let evening = state.tonights.values.map(\.window.upperBound).min() ?? .distantFuture
    let rest = state.nextDue(at: moment).map { ($0 - moment.monotonic).seconds } ?? .infinity
    return rest > evening.timeIntervalSince(state.serverNow(moment)) - 1
  }

  var cancelDialog: CancelDialog? { state.dialog as? CancelDialog }
  var form: StartForm? {
    state.dialog as? StartForm ?? (state.dialog as? StartQuestion)?.form
  }
  /// Whether the summary of a new export waits for its confirmation.
  var asksForStart: Bool { state.dialog is StartQuestion }

  /// What the last step wants canceled and started, wherever.
  var cancels: [TaskID] {
    effects.compactMap { effect in
      guard case .act(_, let site, _, .cancel(let identifier), _) = effect else { return nil }
      return TaskID(site: site, identifier: identifier)
    }
  }
  var starts: [StartExportTaskRequest] {
    effects.compactMap { effect in
      guard case .act(_, _, _, .start(let request), _) = effect else { return nil }
      return request
    }
  }

  /// What the last step wants done with what waits.
  var edits: [QueueOrder] {
    effects.compactMap { if case .queue(let order, at: _, _) = $0 { order } else { nil } }
  }

  /// What the last step wants to wait in the queue.
  var enqueued: [QueueingOrder] {
    effects.flatMap { effect -> [QueueingOrder] in
      if case .enqueue(let orders) = effect { orders } else { [] }
    }
  }

  /// AWS's answer to a cancel that was sent; nothing where none was.
  mutating func answerCancel(of id: TaskID, _ result: Result<ExportTask, ExportTasksError>) {
    let ticket = state.acting.first {
      $0.value.site == id.site && $0.value.shown == Script.place
        && $0.value.action == .cancel(id.identifier)
    }?.key
    guard let ticket else { return }
    send(.acted(ticket: ticket, result))
  }

  func says(_ words: String) -> Bool { said.contains { $0.contains(words) } }
}

extension Row {
  init(task: TrackedTask) { self.init(item: .task(task)) }

  /// For lists in which nothing waits.
  var task: TrackedTask {
    guard let task = item.task else { preconditionFailure("\(id.identifier) waits in the queue") }
    return task
  }
}

/// A task as tests need it.
func task(
  _ identifier: String, _ status: ExportTaskStatus? = .inProgress, percent: Int? = nil,
  started: TimeInterval? = nil, ended: TimeInterval? = nil, gigabytes: Int? = nil,
  source: String? = nil, context: ContextID = Script.context, warning: String? = nil,
  progress: ProgressEvidence = .none, change: (inout ExportTask) -> Void = { _ in }
) -> TrackedTask {
  var export = ExportTask(exportTaskIdentifier: identifier)
  export.status = status
  export.percentProgress = percent
  export.taskStartTime = started.map { Script.start.addingTimeInterval($0) }
  export.taskEndTime = ended.map { Script.start.addingTimeInterval($0) }
  export.totalExtractedDataInGB = gigabytes
  export.warningMessage = warning
  export.sourceArn = source ?? "arn:aws:rds:eu-west-1:123456789012:snapshot:\(identifier)-source"
  change(&export)
  return TrackedTask(
    id: TaskID(site: SiteID(context.number), identifier: identifier), task: export,
    observedAt: Script.start, progress: progress)
}

func event(
  _ identifier: String?, _ kind: Event.Kind, at time: Date = Script.start,
  site: Site = Script.place
) -> Event {
  Event(site: site, task: identifier, at: time, kind: kind)
}

func id(_ identifier: String, context: ContextID = Script.context) -> TaskID {
  TaskID(site: SiteID(context.number), identifier: identifier)
}

/// Running tasks in the order in which the list shows them at first: a at 90 %, b at 89 %, …
func running(_ names: String...) -> [TrackedTask] {
  names.enumerated().map { task($0.element, percent: 90 - $0.offset) }
}

/// `count` running tasks `t000`, `t001`, …, in the order in which the list shows them at first.
func many(_ count: Int) -> [TrackedTask] {
  (0..<count).map { index in
    let digits = String(index)
    let name = "t" + String(repeating: "0", count: max(0, 3 - digits.count)) + digits
    return task(name, .complete, ended: -Double(index))
  }
}
