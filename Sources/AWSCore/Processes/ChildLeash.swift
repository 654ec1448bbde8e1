import Ground
import Synchronization

/// What may happen to a running child from outside: it is to end, or it has ended. Either wakes the
/// thread that looks after the child.
final class ChildLeash: Sendable {
  /// Why a child has to end before its own time.
  enum Cause {
    case cancelled, limit, output
  }

  struct Orders {
    var cause: Cause?
    /// It has had its time to end by itself.
    var isKillDue = false
    var hasExited = false
    /// Stop waiting for output from processes that the child started.
    var isPatienceOver = false
  }

  private struct State {
    var orders = Orders()
    var appointments: [Appointment] = []
    var isOver = false
  }

  private static let timeToEnd = Duration.seconds(2)
  private static let timeToEndSoon = Duration.milliseconds(250)
  private static let timeToFinishOutput = Duration.milliseconds(250)

  private let state = Mutex(State())
  private let pipe: WakePipe
  private let timekeeper: any Timekeeper

  init(waking pipe: WakePipe, timekeeper: any Timekeeper) {
    self.pipe = pipe
    self.timekeeper = timekeeper
  }

  var orders: Orders { state.withLock { $0.orders } }

  /// Asks the child to end, and kills it after two seconds. The first cause counts.
  func end(_ cause: Cause) {
    let isFirst = state.withLock { state in
      guard state.orders.cause == nil else { return false }
      state.orders.cause = cause
      return true
    }
    guard isFirst else { return }
    pipe.wake()
    book(after: Self.timeToEnd) { $0.isKillDue = true }
  }

  /// Ends the child with little patience: the program is leaving.
  func endSoon() {
    end(.cancelled)
    book(after: Self.timeToEndSoon) { $0.isKillDue = true }
  }

  /// Ends the child when the limit is reached.
  func limit(to limit: Duration) {
    keep(timekeeper.after(limit, on: BackgroundQueue.shared.queue) { self.end(.limit) })
  }

  func childHasExited() {
    state.withLock { $0.orders.hasExited = true }
    pipe.wake()
  }

  func losePatienceSoon() {
    book(after: Self.timeToFinishOutput) { $0.isPatienceOver = true }
  }

  /// The child is finished with.
  func letGo() {
    let appointments = state.withLock { state in
      state.isOver = true
      defer { state.appointments = [] }
      return state.appointments
    }
    for appointment in appointments { appointment.cancel() }
    pipe.close()
  }

  private func book(after delay: Duration, _ order: @escaping @Sendable (inout Orders) -> Void) {
    keep(
      timekeeper.after(delay, on: BackgroundQueue.shared.queue) {
        self.state.withLock { order(&$0.orders) }
        self.pipe.wake()
      })
  }

  private func keep(_ appointment: Appointment) {
    let isOver = state.withLock { state in
      if !state.isOver { state.appointments.append(appointment) }
      return state.isOver
    }
    if isOver { appointment.cancel() }
  }
}
