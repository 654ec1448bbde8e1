import Dispatch
import FoundationEssentials
import Synchronization

/// The real clock. It calls back through Dispatch.
public struct SystemTimekeeper: Timekeeper {
  private let origin = DispatchTime.now().uptimeNanoseconds
  private let alarm = Alarm()

  public init() {}

  public var wall: Date { Date() }

  public var monotonic: Duration {
    .nanoseconds(Int64(clamping: DispatchTime.now().uptimeNanoseconds &- origin))
  }

  @discardableResult
  public func after(
    _ delay: Duration, on queue: DispatchQueue, _ work: @escaping @Sendable () -> Void
  ) -> Appointment {
    let isOff = Flag()
    let due = DispatchTime.now().uptimeNanoseconds
      .addingReportingOverflow(UInt64(max(0, delay.nanoseconds)))
    let identifier = alarm.book(due: due.overflow ? .max : due.partialValue, on: queue) {
      if !isOff.isSet { work() }
    }
    return Appointment { [alarm] in
      isOff.set()
      alarm.callOff(identifier)
    }
  }
}

private final class Flag: Sendable {
  private let value = Mutex(false)
  var isSet: Bool { value.withLock { $0 } }
  func set() { value.withLock { $0 = true } }
}
