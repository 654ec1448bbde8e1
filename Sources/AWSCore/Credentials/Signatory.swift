import Ground
import Synchronization

/// Whose keys sign: the credentials found for one client, and the account they belong to.
///
/// Credentials are looked up again before each poll, so their account can change while the program
/// runs. A client made with a signatory's `provider` never signs for another account than the one
/// it was made for: it would act there under the first one's name.
public struct Signatory: Sendable {
  /// The access key ID that was found, which tells sets of keys apart and is no secret.
  public var keyID: String { found.accessKeyID }
  /// What the source of the keys is called; nil where the source doesn't say.
  public var source: String? { found.source }

  private let found: Credentials
  private let chain: any CredentialsProvider
  private let accounts: AccountLookup
  private let timekeeper: any Timekeeper

  /// Looks for credentials now. Someone may be asked for a code on the way.
  /// - Throws: Why there are none.
  public init(
    _ settings: ResolvedSettings, surroundings: Surroundings,
    overrides: SettingsOverrides = SettingsOverrides()
  ) async throws(AWSError) {
    chain = settings.credentials
    timekeeper = surroundings.timekeeper
    accounts = AccountLookup(
      endpoint: settings.endpoint, isCustomEndpoint: settings.isCustomEndpoint,
      surroundings: surroundings, overrides: overrides)
    found = try await chain.credentials(
      by: surroundings.timekeeper, within: AWSClient.credentialsLimit)
  }

  /// The account, where the credentials name it or it was learned before; asks nobody.
  public var knownAccount: String? { accounts.known(found) }

  /// The account; asks STS where it isn't known yet, once for each set of keys.
  /// - Returns: Nil where STS can't be asked or doesn't answer within 3 seconds. Then it isn't
  ///   asked again for five minutes.
  public func account() async -> String? { await accounts.account(of: found) }

  /// Who AWS says the caller is, by ARN; asks STS as `account` does.
  public func caller() async -> String? { await accounts.caller(of: found) }

  /// Notes the account that an answer named.
  public func learn(account: String) { accounts.learn(account, of: found) }

  /// What a client signs with.
  public var provider: any CredentialsProvider {
    BoundCredentials(found: found, chain: chain, accounts: accounts, timekeeper: timekeeper)
  }
}

/// Credentials that may be renewed and never change their account.
private final class BoundCredentials: CredentialsProvider {
  /// What was found so short ago is not looked for again: a fast server's pages would each wait for
  /// the thread that looks at files.
  private static let moment = Duration.seconds(1)

  private struct Last {
    var credentials: Credentials
    var foundAt: Duration
  }

  private let found: Credentials
  private let chain: any CredentialsProvider
  private let accounts: AccountLookup
  private let timekeeper: any Timekeeper
  private let last: Mutex<Last?>

  init(
    found: Credentials, chain: any CredentialsProvider, accounts: AccountLookup,
    timekeeper: any Timekeeper
  ) {
    self.found = found
    self.chain = chain
    self.accounts = accounts
    self.timekeeper = timekeeper
    last = Mutex(Last(credentials: found, foundAt: timekeeper.monotonic))
  }

  /// What was found a moment ago; later calls, of a long round, get what the source has then.
  var atHand: Credentials? {
    guard let last = last.withLock({ $0 }), timekeeper.monotonic - last.foundAt < Self.moment
    else { return nil }
    return last.credentials
  }

  func look() async throws(AWSError) -> CredentialsFinding {
    if let credentials = atHand { return .found(credentials) }
    let now = timekeeper.monotonic
    let finding = try await newFinding()
    if case .found(let credentials) = finding {
      last.withLock { $0 = Last(credentials: credentials, foundAt: now) }
    }
    return finding
  }

  private func newFinding() async throws(AWSError) -> CredentialsFinding {
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

  func refused(_ credentials: Credentials) {
    last.withLock { $0 = nil }
    chain.refused(credentials)
  }

  private static func words(_ account: String?) -> String {
    account.map { "account \($0.singleLine(limit: 20))" } ?? "an account that isn't known"
  }
}
