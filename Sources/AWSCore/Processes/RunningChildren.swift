import Ground
import Synchronization

/// The children that run now, so that none of them outlives the program.
final class RunningChildren: Sendable {
  private struct State {
    var leashes: [ObjectIdentifier: ChildLeash] = [:]
    var isClosed = false
    var whenEmpty: [Awaited<Void>] = []
  }

  private static let longestWait = Duration.seconds(1)

  private let state = Mutex(State())

  /// - Returns: Whether the child may begin.
  func add(_ leash: ChildLeash) -> Bool {
    state.withLock { state in
      if !state.isClosed { state.leashes[ObjectIdentifier(leash)] = leash }
      return !state.isClosed
    }
  }

  func remove(_ leash: ChildLeash) {
    let waiting = state.withLock { state -> [Awaited<Void>] in
      state.leashes[ObjectIdentifier(leash)] = nil
      guard state.leashes.isEmpty else { return [] }
      defer { state.whenEmpty = [] }
      return state.whenEmpty
    }
    for waiter in waiting { waiter.give(()) }
  }

  /// Ends all of them and waits until they have, but no longer than a second: the system may be
  /// unable to end one.
  func endAll(_ timekeeper: any Timekeeper) async {
    let isEmpty = Awaited<Void>()
    let leashes = state.withLock { state in
      state.isClosed = true
      state.whenEmpty.append(isEmpty)
      return Array(state.leashes.values)
    }
    if leashes.isEmpty { return }
    for leash in leashes { leash.endSoon() }
    let appointment = timekeeper.after(Self.longestWait, on: BackgroundQueue.shared.queue) {
      isEmpty.give(())
    }
    defer { appointment.cancel() }
    await isEmpty.value()
  }
}
