import Synchronization

/// What the profiles in one process share about the logins of `aws login`: whose turn it is to renew
/// one, what was handed out, and what couldn't be done.
public final class LoginSessions: Sendable {
  /// How a renewal ended that didn't work.
  struct Failure: Sendable, Hashable {
    /// Of the login that was to be renewed.
    var digest: String
    var error: AWSError
    /// Monotonic: until then AWS isn't asked again; nil where another try may succeed at once.
    var refusedUntil: Duration?
  }

  /// A renewed login that can't be saved in its file: it is used for as long as the file holds the
  /// one it replaces, because AWS may not accept that one's refresh token a second time.
  struct Unsaved: Sendable, Hashable {
    var token: LoginToken
    /// Of the login in the file.
    var replacedDigest: String
    /// In the system's words.
    var reason: String
  }

  private struct State {
    var inForce: [CredentialsKey: String] = [:]
    /// By path, as all that follows.
    var failures: [String: Failure] = [:]
    var unsaved: [String: Unsaved] = [:]
  }

  /// How long a refused renewal isn't tried again, by any profile with this login.
  static let refusalTime = Duration.seconds(60)

  let turns = Turns()
  private let state = Mutex(State())

  public init() {}

  /// Notes which login a key's credentials are of.
  /// - Returns: Whether they were another's before.
  @discardableResult
  func note(_ digest: String, for key: CredentialsKey) -> Bool {
    state.withLock { $0.inForce.updateValue(digest, forKey: key) != digest }
  }

  func unsaved(at path: String) -> Unsaved? { state.withLock { $0.unsaved[path] } }

  func rememberUnsaved(_ unsaved: Unsaved?, at path: String) {
    state.withLock { $0.unsaved[path] = unsaved }
  }

  /// How the last renewal of this very login failed, if it did.
  func failure(of digest: String, at path: String) -> Failure? {
    state.withLock { state in
      guard let failure = state.failures[path], failure.digest == digest else { return nil }
      return failure
    }
  }

  func rememberFailure(_ failure: Failure?, at path: String) {
    state.withLock { $0.failures[path] = failure }
  }

  func forgetFailures() { state.withLock { $0.failures = [:] } }
}
