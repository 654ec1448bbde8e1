import FoundationEssentials
import Synchronization

/// How far this machine's clock is from the server's, as learned from refused signatures.
///
/// AWS refuses a signature that is more than five minutes off. A client that then signs with the
/// server's time still works where this machine's clock is wrong (aws-sdk-swift does the same).
final class ClockSkew: Sendable {
  /// Below this a refusal is not the clock's fault, in seconds.
  private static let tolerance = 300.0

  private static let codes: Set = [
    "RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture",
    // RDS answers SignatureDoesNotMatch, "Signature expired: …", so only the dates can tell.
    "InvalidSignatureException", "SignatureDoesNotMatch", "AuthFailure",
  ]

  private let offset = Mutex(0.0)

  func corrected(_ wall: Date) -> Date {
    wall.addingTimeInterval(offset.withLock { $0 })
  }

  /// Adopts the server's time where that explains the fault.
  /// - Parameters:
  ///   - signedAt: The date in the refused signature.
  ///   - wall: This machine's clock when the answer came.
  /// - Returns: Whether signing again will help.
  func learn(
    from fault: ServiceFault, serverDate: Date?, signedAt: Date, wall: Date
  ) -> Bool {
    guard Self.codes.contains(fault.code), let serverDate,
      abs(serverDate.timeIntervalSince(signedAt)) > Self.tolerance
    else { return false }
    offset.withLock { $0 = serverDate.timeIntervalSince(wall) }
    return true
  }
}
