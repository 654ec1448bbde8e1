/// A source of the environment's that steps back where the profile has more to say.
///
/// A profile that somebody named and nobody has is an error, whoever's credentials there are
/// (botocore's ProfileNotFound). The environment's web identity steps back behind a role of the
/// profile in force, as in botocore, and past that behind whatever credentials a named profile has:
/// botocore lets a pod's role sign in the place of a named profile's key, unseen.
struct BehindProfile: CredentialsProvider {
  enum Rank {
    /// The environment's key signs, whatever the profile holds.
    case key
    case webIdentity
  }

  let provider: any CredentialsProvider
  let rank: Rank
  /// Where none of these is set there is nothing that could be used.
  let variables: [String]
  /// For people, for instance `environment variable AWS_WEB_IDENTITY_TOKEN_FILE`.
  let place: String
  let surroundings: Surroundings
  let overrides: SettingsOverrides

  func look() async throws(AWSError) -> CredentialsFinding {
    guard let reason = try reasonToStepBack,
      variables.contains(where: { surroundings.environment[$0] != nil })
    else { return try await provider.look() }
    return .passedOver([Lookup(place: place, finding: reason)])
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
  /// Whether the profile says where its credentials come from, be it so that they can't be had.
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
