/// The credentials that `aws login` keeps for a session, renewed before they expire for as long as
/// the login lasts.
///
/// The file is read each time, so that a new login, and what the AWS CLI has renewed, take effect at
/// once. What is renewed here is saved there, where AWS's tools find it.
public struct LoginCredentials: Sendable {
  private let session: String
  private let profileName: String
  private let surroundings: Surroundings
  private let overrides: SettingsOverrides

  /// - Parameters:
  ///   - session: The profile's `login_session`.
  ///   - profileName: For what is said to the user.
  ///   - overrides: Which profile, and which region, say where AWS is asked for newer ones.
  public init(
    session: String, profileName: String, surroundings: Surroundings,
    overrides: SettingsOverrides = SettingsOverrides()
  ) {
    self.session = session
    self.profileName = profileName
    self.surroundings = surroundings
    self.overrides = overrides
  }

  /// Where a renewal fails, those that haven't expired are used on, unless AWS has refused them.
  /// - Throws: `AWSError.loginNeeded` where the user has to log in; `.configuration` where HOME, the
  ///   region or an endpoint can't be used; `.noRegion`, `.service`, `.connection`,
  ///   `.unreadableAnswer`, `.resting` or `.cancelled`.
  public func credentials() async throws(AWSError) -> Credentials {
    let file = try LoginTokenFile(
      session: session, profileName: profileName, surroundings: surroundings)
    let token = try await file.token()
    let endpoint = endpoint(for: token, in: file)
    let (cache, sessions) = (surroundings.cache, surroundings.loginSessions)
    let key = CredentialsKey(["login", file.path, (try? endpoint.get().endpoint) ?? ""])
    if sessions.note(token.digest, for: key) { cache.forget(key) }
    let areRefused = cache.hasRefused(key)
    do {
      return try await cache.credentials(
        for: key, from: file.shownPath, windows: .login,
        preparing: { () async throws(AWSError) -> (LoginToken, LoginRenewal?) in
          let token = try await file.token()
          guard file.isDue(token) || cache.hasRefused(key) else { return (token, nil) }
          guard token.missing == nil else {
            if file.isExpired(token) { throw file.unrenewable(token) }
            return (token, nil)
          }
          let settings = try endpoint.get()
          let custom = settings.endpointPlace.map { "\(settings.endpoint) (\($0))" }
          let renewal = LoginRenewal(
            file: file, endpoint: settings.endpoint, surroundings: surroundings,
            customEndpoint: custom)
          return (token, renewal)
        },
        renewing: { (prepared) async throws(AWSError) in
          let (token, renewal) = prepared
          guard let renewal else {
            sessions.note(token.digest, for: key)
            return token.credentials
          }
          let renewed = try await renewal.token(inPlaceOf: token)
          sessions.note(renewed.digest, for: key)
          return renewed.credentials
        })
    } catch {
      guard error != .cancelled, !areRefused, !file.isExpired(token) else { throw error }
      return token.credentials
    }
  }

  /// The folder of all logins, for people.
  public static func folder(_ environment: Environment) -> String {
    LoginTokenFile.folder(environment)
  }

  /// In the region where the login was made, else in that of the settings, as botocore does.
  private func endpoint(
    for token: LoginToken, in file: LoginTokenFile
  ) -> Result<ResolvedSettings, AWSError> {
    var overrides = overrides
    overrides.endpointURL = nil
    if let region = token.signInRegion {
      overrides.region = region
      overrides.places.region = "signInRegion in \(file.shownPath)"
    }
    return Result { () throws(AWSError) in
      try AWSSettings.resolve(surroundings, overrides: overrides, service: .signin)
    }
  }
}
