/// What calls to one endpoint learn from one another: how many retries are left, how fast AWS lets
/// them come, and how wrong this machine's clock is. A program that makes a client for each poll hands
/// the same memory to each.
public final class EndpointMemory: Sendable {
  public let quota: RetryQuota
  /// Used in the "adaptive" retry mode alone.
  public let limiter = ClientRateLimiter()
  let skew = ClockSkew()

  public init(quota: RetryQuota = RetryQuota()) {
    self.quota = quota
  }
}
