import Synchronization

/// Which account each set of keys belongs to, as far as it is known. Keys never change their
/// account, so what was learned holds for as long as the program runs.
public final class AccountMemory: Sendable {
  /// Told apart by access key ID and by the endpoint that takes them: two servers other than AWS
  /// may each have a key of the same name.
  struct Keys: Hashable {
    var endpoint: String
    var accessKeyID: String
  }

  private struct Contents {
    var accounts: [Keys: String] = [:]
    /// Of those whom STS named.
    var callers: [Keys: String] = [:]
    /// Oldest first.
    var order: [Keys] = []
    /// Keys whose account couldn't be found out, and when to ask again (monotonic).
    var rests: [Keys: Duration] = [:]
  }

  /// Temporary keys change every hour.
  private static let room = 4096

  private let contents = Mutex(Contents())

  public init() {}

  func account(of keys: Keys) -> String? { contents.withLock { $0.accounts[keys] } }

  func learn(_ account: String, of keys: Keys) {
    contents.withLock { contents in
      contents.rests[keys] = nil
      if contents.accounts.updateValue(account, forKey: keys) == nil { contents.order.append(keys) }
      guard contents.order.count > Self.room else { return }
      let oldest = contents.order.removeFirst()
      contents.accounts[oldest] = nil
      contents.callers[oldest] = nil
    }
  }

  func caller(of keys: Keys) -> String? { contents.withLock { $0.callers[keys] } }

  func learn(_ identity: CallerIdentity, of keys: Keys) {
    learn(identity.account, of: keys)
    contents.withLock { $0.callers[keys] = identity.arn }
  }

  /// Whether the account of these keys may be asked for now.
  func mayAsk(for keys: Keys, at monotonic: Duration) -> Bool {
    contents.withLock { ($0.rests[keys] ?? .zero) <= monotonic }
  }

  func rest(_ keys: Keys, until monotonic: Duration) {
    contents.withLock { $0.rests[keys] = monotonic }
  }

  /// Accounts that couldn't be found out may be asked for again at once: the user wants to know.
  public func forgetFailures() { contents.withLock { $0.rests = [:] } }
}
