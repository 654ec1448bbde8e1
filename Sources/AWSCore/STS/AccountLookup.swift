/// The account that keys belong to: as the credentials say, as learned before, or as STS says.
struct AccountLookup: Sendable {
  /// Where the calls signed with the keys go.
  let endpoint: String
  let isCustomEndpoint: Bool
  let surroundings: Surroundings
  let overrides: SettingsOverrides

  private static let limit = Duration.seconds(3)
  /// Keeps an STS that doesn't answer, or that a network policy blocks, from being asked before
  /// each poll.
  private static let rest = Duration.seconds(300)

  /// Asks nobody.
  func known(_ credentials: Credentials) -> String? {
    credentials.accountID ?? surroundings.accounts.account(of: keys(credentials))
  }

  func learn(_ account: String, of credentials: Credentials) {
    surroundings.accounts.learn(account, of: keys(credentials))
  }

  func account(of credentials: Credentials) async -> String? {
    if let known = known(credentials) { return known }
    return await identity(of: credentials)?.account
  }

  /// Who AWS says the caller is, by ARN.
  func caller(of credentials: Credentials) async -> String? {
    if let known = surroundings.accounts.caller(of: keys(credentials)) { return known }
    return await identity(of: credentials)?.arn
  }

  private func identity(of credentials: Credentials) async -> CallerIdentity? {
    let keys = keys(credentials)
    let timekeeper = surroundings.timekeeper
    guard surroundings.accounts.mayAsk(for: keys, at: timekeeper.monotonic),
      let client = await stsClient(),
      // The user's own server has its own accounts: AWS's STS doesn't know them, and must not see
      // their keys.
      !isCustomEndpoint || client.isCustomEndpoint
    else { return nil }
    do {
      let identity = try await timekeeper.limited(to: Self.limit) {
        try await client.identity(of: credentials)
      }
      surroundings.accounts.learn(identity, of: keys)
      return identity
    } catch {
      if !Task.isCancelled {
        surroundings.accounts.rest(keys, until: timekeeper.monotonic + Self.rest)
      }
      return nil
    }
  }

  private func stsClient() async -> STSClient? {
    try? await surroundings.lookingAtFiles { () async throws(AWSError) in
      try STSClient(surroundings, overrides: overrides)
    }
  }

  private func keys(_ credentials: Credentials) -> AccountMemory.Keys {
    AccountMemory.Keys(endpoint: endpoint, accessKeyID: credentials.accessKeyID)
  }
}
