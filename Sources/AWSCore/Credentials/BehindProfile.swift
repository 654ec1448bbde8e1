/// A source in the environment that gives way where the profile has more to say.
///
/// A named profile that doesn't exist is an error, whatever credentials are elsewhere (botocore's
/// ProfileNotFound). The environment's web identity gives way to a role of the profile in force, as
/// in botocore, and also to any other credentials of a named profile: botocore would silently sign
/// with a pod's role instead of a named profile's key.
struct BehindProfile: CredentialsProvider {
  enum Rank {
    /// The environment's key signs, whatever the profile holds.
    case key
    case webIdentity
  }

  let provider: any CredentialsProvider
  let rank: Rank
  /// Where none of these is set, the source has nothing to offer anyway.
  let variables: [String]
  /// For people, for instance `environment variable AWS_WEB_IDENTITY_TOKEN_FILE`.
  let place: String
  let surroundings: Surroundings
  let overrides: SettingsOverrides

  func look() async throws(AWSError) -> CredentialsFinding {
    guard let reason = try reasonToStepBack,
      variables.contains(where: { surroundings.environment[$0] != nil })
    else { return try await provider.look() }
    return .passedOver([SearchedPlace(place: place, finding: reason)])
  }

  var steps: [String] { provider.steps }
  var remarks: [String] { provider.remarks }

  private var reasonToStepBack: String? {
    get throws(AWSError) {
      let choice = ChosenProfile.choice(
        environment: surroundings.environment, overrides: overrides)
      guard rank == .webIdentity || choice.namedBy != nil else { return nil }
      let chosen = try ChosenProfile(surroundings, overrides: overrides)
      if chosen.missing != nil {
        return "not used in the place of profile \"\(chosen.name)\", which isn't there"
      }
      guard rank == .webIdentity, let profile = chosen.profile else { return nil }
      if profile.asksForRole {
        return "not used: profile \"\(chosen.name)\" has a role of its own"
      }
      guard let namedBy = chosen.namedBy, chosen.hasCredentials else { return nil }
      return "not used: profile \"\(chosen.name)\" (\(namedBy)) has credentials of its own"
    }
  }
}

extension Profile {
  /// It assumes a role with other credentials than a token's.
  fileprivate var asksForRole: Bool {
    value("role_arn") != nil && value("web_identity_token_file") == nil
  }
}

extension ChosenProfile {
  /// Whether the profile says where its credentials come from, even if they can't be obtained.
  var hasCredentials: Bool {
    do {
      _ = try ProfilePlanReader(profiles: profiles).plan(for: name)
      return true
    } catch .broken {
      return true
    } catch {
      return false
    }
  }
}
