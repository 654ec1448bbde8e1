import Synchronization

/// The bucket of retries that all calls of a client share: when a service is down for everybody,
/// it runs dry and calls fail at once instead of adding to the trouble.
public final class RetryQuota: Sendable {
  private let capacity: Int
  private let tokens: Mutex<Int>

  /// - Parameter available: What is in it at first; all that it holds, unless said.
  public init(capacity: Int = 500, available: Int? = nil) {
    self.capacity = capacity
    tokens = Mutex(available ?? capacity)
  }

  public var available: Int { tokens.withLock { $0 } }

  /// Takes what a retry costs; false, and nothing taken, where there isn't enough left.
  func take(_ cost: Int) -> Bool {
    tokens.withLock { tokens in
      guard tokens >= cost else { return false }
      tokens -= cost
      return true
    }
  }

  func giveBack(_ amount: Int) {
    tokens.withLock { $0 = min(capacity, $0 + amount) }
  }
}
