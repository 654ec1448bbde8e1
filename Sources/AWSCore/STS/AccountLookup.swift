/// The account that keys belong to: by their own word, by what was learned before, else by STS's.
struct AccountLookup: Sendable {
  /// Where the calls go that the keys sign.
  let endpoint: String
  let isCustomEndpoint: Bool
  let surroundings: Surroundings
  let overrides: SettingsOverrides

  private static let limit = Duration.seconds(3)
  /// An STS that doesn't answer, or that a network policy forbids, is not asked before each poll.
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
    let keys = keys(credentials)
    let timekeeper = surroundings.timekeeper
    guard surroundings.accounts.mayAsk(for: keys, at: timekeeper.monotonic),
      let client = await stsClient(),
      // A server of the user's own has accounts of its own: AWS's STS doesn't know them, and isn't
      // shown their keys.
      !isCustomEndpoint || client.isCustomEndpoint
    else { return nil }
    do {
      let account = try await timekeeper.limited(to: Self.limit) {
        try await client.account(of: credentials)
      }
      learn(account, of: credentials)
      return account
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
