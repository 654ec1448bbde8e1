import Synchronization

/// What the profiles in one process share about their logins: whose turn it is to renew a token,
/// and which login last gave a role's credentials.
///
/// Many profiles share one session, and all of their tokens fall due at once: one renews the token
/// and the others find it in the file.
public final class SSOSessions: Sendable {
  private struct Waiter {
    var id: Int
    var continuation: CheckedContinuation<Bool, Never>
  }

  private struct State {
    /// By path, while somebody has the turn: who is next.
    var waiters: [String: [Waiter]] = [:]
    var nextID = 0
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

  private let state = Mutex(State())

  public init() {}

  /// Does some work on a token while nobody else in this process does.
  /// - Throws: What the work throws, or `AWSError.cancelled` while waiting.
  func alone<Value>(
    with path: String, _ work: () async throws(AWSError) -> Value
  ) async throws(AWSError) -> Value {
    guard await enter(path) else { throw .cancelled }
    defer { leave(path) }
    return try await work()
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

  /// False when the task is cancelled before its turn.
  private func enter(_ path: String) async -> Bool {
    let id = state.withLock { state in
      state.nextID += 1
      return state.nextID
    }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let mayEnter: Bool? = state.withLock { state in
          if Task.isCancelled { return false }
          guard state.waiters[path] != nil else {
            state.waiters[path] = []
            return true
          }
          state.waiters[path]?.append(Waiter(id: id, continuation: continuation))
          return nil
        }
        if let mayEnter { continuation.resume(returning: mayEnter) }
      }
    } onCancel: {
      let waiter = state.withLock { state -> Waiter? in
        guard let index = state.waiters[path]?.firstIndex(where: { $0.id == id }) else {
          return nil
        }
        return state.waiters[path]?.remove(at: index)
      }
      waiter?.continuation.resume(returning: false)
    }
  }

  private func leave(_ path: String) {
    let next = state.withLock { state -> Waiter? in
      guard state.waiters[path]?.isEmpty == false else {
        state.waiters[path] = nil
        return nil
      }
      return state.waiters[path]?.removeFirst()
    }
    next?.continuation.resume(returning: true)
  }
}
