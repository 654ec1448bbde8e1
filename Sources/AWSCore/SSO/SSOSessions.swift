import Synchronization

/// What the profiles in one process share about their logins: whose turn it is to renew a token,
/// and which login last gave a role's credentials.
///
/// Many profiles share one session, and all of their tokens fall due at once: one renews the token
/// and the others find it in the file.
public final class SSOSessions: Sendable {
  private struct State {
    var lastGood: [[String]: CredentialsKey] = [:]
    var refusals: [String: Refusal] = [:]
    var unsaved: [String: UnsavedToken] = [:]
  }

  private struct Refusal {
    var tokenDigest: String
    var fault: ServiceFault
    var end: Duration
  }

  /// How long a refused renewal is not retried: AWS would say the same to each profile of the
  /// session at each poll, all night (botocore's `DeferredRefreshableToken`).
  static let refusalTime = Duration.seconds(60)

  private let turns = Turns()
  private let state = Mutex(State())

  public init() {}

  /// Does some work on a token while nobody else in this process does.
  /// - Throws: What the work throws, or `AWSError.cancelled` while waiting.
  func alone<Value>(
    with path: String, _ work: () async throws(AWSError) -> Value
  ) async throws(AWSError) -> Value {
    try await turns.alone(with: path, work)
  }

  /// The key that last gave a role's credentials.
  func lastGoodKey(for role: [String]) -> CredentialsKey? {
    state.withLock { $0.lastGood[role] }
  }

  func remember(_ key: CredentialsKey, for role: [String]) {
    state.withLock { $0.lastGood[role] = key }
  }

  /// The renewed token that couldn't be saved to its file.
  func unsaved(at path: String) -> UnsavedToken? {
    state.withLock { $0.unsaved[path] }
  }

  func rememberUnsaved(_ unsaved: UnsavedToken?, at path: String) {
    state.withLock { $0.unsaved[path] = unsaved }
  }

  /// How AWS refused to renew this very token less than a minute ago, if it did.
  func refusal(of tokenDigest: String, at path: String, now: Duration) -> ServiceFault? {
    state.withLock { state in
      guard let refusal = state.refusals[path], refusal.tokenDigest == tokenDigest,
        refusal.end > now
      else { return nil }
      return refusal.fault
    }
  }

  func rememberRefusal(
    _ fault: ServiceFault, of tokenDigest: String, at path: String, now: Duration
  ) {
    let refusal = Refusal(tokenDigest: tokenDigest, fault: fault, end: now + Self.refusalTime)
    state.withLock { $0.refusals[path] = refusal }
  }

  func forgetRefusals() { state.withLock { $0.refusals = [:] } }
}
