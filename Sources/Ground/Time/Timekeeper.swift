import Dispatch
import FoundationEssentials

/// The one owner of time: everything that asks what time it is, or wants to be called later, asks
/// the program's timekeeper, so that a test can turn it by hand.
public protocol Timekeeper: Sendable {
  /// The wall clock of this machine, uncorrected.
  var wall: Date { get }
  /// Time since an arbitrary origin that never jumps and, on a laptop that sleeps, may stand still.
  var monotonic: Duration { get }
  /// Runs `work` on `queue` when `delay` has passed; a delay of zero or less means at once.
  @discardableResult
  func after(
    _ delay: Duration, on queue: DispatchQueue, _ work: @escaping @Sendable () -> Void
  ) -> Appointment
}

/// Something that a timekeeper was asked to do later.
public struct Appointment: Sendable {
  private let onCancel: @Sendable () -> Void

  public init(onCancel: @escaping @Sendable () -> Void) {
    self.onCancel = onCancel
  }

  /// Calls the work off; does nothing once it has begun.
  public func cancel() { onCancel() }
}
