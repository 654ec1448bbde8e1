/// What a profile says about IAM Identity Center, in its own `sso_…` settings and in the
/// `[sso-session]` section it names.
///
/// A region or start URL in both must be the same in both (botocore's rule). One that is only in
/// the profile, when the session it names lacks it, is an error (the SDKs' published cases).
struct IdentityCenterProfile {
  private let profile: Profile
  private let name: String
  private let profiles: ProfileSet

  init(_ profile: Profile, named name: String, in profiles: ProfileSet) {
    self.profile = profile
    self.name = name
    self.profiles = profiles
  }

  /// The role that the profile signs in to; nil where it names neither an account nor a role.
  func role() throws(ProfilePlanError) -> ProfilePlanReader.Found? {
    let account = profile.value("sso_account_id")
    let role = profile.value("sso_role_name")
    guard account != nil || role != nil else { return nil }
    guard let account else {
      throw missing("sso_account_id", besides: "sso_role_name")
    }
    guard let role else {
      throw missing("sso_role_name", besides: "sso_account_id")
    }
    let session = profile.value("sso_session")
    let (startURL, region) = try session == nil ? ownSettings() : sessionSettings()
    let settings = SSOSettings(
      profileName: name, session: session, startURL: startURL, region: region, accountID: account,
      roleName: role)
    return ProfilePlanReader.Found(.identityCenter(settings), at: place(of: "sso_account_id"))
  }

  /// A session alone, which gives a token but no credentials for requests to RDS.
  func token() throws(ProfilePlanError) -> ProfilePlanReader.Found? {
    guard let session = profile.value("sso_session") else { return nil }
    let (startURL, region) = try sessionSettings()
    return ProfilePlanReader.Found(
      .identityCenterToken(session: session, startURL: startURL, region: region),
      at: place(of: "sso_session"))
  }

  private typealias Settings = (startURL: String, region: String)

  private func ownSettings() throws(ProfilePlanError) -> Settings {
    guard let startURL = profile.value("sso_start_url") else {
      throw missing("sso_start_url", besides: "sso_account_id")
    }
    guard let region = profile.value("sso_region") else {
      throw missing("sso_region", besides: "sso_account_id")
    }
    return (startURL, try checked(region, at: place(of: "sso_region")))
  }

  private func sessionSettings() throws(ProfilePlanError) -> Settings {
    let sessionName = profile.value("sso_session") ?? ""
    guard let session = profiles.ssoSessions[ProfileName(sessionName)] else {
      throw .broken(
        at: place(of: "sso_session"),
        "sso-session named `\(sessionName)` (referenced by profile `\(name)`) was not found"
          + profiles.passedOver(meaning: sessionName))
    }
    if let error = session.error { throw .broken(error) }
    let startURL = try value(of: "sso_start_url", in: session, named: sessionName)
    let region = try value(of: "sso_region", in: session, named: sessionName)
    return (startURL, try checked(region, at: session["sso_region"]?.place ?? ""))
  }

  private func value(
    of property: String, in session: Profile, named sessionName: String
  ) throws(ProfilePlanError) -> String {
    let own = profile.value(property)
    guard let value = session.value(property) else {
      let message =
        own == nil
        ? "sso-session `\(sessionName)` has no \(property)"
        : "`\(property)` can only be specified in the [sso-session] config when a session name is "
          + "given"
      throw .broken(at: place(of: own == nil ? "sso_session" : property), message)
    }
    guard let own, own != value else { return value }
    throw .broken(
      at: place(of: property),
      "not the same as in sso-session `\(sessionName)` (\(session[property]?.place ?? "")); "
        + "remove it here")
  }

  /// A region becomes part of a host's name.
  private func checked(_ region: String, at place: String) throws(ProfilePlanError) -> String {
    guard RegionResolver.isHostLabel(region) else {
      throw .broken(
        at: place,
        "\"\(region.singleLine(limit: 40))\" is not a region; one looks like eu-west-1")
    }
    return region
  }

  private func missing(_ property: String, besides present: String) -> ProfilePlanError {
    .broken(
      at: place(of: present), "if `\(present)` is set, then `\(property)` must also be set")
  }

  private func place(of property: String) -> String {
    profile[property]?.place(as: property, of: name) ?? "\(property) of profile \"\(name)\""
  }
}
