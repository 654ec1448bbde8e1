/// The numbers of the AWS SDKs' "standard" retries as they are since November 2026.
public struct RetryPolicy: Sendable, Hashable {
  /// Three attempts in all.
  public static let standardAttempts = 3

  /// Attempts a call may take in all, the first one included.
  public var maximumAttempts: Int
  /// The longest rest the client chooses by itself.
  public var maximumBackoff: Duration
  /// How long one attempt may take, the last byte of its answer included.
  public var attemptLimit: Duration

  public init(
    maximumAttempts: Int = RetryPolicy.standardAttempts, maximumBackoff: Duration = .seconds(20),
    attemptLimit: Duration = .seconds(15)
  ) {
    self.maximumAttempts = maximumAttempts
    self.maximumBackoff = maximumBackoff
    self.attemptLimit = attemptLimit
  }

  /// The rest before the next attempt: full jitter over an exponential backoff, which a server's
  /// hint can lengthen, by 5 s at most.
  /// - Parameters:
  ///   - failures: How many attempts of the call have failed so far, 1 or more.
  ///   - random: From 0 to 1.
  func rest(
    after failures: Int, of cause: RetryCause, hint: Duration?, random: Double
  ) -> Duration {
    let ceiling = min(
      cause.base.seconds * Double(1 << min(failures - 1, 30)), maximumBackoff.seconds)
    let own = Duration.seconds(min(max(random, 0), 1) * ceiling)
    guard let hint else { return own }
    return max(own, min(hint, own + .seconds(5)))
  }
}

/// Why trying again may help.
enum RetryCause: Sendable, Hashable {
  /// AWS asked for fewer requests.
  case throttling
  /// A network or server fault, likely gone the next time.
  case transient

  /// How many tokens a retry takes out of the shared bucket.
  var cost: Int {
    switch self {
    case .throttling: 5
    case .transient: 14
    }
  }

  fileprivate var base: Duration {
    switch self {
    case .throttling: .seconds(1)
    case .transient: .milliseconds(50)
    }
  }

  /// Nil where the same request would fail again.
  init?(_ error: AWSError) {
    switch error {
    case .service(let fault): self.init(fault)
    case .connection(let failure): self.init(failure)
    case .resting(let cause, _): self.init(cause)
    case .unreadableAnswer, .noCredentials, .noRegion, .configuration, .loginNeeded, .answerNeeded,
      .cancelled:
      return nil
    }
  }

  private init?(_ fault: ServiceFault) {
    if fault.isThrottling {
      self = .throttling
    } else if [500, 502, 503, 504].contains(fault.status)
      // The last one is STS's, for when it couldn't reach the identity provider.
      || ["RequestTimeout", "RequestTimeoutException", "IDPCommunicationError"]
        .contains(fault.code)
    {
      self = .transient
    } else {
      return nil
    }
  }

  private init?(_ failure: ConnectionFailure) {
    switch failure.kind {
    case .refused, .nameNotFound, .connectTimeout, .timeout, .closed, .tls, .proxy:
      self = .transient
    // Credentials and certificates are the same the next time.
    case .untrusted, .proxyCredentials, .tooLarge, .other: return nil
    }
  }
}
