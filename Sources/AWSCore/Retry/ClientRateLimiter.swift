import Ground
import Synchronization

/// Holds the calls to an endpoint to the rate that AWS bears (the "adaptive" retry mode): shared by all
/// of them, it does nothing until a first call is throttled.
public final class ClientRateLimiter: Sendable {
  private struct State {
    /// Nil until the first attempt.
    var rate: SendingRate?
    /// What AWS last said when it throttled.
    var lastFault: ServiceFault?
  }

  private let state = Mutex(State())

  public init() {}

  /// Waits for the turn of one request.
  /// - Throws: `.cancelled`; or, where the turn would only come after `end`, what AWS last said when
  ///   it throttled.
  func acquire(by timekeeper: any Timekeeper, before end: Duration) async throws(AWSError) {
    while true {
      let now = timekeeper.monotonic
      let (wait, fault) = state.withLock { state in
        var rate = state.rate ?? SendingRate(now: now.seconds)
        let wait = rate.take(now: now.seconds)
        state.rate = rate
        return (wait, state.lastFault)
      }
      if wait <= 0 { return }
      // A nanosecond more, lest rounding make it wake just before its time.
      let rest = Duration.seconds(wait) + .nanoseconds(1)
      if now + rest >= end, let fault { throw .service(fault) }
      do { try await timekeeper.sleep(for: rest) } catch { throw .cancelled }
    }
  }

  /// An attempt has ended; the fault is what AWS answered with, if it was one.
  func record(_ fault: ServiceFault?, now: Duration) {
    state.withLock { state in
      var rate = state.rate ?? SendingRate(now: now.seconds)
      rate.record(isThrottled: fault?.isThrottling == true, now: now.seconds)
      state.rate = rate
      if let fault, fault.isThrottling { state.lastFault = fault }
    }
  }

  /// Requests a second that may be sent; nil before AWS has throttled.
  public var limit: Double? {
    state.withLock { state in state.rate.flatMap { $0.isLimited ? $0.limit : nil } }
  }
}
