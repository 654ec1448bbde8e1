import Dispatch
import FoundationEssentials
import Synchronization

/// The real clock, with Dispatch to be called by.
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

extension Duration {
  /// Whole nanoseconds, clamped to what `Int` holds.
  public var nanoseconds: Int {
    let (seconds, attoseconds) = components
    let (product, overflow) = Int(seconds).multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, sumOverflow) = product.addingReportingOverflow(Int(attoseconds / 1_000_000_000))
    if overflow || sumOverflow { return seconds < 0 ? .min : .max }
    return sum
  }

  /// Seconds as a floating-point number.
  public var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) / 1e18
  }
}
