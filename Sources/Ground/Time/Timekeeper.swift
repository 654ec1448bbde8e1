import Dispatch
import FoundationEssentials

/// The one source of time. Everything that needs to know the time, or wants to be called later,
/// asks the program's timekeeper, so that a test can set the time by hand.
public protocol Timekeeper: Sendable {
  /// The wall clock of this machine, uncorrected.
  var wall: Date { get }
  /// Time since an arbitrary origin. It never jumps, and may stop while a laptop sleeps.
  var monotonic: Duration { get }
  /// Runs `work` on `queue` once `delay` has passed; at once for a delay of zero or less.
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

  /// Cancels the work; does nothing once it has begun.
  public func cancel() { onCancel() }
}
