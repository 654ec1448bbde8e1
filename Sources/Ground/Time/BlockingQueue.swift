import Dispatch
import Synchronization

/// Runs work that may wait for a disk, on a thread of its own, so that a slow disk holds up only
/// the code that needs the result.
///
/// A file on a network disk that has gone away can block its reader for any length of time, and
/// nothing can interrupt that. So the caller doesn't wait for ever: it gets an error that says
/// where the thread is stuck.
public final class BlockingQueue: TaskExecutor {
  /// A piece of work on the thread.
  public struct Job: Hashable, Sendable {
    /// By the monotonic clock.
    public var began: Duration
    /// What it said that it is about to wait for.
    public var place: String?
    /// How long it may take before the thread counts as stuck.
    public var patience: Duration
  }

  /// The queue that the calling task runs on, or that the task that started it runs on.
  @TaskLocal public static var current: BlockingQueue?

  /// Where to run a task that is started now: on the same queue as the work that starts it.
  public static var executor: any TaskExecutor { current ?? BackgroundQueue.shared }

  private let queue: DispatchQueue
  private let timekeeper: any Timekeeper
  private let patience: Duration
  private let job = Mutex<Job?>(nil)

  /// - Parameter patience: How long one piece of work may take before the thread counts as stuck.
  public init(label: String, timekeeper: any Timekeeper, patience: Duration = .seconds(10)) {
    queue = DispatchQueue(label: label)
    self.timekeeper = timekeeper
    self.patience = patience
  }

  public func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { [self] in
      let began = Job(began: timekeeper.monotonic, patience: patience)
      self.job.withLock { $0 = began }
      job.runSynchronously(on: asUnownedTaskExecutor())
      self.job.withLock { $0 = nil }
    }
  }

  /// What the thread does now; nil while it has nothing to do.
  public var running: Job? { job.withLock { $0 } }

  /// Notes what the running work is about to wait for, for instance a path.
  public func isAt(_ place: String) { job.withLock { $0?.place = place } }

  /// Runs an operation on the queue, or in place if the calling task is already on it.
  /// - Parameters:
  ///   - cancelled: Thrown at once when the calling task is cancelled.
  ///   - stuck: Makes the error that is thrown when the thread is stuck. It gets the place that the
  ///     work named, in this operation or in an earlier one. The operation is then cancelled and
  ///     its result is dropped.
  public func run<Value: Sendable, Failure: Error>(
    cancelled: Failure, stuck: @escaping @Sendable (String?) -> Failure,
    _ operation: @escaping @Sendable () async throws(Failure) -> Value
  ) async throws(Failure) -> Value {
    if Self.current === self { return try await operation() }
    let answer = Awaited<Result<Value, Failure>>()
    let task = Self.$current.withValue(self) {
      Task(executorPreference: self) {
        // Don't begin what was given up while it waited for the thread.
        if answer.isGiven { return }
        do throws(Failure) {
          answer.give(.success(try await operation()))
        } catch {
          answer.give(.failure(error))
        }
      }
    }
    let watch = StuckWatch()
    look(in: patience, watch) { answer.give(.failure(stuck($0))) }
    defer {
      watch.end()
      task.cancel()
    }
    return try await answer.value(orWhenCancelled: .failure(cancelled)).get()
  }

  private func look(
    in rest: Duration, _ watch: StuckWatch, giveUp: @escaping @Sendable (String?) -> Void
  ) {
    watch.keep(
      timekeeper.after(rest, on: BackgroundQueue.shared.queue) { [self] in
        let job = job.withLock { $0 }
        let passed = job.map { timekeeper.monotonic - $0.began } ?? .zero
        if passed >= patience {
          giveUp(job?.place)
        } else {
          look(in: patience - passed, watch, giveUp: giveUp)
        }
      })
  }
}

/// The one appointment of a caller that waits.
private final class StuckWatch: Sendable {
  private struct State {
    var appointment: Appointment?
    var isOver = false
  }

  private let state = Mutex(State())

  func keep(_ appointment: Appointment) {
    let isOver = state.withLock { state in
      if !state.isOver { state.appointment = appointment }
      return state.isOver
    }
    if isOver { appointment.cancel() }
  }

  func end() {
    let appointment = state.withLock { state in
      state.isOver = true
      defer { state.appointment = nil }
      return state.appointment
    }
    appointment?.cancel()
  }
}
