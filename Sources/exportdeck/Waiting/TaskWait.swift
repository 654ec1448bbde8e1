import AWSCore
import FoundationEssentials
import Ground
import Monitor
import RDSExports
import Synchronization
import Tracking

/// Follows export tasks until each has ended. All of them are asked for in one request, as the
/// dashboard asks for what left its list; settings and credentials are looked up before each.
final class TaskWait: Sendable {
  /// What is waited for, and how.
  struct Order: Sendable {
    /// In the order in which they are told of; each once.
    var identifiers: [String]
    /// The rest between two looks.
    var interval: Duration = .seconds(5)
    /// How long to wait; nil for as long as it takes.
    var limit: Duration?
    /// For how long a task that was never seen may still come: AWS may list one that was just
    /// started a little later.
    var grace: Duration = .zero
  }

  /// What the wait tells while it lasts.
  enum News: Sendable {
    /// What is known of all tasks after an answer, in the order in which they were named, and what
    /// has happened to them since the last one.
    case looked([WaitedTask], [Event], at: Date)
    /// There was no answer, or none that helps. It is told once for each kind of trouble.
    case failed(ExportTasksError)
    /// AWS answers again.
    case answered
  }

  typealias Visit = @Sendable () async throws(AWSError) -> SiteVisit

  private struct State {
    var tasks: [WaitedTask]
    var store = Store(site: SiteID(0))
    var site: Site?
    var pace: WaitPace
    var version = 0
    /// How many whole answers in a row lacked a task.
    var misses: [String: Int] = [:]
    var hasAnswered = false
    var refusesFilters = false
    /// The trouble that was told last; nil while all is well.
    var told: String?
  }

  private let order: Order
  private let timekeeper: any Timekeeper
  private let random: @Sendable () -> Double
  private let visit: Visit
  private let tell: @Sendable (News) throws -> Void
  private let state: Mutex<State>
  private let begun: Duration

  /// A task that was seen is given up after so many whole answers without it.
  private static let mostMisses = 10
  /// The values that one filter takes.
  static let mostAtOnce = 100

  /// - Parameters:
  ///   - random: From 0 to 1; the jitter of the rests.
  ///   - visit: Makes a client of the settings as they are.
  ///   - tell: Called after each answer, and where there is none; on one thread at a time. The wait
  ///     ends with what it throws.
  init(
    _ order: Order, timekeeper: any Timekeeper,
    random: @escaping @Sendable () -> Double = { Double.random(in: 0...1) },
    visit: @escaping Visit, tell: @escaping @Sendable (News) throws -> Void
  ) {
    self.order = order
    self.timekeeper = timekeeper
    self.random = random
    self.visit = visit
    self.tell = tell
    state = Mutex(
      State(
        tasks: order.identifiers.map { WaitedTask(identifier: $0) },
        pace: WaitPace(interval: order.interval)))
    begun = timekeeper.monotonic
  }

  /// Waits until every task has ended, or the time is up.
  /// - Returns: Each task, in the order in which they were named, with its end.
  /// - Throws: What keeps AWS from being asked at all, and where the settings have come to lead to
  ///   another account (`ExportTasksError`). A failure after the first answer isn't thrown: it is
  ///   told, and the wait goes on. What `tell` has thrown.
  func run() async throws -> [WaitedTask] {
    do {
      if let limit = order.limit {
        try await timekeeper.limited(to: limit) { [self] in try await follow() }
      } else {
        try await follow()
      }
    } catch is TimeLimitReached {
      state.withLock { state in
        for index in state.tasks.indices where state.tasks[index].end == nil {
          state.tasks[index].end = .timeout
        }
      }
    } catch is CancellationError {
      throw ExportTasksError.call(.cancelled)
    }
    return state.withLock { $0.tasks }
  }

  private func follow() async throws {
    while true {
      let answer: Result<Answer, ExportTasksError>
      do throws(ExportTasksError) {
        answer = .success(try await look())
      } catch {
        answer = .failure(error)
      }
      let rest: Duration
      switch answer {
      case .success(let answer):
        for news in answer.news { try tell(news) }
        rest = answer.rest
      case .failure(let error): rest = try take(error)
      }
      if open.isEmpty { return }
      if rest > .zero { try await timekeeper.sleep(for: rest) }
    }
  }

  /// The tasks that have not ended, as far as is known.
  private var open: [String] {
    state.withLock { $0.tasks.filter { $0.end == nil }.map(\.identifier) }
  }

  /// What comes of an answer.
  private struct Answer {
    var news: [News]
    /// Until the next look.
    var rest: Duration
  }

