import Ground
import Synchronization
import Tracking

/// How many polls may be under way at once, over all contexts of a program.
///
/// They get their turns in the order in which they came, but the fast lanes go before the sweeps,
/// unless a sweep has waited for long. A context has one request in each lane, so none can crowd
/// out the others. A poll that takes long doesn't count any more, or those that hang would hold up
/// the rest; from then on its context has its turn among those that were slow, as many again,
/// until it answers in time.
public final class RequestLimit: Sendable {
  private struct Waiter {
    let number: Int
    let context: ContextID
    let lane: PollLane
    let since: Duration
    let mayBegin: Awaited<Bool>
  }

  private struct Running {
    let context: ContextID
    let since: Duration
    let isSlow: Bool
  }

  private struct State {
    var running: [Int: Running] = [:]
    var waiting: [Waiter] = []
    var slow: Set<ContextID> = []
    var lastNumber = 0
    var nextLook: Appointment?
  }

  /// A poll counts for as long, one of a context that was slow for longer.
  private static let patience = Duration.seconds(2)
  private static let patienceWithSlow = Duration.seconds(10)
  /// A sweep that has waited for as long has its turn like a fast lane.
  private static let longestWait = Duration.seconds(10)
  /// How much later each further context begins, on average, and the last at most.
  private static let gap = Duration.milliseconds(25)
  private static let longestSpread = Duration.seconds(5)

  private let most: Int
  private let timekeeper: any Timekeeper
  private let state = Mutex(State())

  public init(most: Int = 8, timekeeper: any Timekeeper) {
    self.most = max(1, most)
    self.timekeeper = timekeeper
  }

  /// The time over which the start of one context among many is spread: two hundred that began
  /// together would come back together at every poll.
  public func spread(ofStart position: Int, among count: Int) -> Duration {
    position < most ? .zero : min(Self.gap * count, Self.longestSpread)
  }

  /// Does a poll's work when its turn comes.
  /// - Returns: Nil where the calling task was cancelled before.
  func inTurn<Value: Sendable>(
    _ context: ContextID, _ lane: PollLane, _ work: () async -> Value
  ) async -> Value? {
    let (number, mayBegin) = state.withLock { state in
      state.lastNumber += 1
      let mayBegin = Awaited<Bool>()
      state.waiting.append(
        Waiter(
          number: state.lastNumber, context: context, lane: lane, since: timekeeper.monotonic,
          mayBegin: mayBegin))
      return (state.lastNumber, mayBegin)
    }
    admit()
    let isTurn = await mayBegin.value(orWhenCancelled: false)
    guard isTurn else {
      leave(number)
      return nil
    }
    defer { leave(number) }
    return await work()
  }

  /// How many are under way and waiting.
  var counts: (running: Int, waiting: Int) {
    state.withLock { ($0.running.count, $0.waiting.count) }
  }

  private func leave(_ number: Int) {
    let now = timekeeper.monotonic
    state.withLock { state in
      state.waiting.removeAll { $0.number == number }
      guard let running = state.running.removeValue(forKey: number) else { return }
      if now - running.since >= Self.patience {
        state.slow.insert(running.context)
      } else {
        state.slow.remove(running.context)
      }
    }
    admit()
  }

  private func admit() {
    let now = timekeeper.monotonic
    let admitted = state.withLock { state in
      var admitted: [Awaited<Bool>] = []
      for isSlow in [false, true] {
        while let index = next(&state, isSlow: isSlow, at: now) {
          let waiter = state.waiting.remove(at: index)
          state.running[waiter.number] = Running(
            context: waiter.context, since: now, isSlow: isSlow)
          admitted.append(waiter.mayBegin)
        }
      }
      bookLook(&state, at: now)
      return admitted
    }
    for mayBegin in admitted { mayBegin.give(true) }
  }

  /// Whose turn it is; nil where nobody may begin.
  private func next(_ state: inout State, isSlow: Bool, at now: Duration) -> Int? {
    for (_, running) in state.running where running.since + Self.patience <= now {
      state.slow.insert(running.context)
    }
    let counted = state.running.values.count { running in
      running.isSlow == isSlow && running.since + Self.patience(isSlow) > now
    }
    guard counted < most else { return nil }
    let slow = state.slow
    let candidates = state.waiting.indices.filter {
      slow.contains(state.waiting[$0].context) == isSlow
    }
    return candidates.first { index in
      state.waiting[index].lane == .fast || state.waiting[index].since + Self.longestWait <= now
    } ?? candidates.first
  }

  /// While somebody waits: when the next of those under way will count no longer.
  private func bookLook(_ state: inout State, at now: Duration) {
    state.nextLook?.cancel()
    state.nextLook = nil
    guard !state.waiting.isEmpty else { return }
    let ends = state.running.values.map { $0.since + Self.patience($0.isSlow) }
    guard let end = ends.filter({ $0 > now }).min() else { return }
    state.nextLook = timekeeper.after(end - now, on: BackgroundQueue.shared.queue) { [weak self] in
      self?.admit()
    }
  }

  private static func patience(_ isSlow: Bool) -> Duration {
    isSlow ? patienceWithSlow : patience
  }
}
