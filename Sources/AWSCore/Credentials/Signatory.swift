import Synchronization

/// Whose keys sign: credentials as they were found for one client, and the account they are of.
///
/// Credentials are looked up anew before each poll, so that their account can change under a running
/// program. A client that is made with a signatory's `provider` never signs for another account than
/// the one that it was made for: it would act there under the first one's name.
public struct Signatory: Sendable {
  /// The access key ID that was found, which tells sets of keys apart and is no secret.
  public var keyID: String { found.accessKeyID }
  /// What the source of the keys is called; nil where the source doesn't say.
  public var source: String? { found.source }

  private let found: Credentials
  private let chain: any CredentialsProvider
  private let accounts: AccountLookup

  /// Looks for credentials now. A person may be asked for a code on the way to them.
  /// - Throws: Why there are none.
  public init(
    _ settings: ResolvedSettings, surroundings: Surroundings,
    overrides: SettingsOverrides = SettingsOverrides()
  ) async throws(AWSError) {
    chain = settings.credentials
    accounts = AccountLookup(
      endpoint: settings.endpoint, isCustomEndpoint: settings.isCustomEndpoint,
      surroundings: surroundings, overrides: overrides)
    found = try await chain.credentials(
      by: surroundings.timekeeper, within: AWSClient.credentialsLimit)
  }

  /// The account, where the credentials say it or it was learned before; asks nobody.
  public var knownAccount: String? { accounts.known(found) }

  /// The account; asks STS where nobody knows it yet, once for each set of keys.
  /// - Returns: Nil where STS can't be asked or doesn't tell within 3 seconds. It isn't asked for
  ///   five minutes then.
  public func account() async -> String? { await accounts.account(of: found) }

  /// Takes in what an answer said of the account.
  public func learn(account: String) { accounts.learn(account, of: found) }

  /// What a client signs with.
  public var provider: any CredentialsProvider {
    BoundCredentials(found: found, chain: chain, accounts: accounts)
  }
}

/// Credentials that may be renewed and never change their account.
private final class BoundCredentials: CredentialsProvider {
  private let found: Credentials
  private let chain: any CredentialsProvider
  private let accounts: AccountLookup
  private let isFirst = Mutex(true)

  init(found: Credentials, chain: any CredentialsProvider, accounts: AccountLookup) {
    self.found = found
    self.chain = chain
    self.accounts = accounts
  }

  /// What was found a moment ago serves the first call; later ones, of a long round, get what the
  /// source has then.
  func look() async throws(AWSError) -> CredentialsFinding {
    let isFirst = isFirst.withLock { isFirst in
      defer { isFirst = false }
      return isFirst
    }
    if isFirst { return .found(found) }
    let finding = try await chain.look()
    guard case .found(let newer) = finding, newer.accessKeyID != found.accessKeyID else {
      return finding
    }
    let (before, now) = (await accounts.account(of: found), await accounts.account(of: newer))
    guard let before, before == now else {
      throw .configuration(
        place: "credentials",
        message: "they changed in the middle of a call from \(Self.words(before)) to "
          + "\(Self.words(now)); nothing more was sent")
    }
    return finding
  }

  func refused(_ credentials: Credentials) { chain.refused(credentials) }

  private static func words(_ account: String?) -> String {
    account.map { "account \($0.singleLine(limit: 20))" } ?? "an account that isn't known"
  }
}
