import AWSCore
import Dispatch
import FoundationEssentials
import Ground
import RDSExports
import Synchronization
import Tracking

/// The background poller of one context. It runs on a serial Dispatch queue of its own, fills a
/// store and delivers snapshots.
///
/// Every change is a block on that queue: it changes the state, begins the requests that are due,
/// cancels those that are no longer wanted and books the next alarm with the timekeeper.
public final class Poller: Sendable {
  let queue: DispatchQueue
  let timekeeper: any Timekeeper
  private let random: @Sendable () -> Double
  let visit: @Sendable () async throws(AWSError) -> SiteVisit
  private let memory: (any Remembering)?
  private let deliver: @Sendable (Snapshot, Changes) -> Void
  public let context: ContextID
  private let sites: Sites
  private let limit: RequestLimit?
  let state: Mutex<PollerState>
  private let isStopped = Atomic<Bool>(false)
  let waits = WaitBoard()
  /// Blocks on their way to the queue and requests on their way to AWS, cancelled ones included.
  let pending = Atomic<Int>(0)

  /// - Parameters:
  ///   - sites: The sites of all pollers of a program.
  ///   - limit: How many polls all of them may have under way; nil for any number.
  ///   - visit: Called before each round of polls, so that credentials and a region that appear
  ///     later are found without a restart.
  ///   - random: 0..<1, for jitter.
  ///   - memory: What is known of the tasks from before, and for later; nil for nothing. No poll
  ///     and no row waits for it.
  ///   - deliver: Called on the poller's queue with every new snapshot.
  public init(
    context: ContextID, label: ContextLabel, policy: PollingPolicy = PollingPolicy(),
    sites: Sites, limit: RequestLimit? = nil, timekeeper: any Timekeeper,
    random: @escaping @Sendable () -> Double, memory: (any Remembering)? = nil,
    visit: @escaping @Sendable () async throws(AWSError) -> SiteVisit,
    deliver: @escaping @Sendable (Snapshot, Changes) -> Void
  ) {
    queue = DispatchQueue(
      label: "exportdeck.poller.\(context.number)", target: BackgroundQueue.shared.queue)
    self.context = context
    self.sites = sites
    self.limit = limit
    self.timekeeper = timekeeper
    self.random = random
    self.visit = visit
    self.memory = memory
    self.deliver = deliver
    state = Mutex(
      PollerState(
        context: context, label: label, policy: policy, sites: sites, remembers: memory != nil))
    reachEachOther()
  }

  /// Begins with the fast lane, then sweeps.
  /// - Parameter spread: Begins at some time within this, so that many don't begin at once.
  public func start(within spread: Duration = .zero) {
    change { [random] state, now in
      state.plan.start(at: spread > .zero ? now.later(by: spread * random()) : now)
      return .none
    }
  }

  /// Polls the fast lane now, sweeps too if the last sweep is over a minute old, and tries filters
  /// again that were ignored. While paused, that is one round, and the pause continues.
  public func refresh() {
    change { state, now in
      state.plan.refresh(at: now)
      if state.duty.leader != nil { state.duty.checkDue = now }
      return .now
    }
  }

  public func setPaused(_ paused: Bool) {
    change { state, now in
      state.plan.setPaused(paused, at: now)
      state.duty.silence.ends()
      return .now
    }
  }

  /// Sets the rest between polls while something runs; a rest that is under way changes too.
  public func setInterval(_ interval: Duration) {
    change { state, _ in
      state.plan.setInterval(interval)
      return .now
    }
  }

  /// Takes in the answer to an operation of our own, so that the screen need not wait for a poll.
  /// It changes nothing if the site is no longer watched.
  public func absorb(_ task: ExportTask, of site: SiteID, sentAt: Observation) {
    change { state, now in
      guard state.trail.id == site, state.duty.leader == nil else { return .none }
      state.absorb(task, sentAt, at: now)
      return .now
    }
  }

  /// The site that the context leads to, whether or not it is the one that polls it.
  public var siteID: SiteID { state.withLock { $0.trail.id } }

  /// The number of a site, if the context leads there; nil where it leads elsewhere.
  public func id(of site: Site) -> SiteID? {
    state.withLock { $0.trail.site == site ? $0.trail.id : nil }
  }

  /// Whether another context polls the site.
  public var standsBy: Bool { state.withLock { $0.duty.leader != nil } }

  /// Whether a visit may send an action that was asked for at a site: only if it is still the same
  /// site in every part, and the keys are known to belong to its account.
  /// - Parameter shown: What the user saw and agreed to.
  public func allows(_ visit: SiteVisit, for site: SiteID, shown: Site) -> Bool {
    state.withLock { state in
      guard state.trail.id == site, visit.site.isBeside(shown) else { return false }
      if let account = visit.site.account, let agreed = shown.account { return account == agreed }
      return visit.keyID == state.trail.keyID && !state.trail.isUnsure
        && (shown.account == nil || shown.account == state.trail.site?.account)
    }
  }

  /// Tells that the program woke up: a lane that is overdue by the wall clock polls at once (the
  /// machine may have slept, and its monotonic clock with it).
  public func wake() {
    change { _, _ in .none }
  }

  /// Cancels what is under way and never delivers again; a delivery that has begun may still end.
  public func stop() {
    isStopped.store(true, ordering: .releasing)
    change { _, _ in .none }
  }

  /// Whether no poll is under way and nothing waits to be delivered. A cancelled poll counts until
  /// its request has come back.
  public var isIdle: Bool { pending.load(ordering: .acquiring) == 0 }

