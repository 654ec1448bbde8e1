/// From the environment, the shared files and the user's options to a client's settings.
public enum AWSSettings {
  /// Resolves everything anew and remembers nothing: cheap enough to be asked before each poll, so
  /// that whatever the user mends takes effect at once.
  /// - Throws: `AWSError.noRegion`, or `AWSError.configuration` naming the place.
  public static func resolve(
    environment: Environment, overrides: SettingsOverrides = SettingsOverrides(),
    files: any FileReading = SystemFiles(), service: String = "rds"
  ) throws(AWSError) -> ResolvedSettings {
    let profileFiles = ProfileFiles(environment: environment, files: files)
    let profiles = try profileFiles.load()
    let profileName = profileName(environment: environment, overrides: overrides)
    let profile = profiles.profile(named: profileName)
    let region = try RegionResolver(
      environment: environment, override: overrides.region, profileName: profileName,
      profile: profile, files: profileFiles
    ).resolve()
    let endpoint = try EndpointResolver(
      environment: environment, override: overrides.endpointURL, profile: profile,
      profiles: profiles, service: service
    ).resolve(region)
    return ResolvedSettings(
      profileName: profileName, region: region.region, endpoint: endpoint.url,
      isCustomEndpoint: endpoint.isCustom,
      credentials: credentials(
        environment: environment, overrides: overrides, profileName: profileName,
        files: profileFiles),
      maximumAttempts: try maximumAttempts(environment: environment, profile: profile),
      applicationID: environment["AWS_SDK_UA_APP_ID"] ?? profile?.value("sdk_ua_app_id"),
      certificateBundle: environment["AWS_CA_BUNDLE"] ?? profile?.value("ca_bundle"))
  }

  /// `--profile`, `AWS_PROFILE`, `AWS_DEFAULT_PROFILE` (which the AWS command line reads too), else
  /// `default`.
  public static func profileName(
    environment: Environment, overrides: SettingsOverrides = SettingsOverrides()
  ) -> String {
    overrides.profile ?? environment["AWS_PROFILE"] ?? environment["AWS_DEFAULT_PROFILE"]
      ?? "default"
  }

  private static func credentials(
    environment: Environment, overrides: SettingsOverrides, profileName: String,
    files: ProfileFiles
  ) -> CredentialsChain {
    let profile = ProfileCredentials(profileName: profileName, files: files)
    if overrides.profile != nil { return CredentialsChain([profile]) }
    return CredentialsChain([
      EnvironmentCredentials(environment), profile,
      UnsupportedEnvironmentSources(environment: environment),
    ])
  }

  private static func maximumAttempts(
    environment: Environment, profile: Profile?
  ) throws(AWSError) -> Int {
    let property = profile?["max_attempts"]
    guard
      let (place, value) = environment["AWS_MAX_ATTEMPTS"].map({
        ("environment variable AWS_MAX_ATTEMPTS", $0)
      }) ?? property.map({ ("max_attempts (\($0.place))", $0.value) })
    else { return RetryPolicy.standardAttempts }
    guard let number = Int(value.trimmingWhitespace), (1...100).contains(number) else {
      throw .configuration(place: place, message: "must be a whole number from 1 to 100")
    }
    return number
  }
}
