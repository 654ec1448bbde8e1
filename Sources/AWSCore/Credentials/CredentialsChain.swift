/// Asks one source after another and takes the first credentials, with the source's name noted in
/// them; remembers what each of the others said, for the user who has none.
///
/// A source that is configured and fails ends the search: somebody else's credentials are never
/// used in its place.
public struct CredentialsChain: CredentialsProvider {
  public let sources: [CredentialsSource]
  private let cache: CredentialsCache?

  /// - Parameter cache: Where the sources keep temporary credentials.
  public init(_ sources: [CredentialsSource], cache: CredentialsCache? = nil) {
    self.sources = sources
    self.cache = cache
  }

  public func refused(_ credentials: Credentials) { cache?.refuse(credentials) }

  public func look() async throws(AWSError) -> CredentialsFinding {
    var lookups: [Lookup] = []
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

  /// Looks as a call would, and tells of each source what came of it.
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
          remarks: source.provider.remarks, verdict: verdict))
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
  /// That is the order of the Go SDK, and of the AWS command line but for a profile's role, which that
  /// one puts before the environment's web identity; the Rust SDK puts the whole profile there. As on
  /// the command line, a profile that is named as an option switches off what the environment says;
  /// one in `AWS_PROFILE` doesn't.
  public init(_ surroundings: Surroundings, overrides: SettingsOverrides = SettingsOverrides()) {
    let files = ProfileFiles(environment: surroundings.environment, files: surroundings.files)
    let name = ChosenProfile.choice(
      environment: surroundings.environment, overrides: overrides
    ).name
    var environmentSources = [
      CredentialsSource(
        name: "environment variables", places: EnvironmentCredentials.places,
        provider: EnvironmentCredentials(surroundings.environment)),
      CredentialsSource(
        name: "web identity of the environment", places: WebIdentityEnvironmentCredentials.places,
        provider: WebIdentityEnvironmentCredentials(surroundings, overrides: overrides)),
    ]
    if overrides.profile != nil {
      for index in environmentSources.indices {
        let places = environmentSources[index].places.joined(separator: ", ")
        environmentSources[index].provider = SwitchedOffCredentials(
          place: "environment variables \(places)", reason: "switched off by --profile")
      }
    }
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
      ], cache: surroundings.cache)
  }
}

/// The instance's metadata by the settings of the profile in force.
private struct ProfiledInstanceMetadata: CredentialsProvider {
  let surroundings: Surroundings
  let overrides: SettingsOverrides

  func look() async throws(AWSError) -> CredentialsFinding {
    let profile = try ChosenProfile(surroundings, overrides: overrides).profile
    return try await InstanceMetadataCredentials(surroundings, profile: profile).look()
  }
}
