import FoundationEssentials
import Ground
import Journal
import Planning
import RDSExports
import Synchronization
import Tracking

/// Starts what waits in the queue, one export after the other. The dashboard has one in the
/// background, and `exportdeck queue run` is one.
///
/// Of all runners on a machine one at a time starts the entries of a site. It notes on the disk that
/// an entry is being sent before it sends it; whoever comes after it, however it ended, finds that
/// note and asks AWS what became of it.
final class QueueRunner: Sendable {
  struct Options: Sendable {
    var kind: QueueRunnerName.Kind
    /// Between two looks at what runs, while something waits for a slot.
    var interval: Duration = .seconds(5)
    var slots = 5
    var scope = SlotScope.region
  }

  /// Between two looks at a queue in which nothing can be done.
  static let idleRest = Duration.seconds(15)
  /// How long what is being sent is waited for at the end.
  private static let patience = Duration.seconds(3)
  /// How long the work at sites is waited for before the next turn. What takes longer goes on.
  private static let mostOfTurn = Duration.seconds(10)
  /// Before the account's slots are asked for again that another program is filling.
  private static let restWhileOthersStart = Duration.seconds(1)
  /// How long a site is left to others where AWS lets this program start nothing.
  private static let restAfterDenial = Duration.seconds(300)
  /// So many sends in one turn, before the queue is looked at anew.
  static let mostSends = 20

  let store: QueueStore
  let options: Options
  let timekeeper: any Timekeeper
  private let ways: QueueWays
  private let post: @Sendable (QueueReport) -> Void
  let tell: @Sendable (QueueHappening) -> Void
  let remember: @Sendable ([Event]) -> Void
  let state = Mutex(State())
  /// The work at sites that share their slots, by what they share.
  private let works = SideBySide<String, [Site: Result<Duration, SiteTrouble>]>()

  struct State {
    var task: Task<Void, Never>?
    var bell: Awaited<Void>?
    var isWoken = false
    var isOver = false
    var posted: QueueReport?
    var leads: [Site: Bool] = [:]
    var troubles: [Site: (count: Int, until: Duration, words: String)] = [:]
    /// Sites where this program may start nothing, and until when it leaves them to others.
    var denials: [Site: (until: Duration, words: String)] = [:]
    /// Whether others may have all sites, because this program stands still.
    var isPaused = false
    var paused: Awaited<Void>?
    var trouble: String?
  }

  /// - Parameters:
  ///   - post: Called with the queue whenever it has changed.
  ///   - tell: Called with what was done and found out, a line each.
  ///   - remember: Called with what is to be written down among the events.
  init(
    _ store: QueueStore, _ ways: QueueWays, options: Options, timekeeper: any Timekeeper,
    post: @escaping @Sendable (QueueReport) -> Void = { _ in },
    tell: @escaping @Sendable (QueueHappening) -> Void = { _ in },
    remember: @escaping @Sendable ([Event]) -> Void = { _ in }
  ) {
    self.store = store
    self.ways = ways
    self.options = options
    self.timekeeper = timekeeper
    self.post = post
    self.tell = tell
    self.remember = remember
  }

  // MARK: Its life

  func begin() {
    let task = Task.detached(executorPreference: BackgroundQueue.shared) { [self] in
      while !isOver {
        let rest = await turn()
        await sleep(for: rest)
      }
    }
    state.withLock { $0.task = task }
  }

  /// Whether nothing more is to be begun.
  var isStopping: Bool { state.withLock { $0.isOver || $0.isPaused } }

  private var isOver: Bool { state.withLock { $0.isOver } }

  /// Something has changed: looks at once.
  func wake() {
    state.withLock { state in
      state.isWoken = true
      state.bell?.give(())
    }
  }

  /// Lets others have every site, because this program is about to stand still.
  ///
  /// Returns once that is so, or where something is being sent that takes long.
  func pause() async {
    let paused = Awaited<Void>()
    state.withLock { state in
      state.isPaused = true
      state.paused = paused
    }
    wake()
    let limit = timekeeper.after(.seconds(1), on: BackgroundQueue.shared.queue) { paused.give(()) }
    await paused.value()
    limit.cancel()
  }

