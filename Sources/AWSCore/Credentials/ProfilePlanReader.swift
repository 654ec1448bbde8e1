/// Reads the plan of a profile from the shared files.
///
/// The AWS SDKs differ in what wins when one profile holds several kinds. This takes the AWS
/// command line's order (botocore 1.43), so that a profile that works there means the same here:
/// `role_arn` with its source, web identity, IAM Identity Center, a key in the credentials file,
/// `login_session`, `credential_process`, a key in the config file. In a source profile a key comes
/// first, and then its own `role_arn` is ignored, as the SDKs' published cases demand.
struct ProfilePlanReader {
  let profiles: ProfileSet

  func plan(for name: String) throws(ProfilePlanError) -> ProfilePlan {
    if profiles.profiles.isEmpty { throw .noProfiles }
    if profiles.profile(named: name) == nil { throw .noProfile(named: name) }
    var chain = SourceChain(first: name)
    while true {
      let (current, profile) = try next(of: &chain)
      if !chain.isAtFirst, let key = try key(of: profile, named: current) {
        return chain.plan(from: key, of: current)
      }
      guard let role = role(of: profile, named: current) else {
        if let start = try start(of: profile, named: current) {
          if case .identityCenterToken = start.start, !chain.isAtFirst {
            throw .broken(at: chain.pending.place, start.start.tokenOnly)
          }
          return chain.plan(from: start, of: current)
        }
        throw nothing(in: profile, named: current, of: chain)
      }
      chain.roles.append(role)
      if let start = try credentialSource(of: profile, named: current, for: role) {
        return chain.plan(from: start, of: current)
      }
      let source = try sourceProfile(of: profile, named: current, for: role)
      if source.value == current {
        // A profile may be its own source only where it has a key of its own. What else it holds
        // then comes in the usual order.
        guard ProfileKey(profile, named: current).isThere,
          let start = try start(of: profile, named: current)
        else { throw .broken(at: source.place, SourceChain.loop([current, current])) }
        return chain.plan(from: start, of: current)
      }
      chain.pending = source
    }
  }

  private func next(of chain: inout SourceChain) throws(ProfilePlanError) -> (String, Profile) {
    let name = chain.pending.value
    guard let profile = profiles.profile(named: name) else {
      throw .broken(
        at: chain.pending.place,
        "could not find source profile \(name) referenced from \(chain.visited.last ?? "")"
          + (profiles.unquoted(name) == nil ? "" : "; without the quotes there is one")
          + profiles.passedOver(meaning: name))
    }
    if let error = profile.error { throw .broken(error) }
    if chain.visited.contains(name) {
      throw .broken(at: chain.pending.place, SourceChain.loop(chain.visited + [name]))
    }
    chain.visited.append(name)
    return (name, profile)
  }

  /// A web identity token starts a plan: its `role_arn` isn't a role to assume with a source.
  private func role(of profile: Profile, named name: String) -> AssumedRole? {
    guard profile.value("web_identity_token_file") == nil, let arn = profile.value("role_arn"),
      let place = profile["role_arn"]?.place
    else { return nil }
    return AssumedRole(
      profileName: name, place: place, roleARN: arn, externalID: profile.value("external_id"),
      sessionName: profile.value("role_session_name"),
      durationSeconds: profile.value("duration_seconds").flatMap { Int($0) },
      mfaSerial: profile.value("mfa_serial"))
  }

  private func credentialSource(
    of profile: Profile, named name: String, for role: AssumedRole?
  ) throws(ProfilePlanError) -> Found? {
    guard let value = profile.value("credential_source"),
      let place = profile["credential_source"]?.place(as: "credential_source", of: name)
    else { return nil }
    if role != nil, profile.value("source_profile") != nil {
      throw .broken(
        at: place,
        "profile contained both source_profile and credential_source; keep one of the two")
    }
    guard let source = CredentialSource(named: value) else {
      let known = CredentialSource.allCases.map(\.rawValue).joined(separator: ", ")
      throw .broken(
        at: place, "\"\(value.singleLine(limit: 40))\" is not a source; there are: \(known)")
    }
    return Found(.source(source), at: place)
  }

