import AWSCore
import FoundationEssentials
import Ground
import RDSExports
import Tracking

/// Whether to deliver a snapshot after a change.
enum Delivery: Sendable {
  case none, now
  /// A page among many: now if the last snapshot was a while ago, else with a later change.
  case batched
}

/// What a poller knows and does; only its queue changes it.
struct PollerState: Sendable {
  var plan: PollPlan
  var store: Store
  var trail: SiteTrail
  var duty: Duty
  var alarms = Alarms()
  var requests: [PollLane: Request] = [:]
  /// The next look at what the requests wait for.
  var waitWatch: Appointment?
  var waiting: Waiting?
  /// The visits of rounds that are under way.
  var visits: [PollLane: SiteVisit] = [:]
  let remembers: Bool
  /// The site whose past was asked for last.
  var recalling: SiteID?
  let context: ContextID
  var label: ContextLabel
  var troubles: [PollLane: Trouble] = [:]
  /// When a resting source of credentials is asked again (monotonic). A poll before that only looks
  /// at files.
  var restsUntil: [PollLane: Duration] = [:]
  var lastAnswer: Date?
  private var lastDelivery: Duration?
  private var lastReading: Moment?

  /// At most four snapshots a second while a sweep goes through its pages.
  private static let batchRest: Duration = .milliseconds(250)

  /// - Parameter remembers: Whether there is something that knows the tasks from before.
  init(
    context: ContextID, label: ContextLabel, policy: PollingPolicy, sites: Sites,
    remembers: Bool = false
  ) {
    self.remembers = remembers
    plan = PollPlan(policy: policy)
    trail = SiteTrail(sites)
    duty = Duty(sites)
    store = Store(site: trail.id, awaitsMemory: remembers)
    self.context = context
    self.label = label
  }

  /// Once the clock was set back, every answer would seem older than what is known.
  mutating func noteClock(_ now: Moment) {
    defer { lastReading = now }
    guard let lastReading else { return }
    let passed = now.monotonic - lastReading.monotonic
    let back = passed.seconds - now.wall.timeIntervalSince(lastReading.wall)
    guard back > 1 else { return }
    store.clockWasSetBack(by: back)
    plan.clockWasSetBack(at: now)
    lastAnswer?.addTimeInterval(-back)
    for lane in PollLane.allCases { troubles[lane]?.since.addTimeInterval(-back) }
  }

  mutating func cancelUnwanted() {
    for (lane, request) in requests where !plan.wants(request.poll) {
      request.task.cancel()
      requests[lane] = nil
    }
  }

  mutating func absorb(_ task: ExportTask, _ observation: Observation, at now: Moment) {
    store.merge([task], observation, seenAt: now.wall, from: .operation)
    plan.activeTasksChanged(to: store.active)
  }

  /// Takes in what came back; a result of an older generation is dropped.
  mutating func answered(
    _ reply: Reply, to poll: Poll, at now: Moment, random: Double
  ) -> Delivery {
    guard plan.wants(poll) else { return .none }
    requests[poll.lane] = nil
    restsUntil[poll.lane] = nil
    if let visit = reply.visit {
      let before = trail
      switch trail.note(visit, answered: reply.account, hasRows: store.count > 0) {
      case .same: break
      case .moved:
        leaveSite(before)
        begin(at: visit, now)
        join(at: now)
        return .now
      case .unsure:
        // Rows of an unknown account must not mix with those of another.
        if case .success = reply.result { return holdBack(poll, at: now, random: random) }
      }
      label = visit.label
      if let account = trail.site?.account, !trail.isUnsure { visit.learn(account) }
      if join(at: now) == .standsBy { return .now }
    }
    switch reply.result {
    case nil:
      plan.wasNotAsked(poll, at: now)
      return .none
    case .success(let page):
      if poll.lane == plan.leadingLane { noteSuccess() }
      visits[poll.lane] = reply.visit
      return answered(page, of: poll, at: now, random: random)
    case .failure(let error):
      visits[poll.lane] = nil
      if poll.lane == plan.leadingLane { noteFailure(error, at: now) }
      let failure = PollFailure(error)
      plan.failed(poll, failure, at: now, random: random)
      if case .resting(let end) = failure { restsUntil[poll.lane] = end }
      // Refused filters are no trouble: the sweep does without them.
      if failure == .filtersRefused {
        troubles[poll.lane] = nil
      } else {
        note(error, in: poll.lane, at: now)
      }
      return .now
    }
  }

  /// Another site answers now: everything known belongs to the one before.
  mutating func begin(at visit: SiteVisit, _ now: Moment) {
    label = visit.label
    if let account = trail.site?.account { visit.learn(account) }
    begin(with: nil)
    visits = [:]
    troubles = [:]
    restsUntil = [:]
    lastAnswer = nil
    plan.restart(at: now)
  }