  func change(
    _ body: @escaping @Sendable (inout PollerState, Moment) -> Delivery
  ) {
    pending.add(1, ordering: .acquiringAndReleasing)
    queue.async {
      self.perform(body)
      self.pending.subtract(1, ordering: .acquiringAndReleasing)
    }
  }

  func perform(_ body: (inout PollerState, Moment) -> Delivery) {
    let now = Moment(wall: timekeeper.wall, monotonic: timekeeper.monotonic)
    let (delivery, past) = state.withLock { state -> ((Snapshot, Changes)?, PastToRecall?) in
      if isStopped.load(ordering: .acquiring) {
        state.plan.stop()
        state.cancelUnwanted()
        state.alarms.callOff()
        state.endDuty()
        watchWaits(&state, at: now)
        return (nil, nil)
      }
      state.noteClock(now)
      let delivery = body(&state, now)
      state.handOverIfFailing(at: now)
      state.cancelUnwanted()
      for poll in state.plan.takeDue(at: now) { begin(poll, &state) }
      for lane in PollLane.allCases { book(lane, &state, at: now) }
      checkWhenDue(&state, at: now)
      watchWaits(&state, at: now)
      let past = state.takePastToRecall()
      if let memory { memory.write(state.takeMemories(), []) }
      return (state.delivered(delivery, at: now), past)
    }
    if let past { recall(past) }
    if let delivery, !isStopped.load(ordering: .acquiring) { deliver(delivery.0, delivery.1) }
  }

  /// Asks for what was known of a site's tasks before; rows come meanwhile.
  private func recall(_ past: PastToRecall) {
    guard let memory else { return }
    pending.add(1, ordering: .acquiringAndReleasing)
    Task(executorPreference: BackgroundQueue.shared) { [self] in
      let memories = await memory.load(past.site)
      change { state, _ in state.restore(memories, of: past.id) ? .now : .none }
      pending.subtract(1, ordering: .acquiringAndReleasing)
    }
  }

  private func begin(_ poll: Poll, _ state: inout PollerState) {
    let known = poll.isContinued ? state.visits[poll.lane] : nil
    let sureKeyID = state.trail.keyID
    let silence = poll.lane == state.plan.leadingLane ? state.duty.silence : nil
    pending.add(1, ordering: .acquiringAndReleasing)
    let request = Task(executorPreference: BackgroundQueue.shared) { [self] in
      let reply = await inTurn(poll.lane) { [timekeeper] in
        silence?.begins(at: timekeeper.monotonic)
        return await Reply(
          to: poll, known: known, sureKeyID: sureKeyID,
          isLed: { [sites, context] site, onlyBeside in
            if onlyBeside { return sites.isLed(beside: site, notBy: context) }
            return sites.leader(of: site).map { $0 != context } ?? false
          }, visit: visit)
      }
      if let reply {
        change { [random] state, now in
          state.answered(reply, to: poll, at: now, random: random())
        }
      }
      pending.subtract(1, ordering: .acquiringAndReleasing)
    }
    state.requests[poll.lane] = Request(poll: poll, task: request)
  }

  /// Nil where the poll was cancelled before its turn: nobody wants it any more.
  func inTurn<Value: Sendable>(
    _ lane: PollLane, _ work: @Sendable () async -> Value
  ) async -> Value? {
    await WaitBoard.$current.withValue(waits) {
      guard let limit else { return await work() }
      return await limit.inTurn(context, lane, work)
    }
  }

  private func book(_ lane: PollLane, _ state: inout PollerState, at now: Moment) {
    state.alarms.set(lane, to: state.plan.due(of: lane)) { due in
      timekeeper.after(due.monotonic - now.monotonic, on: queue) { [weak self] in
        self?.alarm(lane, of: due)
      }
    }
  }

  /// Runs on the queue.
  private func alarm(_ lane: PollLane, of due: Moment) {
    perform { state, _ in
      state.alarms.rang(lane, of: due)
      return .none
    }
  }
}

/// What a request waits for is told once it takes long.
extension Poller {
  /// A wait is told from this age on.
  private static let patience = Duration.seconds(2)
  /// How long a look at the waits holds, if nothing is noted meanwhile.
  private static let lookAgain = Duration.seconds(5)

  /// Books the first look while a request is under way, and calls it off where none is.
  private func watchWaits(_ state: inout PollerState, at now: Moment) {
    if !state.isAsking {
      waits.watch(nil)
      state.waitWatch?.cancel()
      state.waitWatch = nil
      state.waiting = nil
    } else if state.waitWatch == nil {
      bookLook(in: Self.patience, &state)
    }
  }

  private func bookLook(in rest: Duration, _ state: inout PollerState) {
    state.waitWatch?.cancel()
    state.waitWatch = timekeeper.after(rest, on: queue) { [weak self] in self?.lookAtWaits() }
  }

  private func waitsChanged() {
    pending.add(1, ordering: .acquiringAndReleasing)
    queue.async {
      self.lookAtWaits()
      self.pending.subtract(1, ordering: .acquiringAndReleasing)
    }
  }

  /// Runs on the queue.
  private func lookAtWaits() {
    perform { [self] state, now in
      guard state.isAsking else { return .none }
      let wait = waits.newest
      let age = wait.map { now.monotonic - $0.since } ?? .zero
      let isLong = wait != nil && age >= Self.patience
      if isLong {
        waits.watch { [weak self] in self?.waitsChanged() }
      } else {
        waits.watch(nil)
      }
      bookLook(in: isLong ? Self.lookAgain : Self.patience - age, &state)
      let waiting = isLong ? wait.map { Waiting($0) } : nil
      guard waiting != state.waiting else { return .none }
      state.waiting = waiting
      return .now
    }
  }
}
