/// What the user said on the command line or in the program's own configuration; it beats the
/// environment and the shared files.
public struct SettingsOverrides: Sendable, Hashable {
  /// `--profile`; it also turns off the credentials in the environment. Blank counts as none, as on
  /// the AWS command line: `--profile "$UNSET"`.
  public var profile: String?
  public var region: String?
  public var endpointURL: String?
  /// `--ca-bundle`: a PEM file of certificates to trust instead of the system's.
  public var caBundle: String?

  /// What sets each of them, or would: for errors.
  public var places = Places()

  public struct Places: Sendable, Hashable {
    public var profile: String
    public var region: String
    public var endpointURL: String
    public var caBundle: String

    public init(
      profile: String = "option --profile", region: String = "option --region",
      endpointURL: String = "option --endpoint-url", caBundle: String = "option --ca-bundle"
    ) {
      self.profile = profile
      self.region = region
      self.endpointURL = endpointURL
      self.caBundle = caBundle
    }
  }

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
