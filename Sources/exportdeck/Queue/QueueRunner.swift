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
  /// How long what is being sent is waited for at the end. Who has left a screen waits less than a
  /// service manager does.
  static func patience(of kind: QueueRunnerName.Kind) -> Duration {
    switch kind {
    case .dashboard: .seconds(3)
    case .command: .seconds(30)
    }
  }
  /// The same before the program stands still.
  static let patienceBeforePause = Duration.seconds(10)
  /// So many sends in one turn, before the queue is looked at anew.
  static let mostSends = 20

  let store: QueueStore
  let options: Options
  let timekeeper: any Timekeeper
  let ways: QueueWays
  let post: @Sendable (QueueReport) -> Void
  let tell: @Sendable (QueueHappening) -> Void
  let remember: @Sendable ([Event]) -> Void
  let state = Mutex(State())
  /// The work at sites that share their slots, by what they share.
  let works = SideBySide<String, [Site: Result<Duration, SiteTrouble>]>()

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
    /// How often in a row a site's work has failed is in `troubles`; since when it waits for slots
    /// that another program is filling, here.
    var waitsForSlots: [Site: Duration] = [:]
    /// Where this program could start something when it last looked.
    var served = Served()
    /// Whether others may have all sites, because this program stands still.
    var isPaused = false
    var paused: Awaited<Bool>?
    var trouble: String?
  }

  /// The sites that a program's contexts lead to.
  struct Served {
    var sites: Set<Site> = []
    /// The contexts that were looked at; nil where nobody has looked.
    var contexts: Set<Int>?
    /// Whether one of them led nowhere.
    var isPartial = false
    var at = Duration.zero
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
  /// - Returns: Whether that is so. It is not while something is being sent that takes long: then this
  ///   program must not stand still, and goes on with `resume`.
  func pause() async -> Bool {
    let paused = Awaited<Bool>()
    let isRunning = state.withLock { state in
      state.isPaused = true
      state.paused = paused
      return state.task != nil
    }
    guard isRunning else { return true }
    works.hurry(true)
    ways.hurry(true)
    wake()
    let limit = timekeeper.after(Self.patienceBeforePause, on: BackgroundQueue.shared.queue) {
      paused.give(false)
    }
    defer { limit.cancel() }
    return await paused.value()
  }

  func resume() {
    state.withLock { $0.isPaused = false }
    works.hurry(false)
    ways.hurry(false)
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
  /// - Returns: Whether all of it was answered.
  @discardableResult
  func end() async -> Bool {
    let task = state.withLock { state in
      state.isOver = true
      state.bell?.give(())
      return state.task
    }
    guard let task else {
      await store.close()
      return true
    }
    let isDone = Awaited<Bool>()
    Task.detached(executorPreference: BackgroundQueue.shared) { [works] in
      await task.value
      await works.idle()
      isDone.give(true)
    }
    let patience = Self.patience(of: options.kind)
    let limit = timekeeper.after(patience, on: BackgroundQueue.shared.queue) {
      isDone.give(false)
    }
    defer { limit.cancel() }
    // Where AWS doesn't answer, whoever runs the queue next asks what became of it.
    let isAnswered = await isDone.value()
    if isAnswered { await store.close() }
    return isAnswered
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
}