  private func sourceProfile(
    of profile: Profile, named name: String, for role: AssumedRole
  ) throws(ProfilePlanError) -> SourceChain.Link {
    guard let value = profile.value("source_profile"),
      let place = profile["source_profile"]?.place(as: "source_profile", of: name)
    else {
      throw .broken(
        at: "role_arn of profile \"\(name)\" (\(role.place))",
        "profile must contain `source_profile` or `credential_source`, which say whose credentials "
          + "assume the role")
    }
    return SourceChain.Link(value: value, place: place)
  }

  private func key(of profile: Profile, named name: String) throws(ProfilePlanError) -> Found? {
    for file in [ProfileFileKind.credentials, .config] {
      if let key = try ProfileKey(profile, named: name).start(in: file) { return key }
    }
    return nil
  }

  /// What a profile starts from by itself, nil where it says nothing about credentials.
  private func start(of profile: Profile, named name: String) throws(ProfilePlanError) -> Found? {
    let key = ProfileKey(profile, named: name)
    let identityCenter = IdentityCenterProfile(profile, named: name, in: profiles)
    if let found = try webIdentity(of: profile, named: name) { return found }
    if let found = try identityCenter.role() { return found }
    if let found = try key.start(in: .credentials) { return found }
    if let (session, place) = setting("login_session", of: profile, named: name) {
      return Found(.login(session: session), at: place)
    }
    if let (command, place) = setting("credential_process", of: profile, named: name) {
      return Found(.process(command: command), at: place)
    }
    if let found = try key.start(in: .config) { return found }
    if let found = try credentialSource(of: profile, named: name, for: nil) { return found }
    return try identityCenter.token()
  }

  private func webIdentity(
    of profile: Profile, named name: String
  ) throws(ProfilePlanError) -> Found? {
    guard let (file, place) = setting("web_identity_token_file", of: profile, named: name) else {
      return nil
    }
    guard let arn = profile.value("role_arn") else {
      throw .broken(at: place, "`role_arn` was missing: it names the role that the token is for")
    }
    let settings = WebIdentitySettings(
      roleARN: arn, tokenFile: file, sessionName: profile.value("role_session_name"), place: place)
    return Found(.webIdentity(settings), at: place)
  }

  private func setting(
    _ property: String, of profile: Profile, named name: String
  ) -> (value: String, place: String)? {
    guard let value = profile.value(property), let found = profile[property] else { return nil }
    return (value, found.place(as: property, of: name))
  }

  private func nothing(
    in profile: Profile, named name: String, of chain: SourceChain
  ) -> ProfilePlanError {
    let hint = profile["source_profile"].map {
      "it has a source_profile (\($0.place)), no role_arn"
    }
    let error = ProfilePlanError.noCredentials(profile: name, hint: hint)
    return chain.isAtFirst ? error : .broken(at: chain.pending.place, error.message)
  }
}

extension ProfilePlanReader {
  /// A start, and where it is set.
  struct Found {
    var start: ProfilePlan.Start
    var place: String

    init(_ start: ProfilePlan.Start, at place: String) {
      self.start = start
      self.place = place
    }
  }
}

/// The way from source profile to source profile.
private struct SourceChain {
  /// A `source_profile` still to be followed, and where it is set.
  struct Link {
    var value: String
    var place: String
  }

  var pending: Link
  var visited: [String] = []
  /// The first profile's first.
  var roles: [AssumedRole] = []

  init(first name: String) {
    pending = Link(value: name, place: "profile \"\(name)\"")
  }

  var isAtFirst: Bool { visited.count == 1 }

  func plan(from found: ProfilePlanReader.Found, of profile: String) -> ProfilePlan {
    ProfilePlan(
      start: found.start, startProfile: profile, startPlace: found.place,
      roles: roles.reversed())
  }

  static func loop(_ names: [String]) -> String {
    "profile formed an infinite loop: \(names.joined(separator: " → "))"
  }
}

extension ProfileProperty {
  /// `role_arn of profile "prod" (~/.aws/config:7)`
  func place(as name: String, of profileName: String) -> String {
    "\(name) of profile \"\(profileName)\" (\(place))"
  }
}
