import Synchronization

/// A value that one task waits for and another gives. The first one given counts.
public final class Awaited<Value: Sendable>: Sendable {
  private struct State {
    var value: Value?
    var continuation: CheckedContinuation<Value, Never>?
  }

  private let state = Mutex(State())

  public init() {}

  public var isGiven: Bool { state.withLock { $0.value != nil } }

  /// - Returns: Whether it was the first, which is the one that counts.
  @discardableResult
  public func give(_ value: Value) -> Bool {
    let (isFirst, continuation) = state.withLock { state in
      guard state.value == nil else { return (false, nil as CheckedContinuation<Value, Never>?) }
      state.value = value
      defer { state.continuation = nil }
      return (true, state.continuation)
    }
    continuation?.resume(returning: value)
    return isFirst
  }

  /// Waits until it is given, even if the waiting task is cancelled. Only one task may wait.
  public func value() async -> Value {
    await withCheckedContinuation { continuation in
      let known = state.withLock { state -> Value? in
        if state.value == nil { state.continuation = continuation }
        return state.value
      }
      if let known { continuation.resume(returning: known) }
    }
  }

  /// Waits until it is given. If the waiting task is cancelled, `substitute` is given at once.
  public func value(orWhenCancelled substitute: Value) async -> Value {
    await withTaskCancellationHandler {
      await value()
    } onCancel: {
      give(substitute)
    }
  }
}
