import Ground
import Synchronization

/// Work that goes on side by side: what takes long holds up nothing else, and is not begun a second
/// time while it is under way.
final class SideBySide<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  private struct State {
    var atWork: Set<Key> = []
    var done: [Key: Value] = [:]
    /// Each with what it waits for, and whether it can be hurried.
    var waiting: [(keys: Set<Key>, isPatient: Bool, end: Awaited<Void>)] = []
    var isHurried = false

    mutating func takeEnded() -> [Awaited<Void>] {
      let (atWork, isHurried) = (atWork, isHurried)
      func isOver(_ keys: Set<Key>, _ isPatient: Bool) -> Bool {
        keys.isDisjoint(with: atWork) || isHurried && !isPatient
      }
      let ended = waiting.filter { isOver($0.keys, $0.isPatient) }.map(\.end)
      waiting.removeAll { isOver($0.keys, $0.isPatient) }
      return ended
    }
  }

  private let state = Mutex(State())

  func isAtWork(_ key: Key) -> Bool { state.withLock { $0.atWork.contains(key) } }

  /// What has ended too late for the call that had begun it, and is told by the next one.
  var late: Set<Key> { state.withLock { Set($0.done.keys) } }

  var isIdle: Bool { state.withLock { $0.atWork.isEmpty } }

  /// Whether `run` waits for nothing, from now on and where it waits already. What was begun goes on.
  func hurry(_ isHurried: Bool) {
    let ended = state.withLock { state in
      state.isHurried = isHurried
      return state.takeEnded()
    }
    for end in ended { end.give(()) }
  }

  /// Does the work of each key that is not under way yet, and waits until all that was begun is done
  /// or the time is up.
  /// - Returns: What was done; nothing for what goes on. What ended too late for the call that had
  ///   begun it is told now, and begun anew only next time.
  func run(
    _ keys: [Key], within limit: Duration, by timekeeper: any Timekeeper,
    _ work: @escaping @Sendable (Key) async -> Value
  ) async -> [Key: Value] {
    let (begun, late) = state.withLock { state in
      let late = Set(keys).intersection(state.done.keys)
      let begun = Set(keys).subtracting(state.atWork).subtracting(late)
      state.atWork.formUnion(begun)
      return (begun, late)
    }
    for key in begun {
      Task.detached(executorPreference: BackgroundQueue.shared) { [self] in
        end(key, await work(key))
      }
    }
    await wait(for: begun, within: limit, by: timekeeper)
    return state.withLock { state in
      let done = state.done.filter { begun.contains($0.key) || late.contains($0.key) }
      for key in done.keys { state.done[key] = nil }
      return done
    }
  }

  /// Waits until nothing of what is under way is any more, or the time is up.
  func idle(within limit: Duration? = nil, by timekeeper: (any Timekeeper)? = nil) async {
    let all = state.withLock { $0.atWork }
    await wait(for: all, isPatient: true, within: limit, by: timekeeper)
  }

  private func end(_ key: Key, _ value: Value) {
    let ended = state.withLock { state in
      state.atWork.remove(key)
      state.done[key] = value
      return state.takeEnded()
    }
    for end in ended { end.give(()) }
  }

  private func wait(
    for keys: Set<Key>, isPatient: Bool = false, within limit: Duration?,
    by timekeeper: (any Timekeeper)?
  ) async {
    let end = Awaited<Void>()
    let ended = state.withLock { state in
      state.waiting.append((keys, isPatient, end))
      return state.takeEnded()
    }
    for end in ended { end.give(()) }
    let alarm = limit.flatMap { limit in
      timekeeper?.after(limit, on: BackgroundQueue.shared.queue) { end.give(()) }
    }
    await end.value()
    alarm?.cancel()
  }
}
