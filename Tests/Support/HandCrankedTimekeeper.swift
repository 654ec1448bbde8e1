import AWSCore
import Dispatch
import Foundation
import Ground
import Synchronization

/// A clock that a test turns: nothing happens until it is advanced.
public final class HandCrankedTimekeeper: Timekeeper {
  private struct Booking {
    var at: Duration
    var order: Int
    var queue: DispatchQueue
    var work: @Sendable () -> Void
  }

  private struct State {
    var monotonic: Duration = .zero
    var wall: Date
    var bookings: [Int: Booking] = [:]
    var nextOrder = 0
    var idleChecks: [@Sendable () -> Bool] = []
  }

  private let state: Mutex<State>

  /// - Parameter wall: What the wall clock shows at first; by default 2026-11-22 12:00 UTC.
  public init(wall: Date = Date(timeIntervalSince1970: 1_795_348_800)) {
    state = Mutex(State(wall: wall))
  }

  public var wall: Date { state.withLock { $0.wall } }
  public var monotonic: Duration { state.withLock { $0.monotonic } }
  /// How many appointments there are.
  public var appointments: Int { state.withLock { $0.bookings.count } }
  /// The rest until the next appointment.
  public var nextDue: Duration? {
    state.withLock { state in state.bookings.values.map(\.at).min().map { $0 - state.monotonic } }
  }

  @discardableResult
  public func after(
    _ delay: Duration, on queue: DispatchQueue, _ work: @escaping @Sendable () -> Void
  ) -> Appointment {
    let order = state.withLock { state -> Int in
      let order = state.nextOrder
      state.nextOrder += 1
      state.bookings[order] = Booking(
        at: state.monotonic + max(delay, .zero), order: order, queue: queue, work: work)
      return order
    }
    return Appointment { [weak self] in self?.forget(order) }
  }

  private func forget(_ order: Int) { state.withLock { $0.bookings[order] = nil } }

  /// Adds a condition for `settle`: everything that works in the background adds its own.
  public func settles(when check: @escaping @Sendable () -> Bool) {
    state.withLock { $0.idleChecks.append(check) }
  }

  /// Moves the clocks on, firing what falls due in its order, and returns when all is idle.
  public func advance(by step: Duration) async throws {
    try await turn(by: step) { try await self.settle() }
  }

  /// Moves the clocks on without waiting for anything: for what rests on the clock in the midst of
  /// its work (a retry), and so is not idle before its time has come.
  public func nudge(by step: Duration) async {
    try? await turn(by: step) {}
  }

  /// Moves the clocks on and fires nothing: the moment between two keys.
  public func drift(by step: Duration) { move(to: monotonic + step) }

  private func turn(by step: Duration, between: () async throws -> Void) async throws {
    let end = monotonic + step
    try await between()
    while let booking = takeNext(until: end) {
      booking.queue.async(execute: booking.work)
      await drain(booking.queue)
      try await between()
    }
    move(to: end)
    try await between()
  }

  /// Moves the wall clock alone: somebody set it, or the machine slept.
  public func setWall(aheadBy seconds: TimeInterval) {
    state.withLock { $0.wall = $0.wall.addingTimeInterval(seconds) }
  }

  private func takeNext(until end: Duration) -> Booking? {
    state.withLock { state in
      guard
        let next = state.bookings.values.min(by: { ($0.at, $0.order) < ($1.at, $1.order) }),
        next.at <= end
      else { return nil }
      state.bookings[next.order] = nil
      if next.at > state.monotonic {
        state.wall = state.wall.addingTimeInterval((next.at - state.monotonic).seconds)
        state.monotonic = next.at
      }
      return next
    }
  }

  private func move(to end: Duration) {
    state.withLock { state in
      state.wall = state.wall.addingTimeInterval((end - state.monotonic).seconds)
      state.monotonic = end
    }
  }

  private func drain(_ queue: DispatchQueue) async {
    await withCheckedContinuation { continuation in queue.async { continuation.resume() } }
  }

  /// Waits until every condition holds (a state, not a time; the limit only ends a broken test).
  public func settle() async throws {
    let checks = state.withLock { $0.idleChecks }
    guard !checks.isEmpty else { return }
    try await eventually { checks.allSatisfy { $0() } }
  }
}

/// A state that a test waited for and that never came.
public struct NeverHappened: Error, CustomStringConvertible {
  public var description: String

  public init(description: String) {
    self.description = description
  }
}

/// Waits for a state; the limit is there only so that a broken test ends.
public func eventually(
  _ what: String = "the expected state", limit: Duration = .seconds(600),
  _ condition: @escaping @Sendable () async throws -> Bool
) async throws {
  let clock = ContinuousClock()
  let end = clock.now + limit
  while try await !condition() {
    if clock.now > end { throw NeverHappened(description: "\(what) never came") }
    try await Task.sleep(for: .milliseconds(2))
  }
}
