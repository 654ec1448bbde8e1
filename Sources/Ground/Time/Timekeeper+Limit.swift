import Dispatch
import Synchronization

/// An operation took longer than it may.
public struct TimeLimitReached: Error {}

extension Timekeeper {
  /// Runs an operation. If the limit comes first, cancels it and waits until it has ended.
  ///
  /// It takes one task and one appointment. An idle dashboard does this for every poll, and each
  /// further task would wake another thread.
  /// - Throws: What the operation throws; `TimeLimitReached`; or `CancellationError` when the
  ///   calling task was cancelled.
  public func limited<Value: Sendable>(
    to limit: Duration, _ operation: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    let isOver = LimitFlag()
    let task = Task(executorPreference: BlockingQueue.executor) { try await operation() }
    let appointment = after(limit, on: BackgroundQueue.shared.queue) {
      isOver.set()
      task.cancel()
    }
    defer { appointment.cancel() }
    do {
      return try await withTaskCancellationHandler {
        try await task.value
      } onCancel: {
        task.cancel()
      }
    } catch {
      try Task.checkCancellation()
      throw isOver.isSet ? TimeLimitReached() : error
    }
  }
}

private final class LimitFlag: Sendable {
  private let value = Mutex(false)
  var isSet: Bool { value.withLock { $0 } }
  func set() { value.withLock { $0 = true } }
}
