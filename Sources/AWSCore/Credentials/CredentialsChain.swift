/// Asks one source after another and takes the first credentials, marked with the source's name.
/// Remembers what each of the others said, for a user who ends up with none.
///
/// A source that is configured but fails ends the search: somebody else's credentials are never
/// used instead.
public struct CredentialsChain: CredentialsProvider {
  public let sources: [CredentialsSource]
  private let surroundings: Surroundings?

  /// - Parameter surroundings: Its cache is where the sources keep temporary credentials.
  public init(_ sources: [CredentialsSource], surroundings: Surroundings? = nil) {
    self.sources = sources
    self.surroundings = surroundings
  }

  public func refused(_ credentials: Credentials) { surroundings?.cache.refuse(credentials) }

  public func look() async throws(AWSError) -> CredentialsFinding {
    guard let surroundings else { return try await lookInOrder() }
    return try await surroundings.lookingAtFiles { () async throws(AWSError) in
      try await lookInOrder()
    }
  }

  private func lookInOrder() async throws(AWSError) -> CredentialsFinding {
    var lookups: [SearchedPlace] = []
    for source in sources {
      switch try await source.provider.look() {
      case .found(var credentials):
        credentials.source = source.name.singleLine(limit: 100)
        return .found(credentials)
      case .passedOver(let said): lookups += source.lookups(said)
      }
    }
    return .passedOver(lookups)
  }

  /// Looks as a call would, and reports what came of each source.
  public func survey() async -> CredentialsSurvey {
    var entries: [CredentialsSurvey.Entry] = []
    var isOver = false
    for source in sources {
      let steps = source.provider.steps
      let verdict = isOver ? .notReached : await verdict(on: source)
      if case .passedOver = verdict {} else { isOver = true }
      entries.append(
        CredentialsSurvey.Entry(
          source: source.name, places: source.places, steps: steps,
          remarks: source.provider.remarks, verdict: verdict,
          isProfile: source.provider is ProfileCredentials))
    }
    return CredentialsSurvey(entries: entries)
  }

  private func verdict(on source: CredentialsSource) async -> CredentialsSurvey.Verdict {
    do {
      switch try await source.provider.look() {
      case .found(let credentials): return .taken(CredentialsSurvey.Taken(credentials))
      case .passedOver(let said): return .passedOver(source.lookups(said))
      }
    } catch {
      return .failed(error)
    }
  }
}

extension CredentialsChain {
  /// The user's chain: the environment's key, its web identity, the profile, the container, the
  /// instance.
  ///
  /// That is the order of the AWS command line (botocore), with one difference: any credentials of
  /// a named profile, not just a role, go before the environment's web identity (see
  /// `BehindProfile`). As there, a profile named by an option switches off the environment's
  /// credentials; one in `AWS_PROFILE` leaves the environment's key in force, and one that doesn't
  /// exist is an error, whatever else there is.
  public init(_ surroundings: Surroundings, overrides: SettingsOverrides = SettingsOverrides()) {
    let files = ProfileFiles(surroundings)
    let name = ChosenProfile.choice(
      environment: surroundings.environment, overrides: overrides
    ).name
    func environmentSource(
      _ name: String, _ places: [String], _ rank: BehindProfile.Rank,
      _ provider: any CredentialsProvider
    ) -> CredentialsSource {
      let place = "environment variables \(places.joined(separator: ", "))"
      return CredentialsSource(
        name: name, places: places,
        provider: overrides.profile == nil
          ? BehindProfile(
            provider: provider, rank: rank, variables: places, place: place,
            surroundings: surroundings, overrides: overrides)
          : SwitchedOffCredentials(
            place: place, reason: "switched off by \(overrides.places.profile)"))
    }
    let environmentSources = [
      environmentSource(
        "environment variables", EnvironmentCredentials.places, .key,
        EnvironmentCredentials(surroundings.environment)),
      environmentSource(
        "web identity of the environment", WebIdentityEnvironmentCredentials.places, .webIdentity,
        WebIdentityEnvironmentCredentials(surroundings, overrides: overrides)),
    ]
    self.init(
      environmentSources + [
        CredentialsSource(
          name: "profile \"\(name)\"",
          places: [files.credentialsPath, files.configPath].compactMap(\.self).map(files.shown),
          provider: ProfileCredentials(surroundings, overrides: overrides)),
        CredentialsSource(
          name: "container",
          places: [
            "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI",
          ], provider: ContainerCredentials(surroundings)),
        CredentialsSource(
          name: "instance metadata", places: ["the metadata service of EC2"],
          provider: ProfiledInstanceMetadata(surroundings: surroundings, overrides: overrides)),
      ], surroundings: surroundings)
  }
}

/// Instance metadata, with the settings of the profile in force.
private struct ProfiledInstanceMetadata: CredentialsProvider {
  let surroundings: Surroundings
  let overrides: SettingsOverrides

  func look() async throws(AWSError) -> CredentialsFinding {
    let profile = try ChosenProfile(surroundings, overrides: overrides).profile
    return try await InstanceMetadataCredentials(surroundings, profile: profile).look()
  }
}
