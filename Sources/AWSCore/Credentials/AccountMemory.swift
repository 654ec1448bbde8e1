import Synchronization

/// Which account each set of keys belongs to, as far as it was learned. Keys stay with their account,
/// so that what was learned once holds for as long as the program runs.
public final class AccountMemory: Sendable {
  /// Keys are told apart by their access key ID, and by the endpoint that takes them: two servers
  /// that aren't AWS's may know one key each.
  struct Keys: Hashable {
    var endpoint: String
    var accessKeyID: String
  }

  private struct Contents {
    var accounts: [Keys: String] = [:]
    /// Oldest first.
    var order: [Keys] = []
    /// Keys that nobody could tell the account of, and when it is asked again (monotonic).
    var rests: [Keys: Duration] = [:]
  }

  /// Temporary keys are others every hour.
  private static let room = 256

  private let contents = Mutex(Contents())

  public init() {}

  func account(of keys: Keys) -> String? { contents.withLock { $0.accounts[keys] } }

  func learn(_ account: String, of keys: Keys) {
    contents.withLock { contents in
      contents.rests[keys] = nil
      if contents.accounts.updateValue(account, forKey: keys) == nil { contents.order.append(keys) }
      guard contents.order.count > Self.room else { return }
      contents.accounts[contents.order.removeFirst()] = nil
    }
  }

  /// Whether the account of these keys may be asked for now.
  func mayAsk(for keys: Keys, at monotonic: Duration) -> Bool {
    contents.withLock { ($0.rests[keys] ?? .zero) <= monotonic }
  }

  func rest(_ keys: Keys, until monotonic: Duration) {
    contents.withLock { $0.rests[keys] = monotonic }
  }

  /// Whoever was asked for in vain may be asked for again at once: the user wants to know.
  public func forgetFailures() { contents.withLock { $0.rests = [:] } }
}
