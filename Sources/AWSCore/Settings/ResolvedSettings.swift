/// Everything that a client needs to know of its user.
public struct ResolvedSettings: Sendable {
  public var profileName: String
  public var region: String
  /// `https://host[:port][/path]`
  public var endpoint: String
  /// The endpoint was set by the user, and isn't AWS's own.
  public var isCustomEndpoint: Bool
  /// Looks anew each time it is asked.
  public var credentials: any CredentialsProvider
  /// Attempts a call may take in all, the first one included.
  public var maximumAttempts: Int
  public var retryMode: RetryMode
  /// `AWS_SDK_UA_APP_ID`, for the user agent.
  public var applicationID: String?
  /// A file of certificates to trust instead of the system's (`AWS_CA_BUNDLE`, `ca_bundle`).
  public var certificateBundle: String?
  /// Who named that file, for errors.
  public var certificateBundlePlace: String?

  public init(
    profileName: String, region: String, endpoint: String, isCustomEndpoint: Bool,
    credentials: any CredentialsProvider, maximumAttempts: Int = RetryPolicy.standardAttempts,
    retryMode: RetryMode = .standard, applicationID: String? = nil,
    certificateBundle: String? = nil, certificateBundlePlace: String? = nil
  ) {
    self.profileName = profileName
    self.region = region
    self.endpoint = endpoint
    self.isCustomEndpoint = isCustomEndpoint
    self.credentials = credentials
    self.maximumAttempts = maximumAttempts
    self.retryMode = retryMode
    self.applicationID = applicationID
    self.certificateBundle = certificateBundle
    self.certificateBundlePlace = certificateBundlePlace
  }
}