  /// Asks once for every task that has not ended.
  private func look() async throws(ExportTasksError) -> Answer {
    let visit: SiteVisit
    do throws(AWSError) { visit = try await self.visit() } catch { throw .call(error) }
    try stay(at: visit.site)
    let wanted = open
    var pages: [ExportTaskPage] = []
    for request in requests(wanted) {
      do throws(ExportTasksError) {
        for try await page in visit.client.exportTaskPages(
          matching: request, timekeeper: timekeeper)
        {
          pages.append(page)
        }
      } catch .modelled(.exportTaskNotFound, _) {
        // One that is asked for by its name alone.
        continue
      }
    }
    return take(pages, of: Set(wanted))
  }

  private func requests(_ identifiers: [String]) -> [DescribeExportTasksRequest] {
    if state.withLock({ $0.refusesFilters }) {
      return identifiers.map { DescribeExportTasksRequest(exportTaskIdentifier: $0) }
    }
    return stride(from: 0, to: identifiers.count, by: Self.mostAtOnce).map { start in
      let some = Array(identifiers[start..<min(start + Self.mostAtOnce, identifiers.count)])
      return DescribeExportTasksRequest(filters: [.exportTaskIdentifier(some)])
    }
  }

  /// The wait is for the tasks of one account: what the settings lead to later has others of the
  /// same names.
  private func stay(at site: Site) throws(ExportTasksError) {
    let other = state.withLock { state -> Site? in
      guard let before = state.site else {
        state.site = site
        return nil
      }
      let isSame =
        before.isBeside(site)
        && (before.account == nil || site.account == nil || before.account == site.account)
      if isSame, before.account == nil { state.site = site }
      return isSame ? nil : before
    }
    guard let other else { return }
    let (asked, now) = Site.words(other, site)
    throw .otherSite(asked: asked, now: now)
  }

  /// Takes in a whole answer. A server may ignore filters, so only what was asked for counts.
  private func take(_ pages: [ExportTaskPage], of wanted: Set<String>) -> Answer {
    let (now, waited) = (timekeeper.wall, timekeeper.monotonic - begun)
    let (news, rest, isBack) = state.withLock { state -> (News, Duration, Bool) in
      for page in pages {
        state.store.merge(
          page.tasks.filter { wanted.contains($0.exportTaskIdentifier) }, page.observation,
          seenAt: now, from: .fastLane)
      }
      let listed = Set(pages.flatMap(\.tasks).map(\.exportTaskIdentifier))
      state.version += 1
      let (snapshot, changes) = state.store.snapshot(
        of: ContextID(0), label: ContextLabel(profile: "", region: ""),
        site: state.site, version: state.version, feed: Feed())
      for index in state.tasks.indices where state.tasks[index].end == nil {
        let name = state.tasks[index].identifier
        let task = snapshot.tasks.task(TaskID(site: SiteID(0), identifier: name))
        state.tasks[index].task = task
        state.tasks[index].end = task.flatMap(WaitEnd.init)
        state.misses[name] = listed.contains(name) ? 0 : state.misses[name, default: 0] + 1
        let isGivenUp =
          task == nil ? waited >= order.grace : state.misses[name] ?? 0 >= Self.mostMisses
        if !listed.contains(name), state.tasks[index].end == nil, isGivenUp {
          state.tasks[index].end = .missing
        }
      }
      state.hasAnswered = true
      defer { state.told = nil }
      return (
        .looked(
          state.tasks, changes.events, at: now.addingTimeInterval(state.store.serverAhead)),
        state.pace.restAfterAnswer(random: random()), state.told != nil
      )
    }
    return Answer(news: isBack ? [.answered, news] : [news], rest: rest)
  }

  /// Takes in a failure.
  /// - Returns: The rest until the next look.
  /// - Throws: The error where nothing but another command line or configuration would mend it, and
  ///   what `tell` throws.
  private func take(_ error: ExportTasksError) throws -> Duration {
    if Task.isCancelled { throw CancellationError() }
    if case .otherSite = error { throw error }
    let kind = Trouble(error, since: timekeeper.wall).kind
    var failure = PollFailure(error)
    let (isNews, isHopeless) = state.withLock { state in
      if failure == .filtersRefused {
        if !state.refusesFilters {
          state.refusesFilters = true
          return (false, false)
        }
        failure = .other
      }
      defer { state.told = error.summary }
      // What can't be asked for the first time can't be asked at all; what could be asked may be
      // mended while the wait goes on.
      let isHopeless =
        switch failure {
        case .setup, .resting: true
        default: [.denied, .expired].contains(kind)
        }
      return (state.told != error.summary, isHopeless && !state.hasAnswered)
    }
    if isHopeless { throw error }
    if isNews { try tell(.failed(error)) }
    return state.withLock {
      $0.pace.rest(after: failure, now: timekeeper.monotonic, random: random())
    }
  }
}