  func resume() {
    state.withLock { $0.isPaused = false }
    wake()
  }

  /// Tries at once what was to rest after a failure, and where AWS let this program start nothing: a
  /// person wants to know.
  func askAgain() {
    state.withLock { state in
      state.denials = [:]
      state.troubles = [:]
    }
    wake()
  }

  /// Begins nothing more, waits for what is being sent and lets others go on.
  func end() async {
    let task = state.withLock { state in
      state.isOver = true
      state.bell?.give(())
      return state.task
    }
    guard let task else { return await store.close() }
    let isDone = Awaited<Bool>()
    Task.detached(executorPreference: BackgroundQueue.shared) { [works] in
      await task.value
      await works.idle()
      isDone.give(true)
    }
    let limit = timekeeper.after(Self.patience, on: BackgroundQueue.shared.queue) {
      isDone.give(false)
    }
    // Where AWS doesn't answer, whoever runs the queue next asks what became of it.
    if await isDone.value() { await store.close() }
    limit.cancel()
  }

  private func sleep(for rest: Duration) async {
    let bell = Awaited<Void>()
    let isNeeded = state.withLock { state in
      defer { state.isWoken = false }
      if state.isWoken || state.isOver { return false }
      state.bell = bell
      return true
    }
    guard isNeeded else { return }
    let alarm = timekeeper.after(rest, on: BackgroundQueue.shared.queue) { bell.give(()) }
    await bell.value()
    alarm.cancel()
    state.withLock { state in
      state.bell = nil
      state.isWoken = false
    }
  }

  // MARK: A turn

  /// Looks at the queue, starts what may start, and says what it has seen.
  /// - Returns: When to look again.
  func turn() async -> Duration {
    var report = QueueReport()
    do throws(QueueProblem) {
      report.entries = try await store.entries()
      let rest = try await run(&report)
      report.entries = try await store.entries()
      report.runners = try await store.runners(of: report.openSites)
      // What keeps this one from it is nobody's concern where another one does it.
      for (site, runner) in report.runners where !runner.isThis { report.obstacles[site] = nil }
      show(report)
      return rest
    } catch {
      report.problem = error.description
      show(report)
      return Self.idleRest
    }
  }

  private func run(_ report: inout QueueReport) async throws(QueueProblem) -> Duration {
    if state.withLock({ $0.isPaused }) {
      for site in leads { try await resign(site) }
      _ = state.withLock { $0.paused?.give(()) }
      return Self.idleRest
    }
    let sites = report.openSites
    for site in leads where !sites.contains(site) { try await resign(site) }
    guard !sites.isEmpty else { return Self.idleRest }
    let survey = await ways.survey(by: timekeeper)
    var rest = Self.idleRest
    var ready: [String: [Site]] = [:]
    for site in sites.sorted(by: { $0.words < $1.words }) {
      guard !survey.ways(to: site).isEmpty else {
        report.obstacles[site] = survey.obstacle(to: site)
        try await resign(site)
        continue
      }
      if let words = denial(at: site) {
        report.obstacles[site] = words
        try await resign(site)
        continue
      }
      guard try await lead(site) else { continue }
      if let trouble = state.withLock({ $0.troubles[site] }),
        trouble.until > timekeeper.monotonic
      {
        report.obstacles[site] = trouble.words
        rest = min(rest, trouble.until - timekeeper.monotonic)
        continue
      }
      ready[options.scope.name(ofSlotsAt: site), default: []].append(site)
    }
    let (groups, limit) = (ready, Self.mostOfTurn)
    let outcomes = await works.run(groups.keys.sorted(), within: limit, by: timekeeper) { [self] in
      await run(groups[$0] ?? [], survey)
    }
    for (name, sites) in groups {
      for site in sites {
        guard let outcome = outcomes[name]?[site] else {
          report.obstacles[site] = "AWS, or a helper for its credentials, has not answered yet"
          rest = min(rest, options.interval)
          continue
        }
        rest = min(rest, try await take(outcome, of: site, &report))
      }
    }
    return max(rest, .seconds(1))
  }

