import FoundationEssentials
import Ground
import RDSExports

/// Decides what a context is asked, and when. It is pure: it has no clock and no network.
///
/// Its caller makes the requests of `takeDue`, reports each result with `answered` or `failed`, and
/// looks again at the time that `due(of:)` gives.
public struct PollPlan: Sendable {
  public internal(set) var policy: PollingPolicy
  public internal(set) var isPaused = false
  /// Whether another context polls the site, so that nothing is due.
  public internal(set) var isStandingBy = false
  /// Goes up whenever what is under way is cancelled.
  public internal(set) var generation = 0

  enum Stage: Sendable { case new, running, stopped }

  var filters = FilterTrust()
  var fast = LaneState()
  var sweep = LaneState()
  var fastRound = FastRound()
  var sweepRound = SweepRound()
  /// Lanes that the user asked for, and that run although the plan is paused.
  var byHand: Set<PollLane> = []
  var somethingRuns = false
  /// The factor by which throttling slows the lanes down: 1, 2, 4 …
  var slowdown = 1
  var lastSweep: FinishedSweep?
  /// When a sweep was interrupted by a pause.
  var sweepInterrupted: Moment?
  /// When the fast lane last answered.
  var lastFastAnswer: Moment?
  /// The fast lane stood still while a sweep was under way: another sweep must follow it.
  var mustSweepAgain = false
  /// Whether something may have begun and ended while the fast lane stood still, and no whole sweep
  /// has looked for it since.
  public internal(set) var mayHaveMissed = false
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

  /// The requests to make now. They count as under way from now on.
  public mutating func takeDue(at now: Moment) -> [Poll] {
    PollLane.allCases.compactMap { lane in
      guard mayAsk(lane), self[lane].underWay == nil, let due = self[lane].due,
        due.hasCome(at: now)
      else { return nil }
      return begin(lane, at: now)
    }
  }

  /// When to look at a lane again; nil while it is under way, paused or waiting for the other lane.
  public func due(of lane: PollLane) -> Moment? {
    mayAsk(lane) && self[lane].underWay == nil ? self[lane].due : nil
  }

  /// Whether a result of this poll is still wanted.
  public func wants(_ poll: Poll) -> Bool {
    poll.generation == generation && self[poll.lane].underWay == poll
  }

  /// Whether the server does not honour the filters, so that the sweep is the only lane.
  public var areFiltersIgnored: Bool { filters.areIgnored }
  public var isThrottled: Bool { slowdown > 1 }
  /// How many tasks the sweep that is under way has read; nil if there is none, or while it is
  /// paused.
  public var sweeping: Int? {
    sweepRound.begun == nil || (isPaused && !byHand.contains(.sweep))
      ? nil : sweepRound.walk.entries
  }
  /// The lane that keeps the running tasks up to date.
  public var leadingLane: PollLane { areFiltersIgnored ? .sweep : .fast }

  subscript(lane: PollLane) -> LaneState {
    get { lane == .fast ? fast : sweep }
    set { if lane == .fast { fast = newValue } else { sweep = newValue } }
  }

  /// Makes a lane due at a moment, whatever it was waiting for.
  mutating func askAt(_ due: Moment, _ lane: PollLane) {
    self[lane].due = due
    self[lane].restsSince = nil
  }

  private func mayAsk(_ lane: PollLane) -> Bool {
    guard stage == .running, !isStandingBy, !isPaused || byHand.contains(lane) else {
      return false
    }
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
  /// When to make the next request; nil while one is under way.
  var due: Moment?
  /// When the lane's usual rest began, which changes with the interval and with what runs.
  var restsSince: Moment?
  /// In a row.
  var failures = 0
  var hasAnswered = false
  var isInRound = false
  /// In a row, because the list didn't end.
  var roundsGivenUp = 0
}

/// One round of the fast lane: the active tasks page by page, then the leavers.
struct FastRound: Sendable {
  /// AWS runs five exports at once: 10,000 can't be a list of active ones.
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
