/// Turns the environment, the shared files and the user's options into a client's settings.
public enum AWSSettings {
  /// Resolves everything from scratch and remembers nothing: cheap enough to call before each poll,
  /// so that whatever the user fixes takes effect at once.
  /// - Throws: `AWSError.noRegion`, or `AWSError.configuration` naming the place, such as the
  ///   variable that names a profile which doesn't exist, whatever credentials are elsewhere.
  public static func resolve(
    _ surroundings: Surroundings, overrides: SettingsOverrides = SettingsOverrides(),
    service: AWSService = .rds
  ) throws(AWSError) -> ResolvedSettings {
    let environment = surroundings.environment
    let chosen = try ChosenProfile(surroundings, overrides: overrides)
    if let missing = chosen.missing { throw missing }
    let profile = chosen.profile
    let region = try RegionResolver(
      environment: environment, override: overrides.region,
      overridePlace: overrides.places.region, profileName: chosen.name,
      profile: profile, files: chosen.files,
      passedOver: chosen.profiles.passedOver(lookingFor: chosen.name)
    ).resolve()
    let endpoint = try EndpointResolver(
      environment: environment, override: overrides.endpointURL,
      overridePlace: overrides.places.endpointURL, profile: profile, profiles: chosen.profiles,
      service: service
    ).resolve(region)
    let retries = try RetrySettings(environment: environment, profile: profile)
    let bundle = CertificateBundleSetting(
      environment: environment, overrides: overrides, profile: profile)
    var settings = ResolvedSettings(
      profileName: chosen.name, profilePlace: chosen.namedBy, region: region.region,
      regionPlace: region.place, endpoint: endpoint.url, endpointPlace: endpoint.place,
      signingRegion: endpoint.signingRegion, service: service,
      credentials: CredentialsChain(surroundings, overrides: overrides),
      maximumAttempts: retries.maximumAttempts,
      applicationID: environment["AWS_SDK_UA_APP_ID"] ?? profile?.value("sdk_ua_app_id"),
      certificateBundle: bundle?.path, certificateBundlePlace: bundle?.place)
    settings.remarks = [retries.remark].compactMap(\.self)
    return settings
  }

  /// `--profile`, `AWS_DEFAULT_PROFILE`, `AWS_PROFILE` (botocore's order), else `default`; and what
  /// named it, nil for the default. The profile needn't exist in any file.
  public static func profileName(
    environment: Environment, overrides: SettingsOverrides = SettingsOverrides()
  ) -> (name: String, place: String?) {
    let choice = ChosenProfile.choice(environment: environment, overrides: overrides)
    return (choice.name, choice.namedBy)
  }
}

extension AWSSettings {
  /// What the user's settings say about the way to AWS: proxies, and the certificates to trust.
  ///
  /// Never fails: `resolve` reports shared files that can't be read, before each call.
  public static func transportOptions(
    environment: Environment, overrides: SettingsOverrides = SettingsOverrides(),
    files: any FileReading = SystemFiles()
  ) -> TransportOptions {
    let profiles = try? ProfileFiles(environment: environment, files: files).load()
    let profile = profiles?.profile(
      named: profileName(environment: environment, overrides: overrides).name)
    let bundle = CertificateBundleSetting(
      environment: environment, overrides: overrides, profile: profile)
    return TransportOptions(
      certificateBundle: bundle?.path, certificateBundlePlace: bundle?.place,
      proxies: ProxyRules(environment))
  }
}
