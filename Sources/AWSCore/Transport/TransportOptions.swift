/// What can be chosen about the way to AWS.
public struct TransportOptions: Sendable, Hashable {
  /// How long a connection and its TLS handshake may take each.
  public var connectTimeout: Duration
  /// Answers beyond this many bytes are refused: a page of 100 export tasks is near 100 KB.
  public var largestBody: Int
  /// A PEM file of certificates to trust instead of the system's.
  public var certificateBundle: String?
  /// Who named that file, for errors: `environment variable AWS_CA_BUNDLE`, `option --ca-bundle`.
  public var certificateBundlePlace: String?
  /// How long an unused connection is kept for the next call. Each costs one wake-up when it is let
  /// go, and none before.
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
