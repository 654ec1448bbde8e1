/// What the user said on the command line or in the program's own configuration; it beats the
/// environment and the shared files.
public struct SettingsOverrides: Sendable, Hashable {
  /// `--profile`; named so, it also turns the keys in the environment off. Blank is none, as on the
  /// AWS command line: `--profile "$UNSET"`.
  public var profile: String?
  public var region: String?
  public var endpointURL: String?
  /// `--ca-bundle`: a PEM file of certificates to trust instead of the system's.
  public var caBundle: String?

  public init(
    profile: String? = nil, region: String? = nil, endpointURL: String? = nil,
    caBundle: String? = nil
  ) {
    self.profile = profile.flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 }
    self.region = region
    self.endpointURL = endpointURL
    self.caBundle = caBundle
  }
}
