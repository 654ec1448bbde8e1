import Synchronization

/// The retries of one call: counts its failures and deals with the shared bucket.
struct RetrySession {
  enum Decision: Equatable {
    case retry(after: Duration)
    /// The same request would fail again.
    case fail
    case attemptsUsedUp
    /// The shared bucket is empty.
    case quotaExceeded
  }

  private let policy: RetryPolicy
  private let quota: RetryQuota
  private let random: @Sendable () -> Double
  private var failures = 0
  private var lastCost: Int?

  init(policy: RetryPolicy, quota: RetryQuota, random: @escaping @Sendable () -> Double) {
    self.policy = policy
    self.quota = quota
    self.random = random
  }

  /// What to do about a failed attempt.
  /// - Parameter hint: The answer's `x-amz-retry-after`.
  mutating func decide(on error: AWSError, hint: Duration?) -> Decision {
    failures += 1
    guard let cause = RetryCause(error) else { return .fail }
    guard failures < policy.maximumAttempts else { return .attemptsUsedUp }
    guard quota.pay(cause.cost) else { return .quotaExceeded }
    lastCost = cause.cost
    return .retry(after: policy.rest(after: failures, of: cause, hint: hint, random: random()))
  }

  /// A success gives back what the last retry cost, or one token if there was none.
  func succeed() { quota.giveBack(lastCost ?? 1) }

  /// The server's hint in `x-amz-retry-after`, in milliseconds; anything else is no hint.
  static func hint(in response: HTTPResponse) -> Duration? {
    guard let text = response.header("x-amz-retry-after"), let milliseconds = Int64(text),
      milliseconds >= 0
    else { return nil }
    return .milliseconds(milliseconds)
  }
}

/// The bucket of retries that all calls to an endpoint share: when a service is down for everybody,
/// it runs dry and calls fail at once instead of adding to the trouble.
public final class RetryQuota: Sendable {
  private let capacity: Int
  private let tokens: Mutex<Int>

  /// - Parameter available: The tokens in it at first; by default its capacity.
  public init(capacity: Int = 500, available: Int? = nil) {
    self.capacity = capacity
    tokens = Mutex(available ?? capacity)
  }

  public var available: Int { tokens.withLock { $0 } }

  /// Pays for a retry; returns false and takes nothing where there isn't enough left.
  func pay(_ cost: Int) -> Bool {
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
