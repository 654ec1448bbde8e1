/// Everything a client needs to know about its user.
public struct ResolvedSettings: Sendable {
  public var profileName: String
  /// What named the profile, for instance `environment variable AWS_PROFILE`; nil for the default.
  public var profilePlace: String?
  public var region: String
  /// What named the region, likewise; nil where the user named none.
  public var regionPlace: String?
  /// `https://host[:port][/path]`
  public var endpoint: String
  /// Who set the endpoint; nil where it is AWS's own.
  public var endpointPlace: String?
  /// The region to sign for; it differs from the one that is called where the endpoint's rules say
  /// so, as for the global endpoints of STS and IAM.
  public var signingRegion: String
  public var service: AWSService
  /// Looks again each time it is asked.
  public var credentials: any CredentialsProvider
  /// Attempts a call may take in all, the first one included.
  public var maximumAttempts: Int
  /// What the user should know although the settings can be used: one line each.
  public var remarks: [String] = []
  /// `AWS_SDK_UA_APP_ID`, for the user agent.
  public var applicationID: String?
  /// A file of certificates to trust instead of the system's (`AWS_CA_BUNDLE`, `ca_bundle`).
  public var certificateBundle: String?
  /// Who named that file, for errors.
  public var certificateBundlePlace: String?

  public init(
    profileName: String, profilePlace: String? = nil, region: String, regionPlace: String? = nil,
    endpoint: String, endpointPlace: String? = nil, signingRegion: String? = nil,
    service: AWSService = .rds, credentials: any CredentialsProvider,
    maximumAttempts: Int = RetryPolicy.standardAttempts, applicationID: String? = nil,
    certificateBundle: String? = nil, certificateBundlePlace: String? = nil
  ) {
    self.profileName = profileName
    self.profilePlace = profilePlace
    self.region = region
    self.regionPlace = regionPlace
    self.endpoint = endpoint
    self.endpointPlace = endpointPlace
    self.signingRegion = signingRegion ?? region
    self.service = service
    self.credentials = credentials
    self.maximumAttempts = maximumAttempts
    self.applicationID = applicationID
    self.certificateBundle = certificateBundle
    self.certificateBundlePlace = certificateBundlePlace
  }

  /// Whether the user set the endpoint, instead of AWS's own.
  public var isCustomEndpoint: Bool { endpointPlace != nil }

  /// The endpoint and what set it, nil for AWS's own:
  /// `http://127.0.0.1:4566 (environment variable AWS_ENDPOINT_URL)`.
  public var customEndpoint: String? { endpointPlace.map { "\(endpoint) (\($0))" } }
}
