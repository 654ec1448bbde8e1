/// The credentials that a profile leads to, by its plan.
///
/// Reads the files each time it is asked: they are small, and what the user adds or fixes is found
/// without a restart. Temporary credentials are kept in the surroundings' cache.
public struct ProfileCredentials: CredentialsProvider {
  private let surroundings: Surroundings
  private let overrides: SettingsOverrides

  public init(_ surroundings: Surroundings, overrides: SettingsOverrides = SettingsOverrides()) {
    self.surroundings = surroundings
    self.overrides = overrides
  }

  /// - Throws: Why a profile that says where its credentials come from has none, or that a named
  ///   profile doesn't exist: neither falls through to another source.
  public func look() async throws(AWSError) -> CredentialsFinding {
    let chosen = try ChosenProfile(surroundings, overrides: overrides)
    let plan: ProfilePlan
    do {
      plan = try ProfilePlanReader(profiles: chosen.profiles).plan(for: chosen.name)
    } catch .broken(let error) {
      throw error
    } catch {
      if let missing = chosen.missing { throw missing }
      let finding =
        if case .noCredentials = error { error.message } else {
          "no such profile; \(chosen.existing)"
        }
      return .passedOver([SearchedPlace(place: chosen.place, finding: finding)])
    }
    return .found(try await credentials(by: plan, of: chosen))
  }

  /// The steps of the profile's plan, for people; none where it has none.
  public var steps: [String] {
    guard let plan else { return [] }
    return plan.steps + [loginFile(of: plan)?.outlook].compactMap(\.self)
  }

  public var remarks: [String] {
    guard let plan else { return [] }
    var remark = loginFile(of: plan)?.remark
    if case .identityCenter(let settings) = plan.start {
      remark = (try? SSOTokenFile(settings, surroundings: surroundings))?.remark
    }
    return [remark].compactMap(\.self)
  }

  private func loginFile(of plan: ProfilePlan) -> LoginTokenFile? {
    guard case .login(let session) = plan.start else { return nil }
    return try? LoginTokenFile(
      session: session, profileName: plan.startProfile, surroundings: surroundings)
  }

  private var plan: ProfilePlan? {
    guard let chosen = try? ChosenProfile(surroundings, overrides: overrides) else { return nil }
    return try? ProfilePlanReader(profiles: chosen.profiles).plan(for: chosen.name)
  }

  private func credentials(
    by plan: ProfilePlan, of chosen: ChosenProfile
  ) async throws(AWSError) -> Credentials {
    var origin = start(of: plan, chosen)
    if !plan.roles.isEmpty {
      origin = origin.noting([plan.isFromNamedSource ? .namedSource : .sourceProfile])
    }
    for role in plan.roles {
      origin =
        AssumeRoleCredentials(
          role, with: origin, surroundings: surroundings, overrides: overrides
        ).origin
    }
    return try await origin.obtain()
  }

  private func start(of plan: ProfilePlan, _ chosen: ChosenProfile) -> CredentialsOrigin {
    let (surroundings, place) = (surroundings, plan.startPlace)
    switch plan.start {
    case .staticKey(let credentials):
      return CredentialsOrigin(key: ["key", credentials.accessKeyID]) { credentials }
        .noting([.profile])
    case .source(let source):
      return self.source(source, of: plan, chosen)
    case .webIdentity(let settings):
      return WebIdentityCredentials(
        settings, surroundings: surroundings, overrides: overrides
      ).origin.noting([.profileWebIdentity])
    case .identityCenter(let settings):
      let key = [
        "identity center", settings.session ?? "", settings.startURL, settings.region,
        settings.accountID, settings.roleName,
      ]
      return CredentialsOrigin(key: key) { () async throws(AWSError) in
        try await SSOCredentials(
          settings, profiles: chosen.profiles, surroundings: surroundings
        ).credentials()
      }.noting(
        settings.session == nil
          ? [.profileLegacyIdentityCenter, .legacyIdentityCenter]
          : [.profileIdentityCenter, .identityCenter])
    case .identityCenterToken:
      return CredentialsOrigin(key: []) { () async throws(AWSError) in
        throw .configuration(place: place, message: plan.start.tokenOnly)
      }
    case .login(let session):
      return CredentialsOrigin(key: ["login", session]) { () async throws(AWSError) in
        try await LoginCredentials(
          session: session, profileName: plan.startProfile, surroundings: surroundings,
          overrides: overrides
        ).credentials()
      }.noting([.profileLogin, .login])
    case .process(let command):
      let account = chosen.profiles.profile(named: plan.startProfile)?.value("aws_account_id")
      // The command may hold a secret; its hash tells commands apart as well.
      return CredentialsOrigin(
        key: ["process", plan.startProfile, place, "\(command.hashValue)"]
      ) { () async throws(AWSError) in
        var credentials = try await ProcessCredentials(
          command: command, place: place, profileName: plan.startProfile,
          surroundings: surroundings
        ).credentials()
        credentials.accountID = credentials.accountID ?? account
        return credentials
      }.noting([.profileProcess, .process])
    }
  }

  private func source(
    _ source: CredentialSource, of plan: ProfilePlan, _ chosen: ChosenProfile
  ) -> CredentialsOrigin {
    let provider: any CredentialsProvider =
      switch source {
      case .environment: EnvironmentCredentials(surroundings.environment)
      case .instanceMetadata: InstanceMetadataCredentials(surroundings, profile: chosen.profile)
      case .container: ContainerCredentials(surroundings)
      }
    let key = ["source", source.rawValue, surroundings.environment["AWS_ACCESS_KEY_ID"] ?? ""]
    return CredentialsOrigin(key: key) { () async throws(AWSError) in
      switch try await provider.look() {
      case .found(let credentials): return credentials
      case .passedOver(let lookups):
        let why = lookups.map(\.description).joined(separator: "; ")
        throw .configuration(
          place: plan.startPlace,
          message: "\(source.rawValue) has no credentials\(why.isEmpty ? "" : ": \(why)")")
      }
    }
  }
}
