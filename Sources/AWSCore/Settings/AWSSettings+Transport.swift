extension AWSSettings {
  /// What the user's settings say about the way to AWS: proxies, and the certificates to trust.
  ///
  /// Never fails: shared files that can't be read are told by `resolve`, before each call.
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
