/// What calls to one endpoint learn from one another: how many retries are left, and how wrong this
/// machine's clock is. A program that makes a client for each poll hands the same memory to each.
public final class EndpointMemory: Sendable {
  public let quota: RetryQuota
  let skew = ClockSkew()

  public init(quota: RetryQuota = RetryQuota()) {
    self.quota = quota
  }
}
