/// What a profile says about IAM Identity Center; the profile's reader has checked that it is
/// complete.
public struct SSOSettings: Hashable, Sendable {
  /// The profile's name, for messages: `aws sso login --profile X`.
  public var profileName: String
  /// The name of the `[sso-session]` section; nil for a profile of the old kind, which has none and
  /// whose token can't be refreshed.
  public var session: String?
  public var startURL: String
  public var region: String
  public var accountID: String
  public var roleName: String

  public init(
    profileName: String, session: String?, startURL: String, region: String, accountID: String,
    roleName: String
  ) {
    self.profileName = profileName
    self.session = session
    self.startURL = startURL
    self.region = region
    self.accountID = accountID
    self.roleName = roleName
  }
}

extension SSOSettings {
  /// For people: `IAM Identity Center, role "Ops" in account 123456789012 (profile "prod")`.
  var place: String {
    "IAM Identity Center, role \"\(roleName)\" in account \(accountID) (profile \"\(profileName)\")"
  }
}

/// A role's credentials through IAM Identity Center, with the token that `aws sso login` keeps.
///
/// The credentials are kept while they last. The token's expiry is checked, and the token renewed
/// if due, only when the credentials have to be renewed, so that they outlive a login that ends in
/// the night. A new login takes effect at once: the credentials' key has a digest of the token.
public struct SSOCredentials: Sendable {
  private let settings: SSOSettings
  private let surroundings: Surroundings
  /// A custom endpoint, FIPS and dual-stack are read from these.
  private let profiles: ProfileSet

  public init(_ settings: SSOSettings, profiles: ProfileSet, surroundings: Surroundings) {
    self.settings = settings
    self.profiles = profiles
    self.surroundings = surroundings
  }

  /// - Throws: `AWSError.loginNeeded` where the user has to log in; `.configuration` where HOME,
  ///   the region, an endpoint, the account or the role can't be used; `.service`, `.connection`,
  ///   `.unreadableAnswer` or `.cancelled`.
  public func credentials() async throws(AWSError) -> Credentials {
    let portalEndpoint = try endpoint(of: .sso)
    let file = try SSOTokenFile(settings, surroundings: surroundings)
    let renewalEndpoint = try endpoint(of: .ssoOIDC)
    let renewal = SSOTokenRenewal(
      settings: settings, file: file, endpoint: renewalEndpoint.url, surroundings: surroundings,
      customEndpoint: renewalEndpoint.custom)
    let portal = SSOPortal(
      settings: settings, file: file, endpoint: portalEndpoint.url, surroundings: surroundings,
      customEndpoint: portalEndpoint.custom)
    let role = [
      "sso", settings.profileName, settings.session ?? settings.startURL, settings.accountID,
      settings.roleName, portalEndpoint.url,
    ]
    let key = CredentialsKey(role + [try await file.token().digest])
    do {
      return try await surroundings.cache.credentials(for: key, from: settings.place) {
        () throws(AWSError) in
        let token = try await renewal.token()
        let (credentials, tokenInForce) = try await obtain(from: portal, with: token, in: file)
        let newKey = CredentialsKey(role + [tokenInForce.digest])
        if newKey != key { try await keep(credentials, for: newKey) }
        surroundings.ssoSessions.remember(newKey, for: role)
        return credentials
      }
    } catch {
      return try await credentials(ofTheLoginBefore: key, of: role, unless: error)
    }
  }

  /// Asks the portal. If it refuses the token and there has been a new login meanwhile, asks once
  /// more with that one's token.
  private func obtain(
    from portal: SSOPortal, with token: SSOToken, in file: SSOTokenFile
  ) async throws(AWSError) -> (Credentials, SSOToken) {
    do {
      return (try await portal.roleCredentials(with: token), token)
    } catch .loginNeeded(let profile, let command, let detail) {
      guard case .token(let current) = file.contents(), current.accessToken != token.accessToken,
        current.expiresAt > surroundings.timekeeper.wall
      else { throw .loginNeeded(profile: profile, command: command, detail: detail) }
      return (try await portal.roleCredentials(with: current), current)
    }
  }

  private func keep(_ credentials: Credentials, for key: CredentialsKey) async throws(AWSError) {
    _ = try await surroundings.cache.credentials(for: key, from: settings.place) {
      () throws(AWSError) in credentials
    }
  }

  /// For when the AWS CLI has renewed the token, or the user has logged in again, and the portal
  /// can't be reached just now: the previous login's credentials are good for as long as they last.
  private func credentials(
    ofTheLoginBefore key: CredentialsKey, of role: [String], unless error: AWSError
  ) async throws(AWSError) -> Credentials {
    guard RetryCause(error) != nil, let earlier = surroundings.ssoSessions.lastGoodKey(for: role),
      earlier != key
    else { throw error }
    return try await surroundings.cache.credentials(
      for: earlier, preparing: { () async throws(AWSError) -> Credentials in throw error },
      renewing: { (none) async throws(AWSError) in none })
  }

  private func endpoint(of service: AWSService) throws(AWSError) -> EndpointResolver.Finding {
    guard RegionResolver.isHostLabel(settings.region) else {
      throw .configuration(
        place: settings.session.map { "sso_region of sso-session \"\($0)\"" }
          ?? "sso_region of profile \"\(settings.profileName)\"",
        message: "\"\(settings.region.singleLine(limit: 40))\" is not a region; one looks like "
          + "eu-west-1")
    }
    return try EndpointResolver(
      environment: surroundings.environment, override: nil,
      profile: profiles.profile(named: settings.profileName), profiles: profiles, service: service
    ).resolve(RegionResolver.Finding(region: settings.region.lowercased(), usesFIPS: false))
  }
}
