import Dispatch
import Foundation
import Ground

/// A wall clock that stands still beside a monotonic one that runs: what is compared at the edge of
/// an expiry is not up to how busy this machine is.
public struct StoppedClock: Timekeeper {
  private let running = SystemTimekeeper()
  public let wall: Date

  /// - Parameter wall: Whole seconds of it are what it shows.
  public init(at wall: Date = Date()) {
    self.wall = Date(timeIntervalSince1970: wall.timeIntervalSince1970.rounded(.down))
  }

  public var monotonic: Duration { running.monotonic }

  @discardableResult
  public func after(
    _ delay: Duration, on queue: DispatchQueue, _ work: @escaping @Sendable () -> Void
  ) -> Appointment {
    running.after(delay, on: queue, work)
  }

  /// What a Python script starts with to have the same time.
  public var python: String {
    """
    import datetime, time
    class StoppedTime(datetime.datetime):
        @classmethod
        def now(cls, tz=None):
            return cls.fromtimestamp(\(Int(wall.timeIntervalSince1970)), tz)
        @classmethod
        def utcnow(cls):
            return cls.fromtimestamp(\(Int(wall.timeIntervalSince1970)), datetime.timezone.utc
                ).replace(tzinfo=None)
    datetime.datetime = StoppedTime
    time.time = lambda: float(\(Int(wall.timeIntervalSince1970)))

    """
  }
}
