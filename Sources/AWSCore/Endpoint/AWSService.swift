/// A service that this library calls.
public struct AWSService: Hashable, Sendable {
  /// As the settings spell it: `rds`, `sts`, `sso`, `sso_oidc`; `RDS`, `SSO_OIDC` in
  /// `AWS_ENDPOINT_URL_…`.
  public var identifier: String
  /// What stands before the region in the name of its host: `rds`, `sts`, `portal.sso`, `oidc`.
  public var hostPrefix: String
  /// For the signature.
  public var signingName: String

  public static let rds = AWSService(identifier: "rds", hostPrefix: "rds", signingName: "rds")
  public static let sts = AWSService(identifier: "sts", hostPrefix: "sts", signingName: "sts")
  /// One endpoint for each partition, whatever region is called.
  public static let iam = AWSService(identifier: "iam", hostPrefix: "iam", signingName: "iam")
  public static let sso = AWSService(
    identifier: "sso", hostPrefix: "portal.sso", signingName: "awsssoportal")
  public static let ssoOIDC = AWSService(
    identifier: "sso_oidc", hostPrefix: "oidc", signingName: "awsssooidc")
}
