import Synchronization

/// What calls to one endpoint learn from one another: how many retries are left, and how wrong this
/// machine's clock is. A program that makes a client for each poll hands the same memory to each.
public final class EndpointMemory: Sendable {
  public let quota: RetryQuota
  let skew = ClockSkew()

  public init(quota: RetryQuota = RetryQuota()) {
    self.quota = quota
  }
}

/// The memories of all endpoints that a program calls: clients come and go, and what they learn
/// stays.
public final class EndpointMemories: Sendable {
  private let memories = Mutex<[String: EndpointMemory]>([:])

  public init() {}

  /// The memory of an endpoint, called for one region.
  public func memory(of endpoint: String, region: String) -> EndpointMemory {
    let key = "\(endpoint) \(region)"
    return memories.withLock { memories in
      if let known = memories[key] { return known }
      let memory = EndpointMemory()
      memories[key] = memory
      return memory
    }
  }
}
