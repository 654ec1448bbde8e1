import Dispatch
import FoundationEssentials
import Ground

/// The demo's clock. It goes as the real one does, but it is night when it begins: what is shown is
/// the night's exports, whenever somebody looks.
struct DemoClock: Timekeeper {
  private let real: any Timekeeper
  /// In seconds; never below zero.
  private let behind: TimeInterval

  /// - Parameters:
  ///   - hour: What the clocks show when it begins.
  ///   - clocks: What they show at which moment.
  init(_ real: any Timekeeper = SystemTimekeeper(), at hour: TimeOfDay, _ clocks: LocalTime) {
    self.real = real
    let now = real.wall
    behind = now.timeIntervalSince(clocks.last(hour, upTo: now))
  }

  var wall: Date { real.wall.addingTimeInterval(-behind) }

  var monotonic: Duration { real.monotonic }

  @discardableResult
  func after(
    _ delay: Duration, on queue: DispatchQueue, _ work: @escaping @Sendable () -> Void
  ) -> Appointment {
    real.after(delay, on: queue, work)
  }
}
