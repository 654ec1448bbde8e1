import Dispatch
import Synchronization

/// All the appointments of a system timekeeper, on as few Dispatch timers as possible.
///
/// On Linux a Dispatch timer can only be cancelled through its source, which isn't Sendable, and a
/// timer that nobody cancels wakes the process for nothing. Most appointments are time limits that
/// are cancelled a few milliseconds later. Here they just leave the list, and an appointment gets
/// no timer of its own where another timer fires by then.
final class Alarm: Sendable {
  private struct Entry {
    var due: UInt64
    var queue: DispatchQueue
    var work: @Sendable () -> Void
  }

  private struct State {
    var entries: [Int: Entry] = [:]
    var nextIdentifier = 0
    /// When timers will fire, whether or not anyone still has an appointment then.
    var timers: Set<UInt64> = []
  }

  private let state = Mutex(State())
  private let bell = DispatchQueue(
    label: "exportdeck.alarm", target: BackgroundQueue.shared.queue)

  /// - Parameters:
  ///   - due: In nanoseconds of the system's uptime.
  /// - Returns: The appointment's number, for `callOff`.
  func book(
    due: UInt64, on queue: DispatchQueue, _ work: @escaping @Sendable () -> Void
  ) -> Int {
    let (identifier, timer) = state.withLock { state in
      let identifier = state.nextIdentifier
      state.nextIdentifier += 1
      state.entries[identifier] = Entry(due: due, queue: queue, work: work)
      return (identifier, Self.timerToSet(&state))
    }
    set(timer)
    return identifier
  }

  func callOff(_ identifier: Int) {
    state.withLock { $0.entries[identifier] = nil }
  }

  private func set(_ timer: UInt64?) {
    guard let timer else { return }
    bell.asyncAfter(deadline: DispatchTime(uptimeNanoseconds: timer)) { self.ring() }
  }

  private func ring() {
    let now = DispatchTime.now().uptimeNanoseconds
    let (due, timer) = state.withLock { state in
      let due = state.entries.filter { $0.value.due <= now }
        .sorted { ($0.value.due, $0.key) < ($1.value.due, $1.key) }
      for (identifier, _) in due { state.entries[identifier] = nil }
      state.timers = state.timers.filter { $0 > now }
      return (due.map(\.value), Self.timerToSet(&state))
    }
    for entry in due { entry.queue.async(execute: entry.work) }
    set(timer)
  }

  /// The earliest appointment, unless a timer fires by then: that one takes care of the rest.
  private static func timerToSet(_ state: inout State) -> UInt64? {
    guard let earliest = state.entries.values.lazy.map(\.due).min(),
      !state.timers.contains(where: { $0 <= earliest })
    else { return nil }
    state.timers.insert(earliest)
    return earliest
  }
}
