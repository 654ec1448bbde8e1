/// What can be chosen about the way to AWS.
public struct TransportOptions: Sendable, Hashable {
  /// How long a connection may take, and again its TLS handshake.
  public var connectTimeout: Duration
  /// Answers larger than this many bytes are refused: a page of 100 export tasks is about 100 KB.
  public var largestBody: Int
  /// A PEM file of certificates to trust instead of the system's.
  public var certificateBundle: String?
  /// Who named that file, for errors: `environment variable AWS_CA_BUNDLE`, `option --ca-bundle`.
  public var certificateBundlePlace: String?
  /// How long an unused connection is kept for the next call. Each causes one wake-up when it is
  /// closed, and none before.
  public var idleTimeout: Duration
  public var proxies: ProxyRules

  public init(
    connectTimeout: Duration = .milliseconds(3100), largestBody: Int = 32 << 20,
    certificateBundle: String? = nil, certificateBundlePlace: String? = nil,
    idleTimeout: Duration = .seconds(60), proxies: ProxyRules = ProxyRules()
  ) {
    self.connectTimeout = connectTimeout
    self.largestBody = largestBody
    self.certificateBundle = certificateBundle
    self.certificateBundlePlace = certificateBundlePlace
    self.idleTimeout = idleTimeout
    self.proxies = proxies
  }
}
