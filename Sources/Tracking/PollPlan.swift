import FoundationEssentials
import Ground
import RDSExports

/// When a context is asked what: pure decisions, without a clock and without a network.
///
/// Whoever runs the plan makes the requests of `takeDue`, reports each result by `answered` or
/// `failed`, and looks again when `due(of:)` says.
public struct PollPlan: Sendable {
  public internal(set) var policy: PollingPolicy
  public internal(set) var isPaused = false
  /// Raised by everything that cancels what is under way.
  public internal(set) var generation = 0

  enum Stage: Sendable { case new, running, stopped }

  var filters = FilterTrust()
  var fast = LaneState()
  var sweep = LaneState()
  var fastRound = FastRound()
  var sweepRound = SweepRound()
  /// Lanes that were asked for by hand and so run although the plan is paused.
  var byHand: Set<PollLane> = []
  var somethingRuns = false
  /// By how much AWS's throttling slows the lanes down: 1, 2, 4 …
  var slowdown = 1
  var lastSweep: FinishedSweep?
  /// When a sweep was interrupted by a pause.
  var sweepInterrupted: Moment?
  /// When the fast lane last answered.
  var lastFastAnswer: Moment?
  /// The fast lane lay still while a sweep was under way: another is to follow it.
  var mustSweepAgain = false
  var stage = Stage.new
  private var lastNumber = 0

  public init(policy: PollingPolicy = PollingPolicy()) {
    self.policy = policy
  }

  /// Makes both lanes due; the sweep waits for the fast lane's first answer.
  public mutating func start(at now: Moment) {
    guard stage == .new else { return }
    stage = .running
    askAt(now, .fast)
    askAt(now, .sweep)
  }

  /// The requests that are to be made now. Each is under way from then on.
  public mutating func takeDue(at now: Moment) -> [Poll] {
    PollLane.allCases.compactMap { lane in
      guard mayAsk(lane), self[lane].underWay == nil, let due = self[lane].due,
        due.hasCome(at: now)
      else { return nil }
      return begin(lane, at: now)
    }
  }

  /// When a lane is to be looked at again; nil while it is under way, waits for the other lane, or
  /// rests until somebody asks.
  public func due(of lane: PollLane) -> Moment? {
    mayAsk(lane) && self[lane].underWay == nil ? self[lane].due : nil
  }

  /// Whether a result of this poll is still wanted.
  public func wants(_ poll: Poll) -> Bool {
    poll.generation == generation && self[poll.lane].underWay == poll
  }

  /// The server does not honour the filters, so the sweep is the only lane.
  public var areFiltersIgnored: Bool { filters.areIgnored }
  public var isThrottled: Bool { slowdown > 1 }
  /// Tasks read by the sweep that is under way; nil when none is, or while it is paused.
  public var sweeping: Int? {
    sweepRound.begun == nil || (isPaused && !byHand.contains(.sweep)) ? nil : sweepRound.walk.tasks
  }
  /// The lane that keeps the running tasks up to date.
  public var leadingLane: PollLane { areFiltersIgnored ? .sweep : .fast }

  subscript(lane: PollLane) -> LaneState {
    get { lane == .fast ? fast : sweep }
    set { if lane == .fast { fast = newValue } else { sweep = newValue } }
  }

  /// Makes a lane due, whatever rest it was in.
  mutating func askAt(_ due: Moment, _ lane: PollLane) {
    self[lane].due = due
    self[lane].restsSince = nil
  }

  private func mayAsk(_ lane: PollLane) -> Bool {
    guard stage == .running, !isPaused || byHand.contains(lane) else { return false }
    return switch lane {
    case .fast: !areFiltersIgnored
    case .sweep: areFiltersIgnored || (fast.hasAnswered && fast.failures == 0)
    }
  }

  private mutating func begin(_ lane: PollLane, at now: Moment) -> Poll {
    let (question, request) = lane == .fast ? fastRound.next : sweepRound.next
    lastNumber += 1
    let poll = Poll(
      lane: lane, question: question, request: request, generation: generation, number: lastNumber,
      begun: now, isContinued: self[lane].isInRound)
    if lane == .sweep, sweepRound.begun == nil { sweepRound.begun = now }
    self[lane].isInRound = true
    self[lane].underWay = poll
    self[lane].due = nil
    self[lane].restsSince = nil
    return poll
  }
}

struct LaneState: Sendable {
  var underWay: Poll?
  /// When the next request is to be made; nil while one is under way.
  var due: Moment?
  /// Since when the lane rests its usual rest, which changes with the interval and with what runs.
  var restsSince: Moment?
  /// In a row.
  var failures = 0
  var hasAnswered = false
  var isInRound = false
  /// In a row, because the list didn't end.
  var roundsGivenUp = 0
}

/// What one poll of the fast lane is made of: the active tasks, page by page, then the leavers.
struct FastRound: Sendable {
  /// AWS runs five exports at once; 10,000 are no list of those.
  var walk = PageWalk(limit: 10_000)
  var marker: String?
  var answered: Set<String> = []
  var sentAt: Date?
  var leavers: [String] = []

  var next: (Poll.Question, DescribeExportTasksRequest) {
    guard leavers.isEmpty else {
      let filter = ExportTaskFilter.exportTaskIdentifier(leavers)
      return (.leavers(leavers), DescribeExportTasksRequest(filters: [filter], maxRecords: 100))
    }
    let filter = ExportTaskFilter.status([.starting, .inProgress, .canceling])
    return (
      .active,
      DescribeExportTasksRequest(filters: [filter], marker: marker, maxRecords: 100)
    )
  }
}

/// A sweep over everything, page by page.
struct SweepRound: Sendable {
  var walk = PageWalk()
  var marker: String?
  var begun: Moment?
  /// The time that its requests took.
  var busy: Duration = .zero

  var next: (Poll.Question, DescribeExportTasksRequest) {
    (.everything, DescribeExportTasksRequest(marker: marker, maxRecords: 100))
  }
}
