import Dispatch
import Synchronization

extension Timekeeper {
  /// Suspends the calling task until `delay` has passed.
  /// - Throws: `CancellationError`, at once, when the task is cancelled.
  public func sleep(for delay: Duration) async throws {
    let sleeper = Sleeper()
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        sleeper.begin(continuation)
        let appointment = after(delay, on: BackgroundQueue.shared.queue) {
          sleeper.end(with: .success(()))
        }
        sleeper.keep(appointment)
      }
    } onCancel: {
      sleeper.end(with: .failure(CancellationError()))
    }
  }
}

private final class Sleeper: Sendable {
  private struct State {
    var continuation: CheckedContinuation<Void, any Error>?
    var outcome: Result<Void, any Error>?
    var appointment: Appointment?
  }

  private let state = Mutex(State())

  func begin(_ continuation: CheckedContinuation<Void, any Error>) {
    let outcome = state.withLock { state -> Result<Void, any Error>? in
      if state.outcome == nil { state.continuation = continuation }
      return state.outcome
    }
    if let outcome { continuation.resume(with: outcome) }
  }

  func keep(_ appointment: Appointment) {
    let isOver = state.withLock { state -> Bool in
      if state.outcome == nil { state.appointment = appointment }
      return state.outcome != nil
    }
    if isOver { appointment.cancel() }
  }

  func end(with outcome: Result<Void, any Error>) {
    let (continuation, appointment) = state.withLock { state in
      guard state.outcome == nil else {
        return (nil as CheckedContinuation<Void, any Error>?, nil as Appointment?)
      }
      state.outcome = outcome
      defer { (state.continuation, state.appointment) = (nil, nil) }
      return (state.continuation, state.appointment)
    }
    appointment?.cancel()
    continuation?.resume(with: outcome)
  }
}