  /// The work at sites that share their slots, one after the other.
  private func run(
    _ sites: [Site], _ survey: QueueWays.Survey
  ) async -> [Site: Result<Duration, SiteTrouble>] {
    var outcomes: [Site: Result<Duration, SiteTrouble>] = [:]
    for site in sites {
      do throws(SiteTrouble) {
        outcomes[site] = .success(try await runAlone(site, survey))
      } catch {
        outcomes[site] = .failure(error)
      }
    }
    return outcomes
  }

  /// Where regions share their slots, another program may be starting exports in another region: what
  /// each counts must not change under the other.
  private func runAlone(
    _ site: Site, _ survey: QueueWays.Survey
  ) async throws(SiteTrouble) -> Duration {
    guard options.scope == .account else { return try await run(site, survey) }
    guard
      try await ask({ () throws(QueueProblem) in
        try await store.takeSlots(ofAccountAt: site, as: options.kind)
      })
    else { return Self.restWhileOthersStart }
    let outcome: Result<Duration, SiteTrouble>
    do throws(SiteTrouble) {
      outcome = .success(try await run(site, survey))
    } catch {
      outcome = .failure(error)
    }
    try await ask { () throws(QueueProblem) in try await store.giveBackSlots(ofAccountAt: site) }
    return try outcome.get()
  }

  /// - Returns: When to look again.
  private func take(
    _ outcome: Result<Duration, SiteTrouble>, of site: Site, _ report: inout QueueReport
  ) async throws(QueueProblem) -> Duration {
    switch outcome {
    case .success(let rest): return rest
    case .failure(.queue(let problem)): throw problem
    case .failure(.aws(let problem)):
      report.obstacles[site] = problem.summary
      return restAfterTrouble(at: site, problem.summary)
    case .failure(.denied(let problem)):
      report.obstacles[site] = problem.summary
      let until = timekeeper.monotonic + Self.restAfterDenial
      state.withLock { $0.denials[site] = (until, problem.summary) }
      try await resign(site)
      return Self.idleRest
    }
  }

  // MARK: What it is

  private var leads: [Site] { state.withLock { $0.leads.filter(\.value).map(\.key) } }

  private func lead(_ site: Site) async throws(QueueProblem) -> Bool {
    let isLeading = try await store.lead(site, as: options.kind)
    let before = state.withLock { $0.leads.updateValue(isLeading, forKey: site) }
    if before != isLeading {
      let other = isLeading ? nil : try await store.runners(of: [site])[site]
      tell(isLeading ? .leads(site) : .standsBy(site, other))
    }
    return isLeading
  }

  /// Why this program leaves a site to others; nil where it doesn't.
  private func denial(at site: Site) -> String? {
    state.withLock { state in
      guard let denial = state.denials[site] else { return nil }
      if denial.until > timekeeper.monotonic { return denial.words }
      state.denials[site] = nil
      return nil
    }
  }

  /// What is under way there ends first: until then nobody else may begin.
  private func resign(_ site: Site) async throws(QueueProblem) {
    if works.isAtWork(options.scope.name(ofSlotsAt: site)) { return }
    guard state.withLock({ $0.leads.removeValue(forKey: site) }) == true else { return }
    try await store.resign(site)
  }

  /// Twice as long each time, five minutes at most.
  private func restAfterTrouble(at site: Site, _ words: String) -> Duration {
    state.withLock { state in
      let count = (state.troubles[site]?.count ?? 0) + 1
      let rest = min(.seconds(300), options.interval * (1 << min(count - 1, 8)))
      state.troubles[site] = (count, timekeeper.monotonic + rest, words)
      return rest
    }
  }

  private func show(_ report: QueueReport) {
    let obstacle = report.obstacles.sorted { $0.key.words < $1.key.words }.first?.value
    note(trouble: report.problem ?? obstacle)
    let isNew = state.withLock { state in
      defer { state.posted = report }
      return state.posted != report
    }
    if isNew { post(report) }
  }

  /// Says once what is wrong, and when it no longer is.
  private func note(trouble: String?) {
    let before = state.withLock { state in
      defer { state.trouble = trouble }
      return state.trouble
    }
    guard before != trouble else { return }
    tell(trouble.map(QueueHappening.trouble) ?? .troubleOver)
  }
}
