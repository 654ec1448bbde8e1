import Ground
import Synchronization

/// Where the work of one context writes down what it is waiting for, so that somebody who watches
/// can name it.
///
/// The work finds its board through the task that it runs in, and every task that it starts.
public final class WaitBoard: Sendable {
  private struct State {
    /// In the order in which the waits began; each says what is waited for now, if anything.
    var open: [(number: Int, wait: @Sendable () -> Wait?)] = []
    var next = 0
    var changed: (@Sendable () -> Void)?
  }

  /// The board of the context that the calling task works for.
  @TaskLocal public static var current: WaitBoard?

  private let state = Mutex(State())

  public init() {}

  /// What the work waits for now: of several waits, the one that began last.
  public var newest: Wait? {
    let open = state.withLock { $0.open }
    return open.lazy.reversed().compactMap { $0.wait() }.first
  }

  /// Calls back after each change, until `nil` is given.
  public func watch(_ changed: (@Sendable () -> Void)?) {
    state.withLock { $0.changed = changed }
  }

  /// Runs an operation that may have to wait for something outside.
  public static func noting<Value: Sendable, Failure: Error>(
    _ subject: Wait.Subject, within limit: Duration, by timekeeper: any Timekeeper,
    _ operation: () async throws(Failure) -> Value
  ) async throws(Failure) -> Value {
    let wait = Wait(subject, since: timekeeper.monotonic, limit: limit)
    return try await noting({ wait }, operation)
  }

  static func noting<Value: Sendable, Failure: Error>(
    _ wait: @escaping @Sendable () -> Wait?, _ operation: () async throws(Failure) -> Value
  ) async throws(Failure) -> Value {
    guard let board = current else { return try await operation() }
    let number = board.begin(wait)
    defer { board.end(number) }
    return try await operation()
  }

  private func begin(_ wait: @escaping @Sendable () -> Wait?) -> Int {
    let (number, changed) = state.withLock { state in
      state.next += 1
      state.open.append((state.next, wait))
      return (state.next, state.changed)
    }
    changed?()
    return number
  }

  private func end(_ number: Int) {
    let changed = state.withLock { state in
      state.open.removeAll { $0.number == number }
      return state.changed
    }
    changed?()
  }
}