  /// The keys have changed and nobody says whose they are: the rows stay as they were.
  private mutating func holdBack(
    _ poll: Poll, at now: Moment, random: Double
  ) -> Delivery {
    visits[poll.lane] = nil
    plan.failed(poll, .setup, at: now, random: random)
    troubles[poll.lane] = .unknownAccount(since: troubles[poll.lane], now)
    return .now
  }

  private mutating func answered(
    _ page: ExportTaskPage, of poll: Poll, at now: Moment, random: Double
  ) -> Delivery {
    store.merge(page.tasks, page.observation, seenAt: now.wall, from: poll.source)
    let isLeading = poll.lane == plan.leadingLane
    let advance = plan.answered(poll, with: page, active: store.active, at: now, random: random)
    troubles[poll.lane] = nil
    if lastAnswer == nil { lastAnswer = now.wall }
    if advance != .goesOn { visits[poll.lane] = nil }
    switch advance {
    case .goesOn where poll.lane == .sweep:
      return poll.isContinued ? .batched : .now
    case .goesOn, .roundOver:
      if isLeading { lastAnswer = now.wall }
      return .now
    case .sweepOver(let begun):
      if isLeading { lastAnswer = now.wall }
      store.endSweep(begunAt: begun.wall)
      plan.activeTasksChanged(to: store.active)
      return .now
    case .markerRepeated(let marker):
      note(.repeatedMarker(marker), in: poll.lane, at: now)
      return .now
    case .tooLong(let pages, let tasks):
      note(.listTooLong(pages: pages, tasks: tasks), in: poll.lane, at: now)
      return .now
    }
  }

  mutating func note(_ error: ExportTasksError, in lane: PollLane, at now: Moment) {
    var trouble = Trouble(error, since: now.wall)
    if let known = troubles[lane], known.kind == trouble.kind { trouble.since = known.since }
    troubles[lane] = trouble
  }

  /// The snapshot to deliver, if any.
  mutating func delivered(_ delivery: Delivery, at now: Moment) -> (Snapshot, Changes)? {
    if duty.isHandingOver { return nil }
    switch delivery {
    case .none: return nil
    case .batched:
      if let lastDelivery, now.monotonic - lastDelivery < Self.batchRest { return nil }
    case .now: break
    }
    lastDelivery = now.monotonic
    let version = duty.sites.nextVersion()
    guard duty.leader == nil else { return (standby(version: version), Changes()) }
    return store.snapshot(
      of: context, label: label, site: trail.site, version: version, feed: feed)
  }

  /// The next time that AWS, or the source of its credentials, is really asked.
  private var nextPoll: Duration? {
    guard let due = plan.due(of: plan.leadingLane)?.monotonic else {
      return plan.isPaused ? nil : restsUntil[plan.leadingLane]
    }
    return max(due, restsUntil[plan.leadingLane] ?? due)
  }

  private var feed: Feed {
    Feed(
      lastAnswer: lastAnswer, serverAhead: store.serverAhead, interval: plan.interval,
      nextPoll: nextPoll, isPaused: plan.isPaused,
      sweeping: plan.sweeping, hasSwept: store.hasSwept,
      mayHaveMissed: plan.mayHaveMissed, filtersIgnored: plan.areFiltersIgnored,
      isThrottled: plan.isThrottled,
      isAccountUnsure: trail.isUnsure,
      trouble: plan.leadingLane == .fast
        ? troubles[.fast] ?? troubles[.sweep] : troubles[.sweep],
      waiting: waiting)
  }
}

/// A site whose past is to be asked for.
struct PastToRecall: Sendable {
  var id: SiteID
  var site: Site
}

/// What is known from before, and for later. Under a wrong account it would be worse than nothing.
extension PollerState {
  /// Another store takes the place of the one that was there.
  mutating func begin(with other: Store? = nil) {
    store = other ?? Store(site: trail.id, awaitsMemory: remembers)
    // The past of a store that is on its way to another context may not have reached it.
    recalling = nil
  }

  private var sureSite: Site? {
    guard let site = trail.site, site.account != nil, !trail.isUnsure else { return nil }
    return site
  }

  /// Each site's past is asked for once, as soon as it is known whose tasks these are.
  mutating func takePastToRecall() -> PastToRecall? {
    guard duty.leader == nil, store.isMemoryAwaited, recalling != trail.id, let site = sureSite
    else { return nil }
    recalling = trail.id
    return PastToRecall(id: trail.id, site: site)
  }

  /// - Returns: Whether it is still the same site.
  mutating func restore(_ memories: [TaskMemory], of id: SiteID) -> Bool {
    guard trail.id == id, store.isMemoryAwaited else { return false }
    store.restore(memories)
    return true
  }

  mutating func takeMemories() -> [TaskMemory] {
    sureSite.map { store.takeMemories(of: $0) } ?? []
  }
}

extension Poll {
  fileprivate var source: Store.Source {
    switch question {
    case .active: .fastLane
    case .leavers: .leavers
    case .everything: .sweep
    }
  }
}
