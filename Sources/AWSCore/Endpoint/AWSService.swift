/// A service that this library calls: everything services differ in, as a value.
public struct AWSService: Hashable, Sendable {
  /// How the service's hosts depend on the region.
  public enum Reach: Hashable, Sendable {
    /// A host in each region.
    case regional
    /// The same, and a global host for the region `aws-global`, which is used only when a user
    /// names it.
    case regionalOrGlobal
    /// The same, with the word `dualstack` in the hosts' names instead of a domain of their own.
    case dualStackWord
    /// One host for each partition, whatever the region.
    case partition
    /// A host in each region, whose name begins with the region.
    case regionFirst
  }

  /// As the settings spell it: `rds`, `sts`, `sso`, `sso_oidc`; `RDS`, `SSO_OIDC` in
  /// `AWS_ENDPOINT_URL_…`.
  public var identifier: String
  /// What comes before the region in its host's name: `rds`, `sts`, `portal.sso`, `oidc`.
  public var hostPrefix: String
  public var reach: Reach
  /// For the signature.
  public var signingName: String
  /// The date of the API's model, `2014-10-31`.
  public var apiVersion: String
  /// How requests and answers are written.
  public var wire: WireProtocol
  /// How requests are signed.
  public var signing: SigningRules
  /// Whether GovCloud has hosts for FIPS: most services' plain names serve it there.
  public var namesFIPSInGovCloud: Bool

  public init(
    identifier: String, hostPrefix: String, reach: Reach = .regional, signingName: String,
    apiVersion: String, wire: WireProtocol, signing: SigningRules = .standard,
    namesFIPSInGovCloud: Bool = false
  ) {
    self.identifier = identifier
    self.hostPrefix = hostPrefix
    self.reach = reach
    self.signingName = signingName
    self.apiVersion = apiVersion
    self.wire = wire
    self.signing = signing
    self.namesFIPSInGovCloud = namesFIPSInGovCloud
  }

  public static let rds = AWSService(
    identifier: "rds", hostPrefix: "rds", signingName: "rds", apiVersion: "2014-10-31",
    wire: .query)
  public static let sts = AWSService(
    identifier: "sts", hostPrefix: "sts", reach: .regionalOrGlobal, signingName: "sts",
    apiVersion: "2011-06-15", wire: .query)
  public static let iam = AWSService(
    identifier: "iam", hostPrefix: "iam", reach: .partition, signingName: "iam",
    apiVersion: "2010-05-08", wire: .query)
  public static let s3 = AWSService(
    identifier: "s3", hostPrefix: "s3", reach: .dualStackWord, signingName: "s3",
    apiVersion: "2006-03-01", wire: .restXML, signing: .s3, namesFIPSInGovCloud: true)
  public static let kms = AWSService(
    identifier: "kms", hostPrefix: "kms", signingName: "kms", apiVersion: "2014-11-01",
    wire: .json(targetPrefix: "TrentService"), namesFIPSInGovCloud: true)
  public static let sso = AWSService(
    identifier: "sso", hostPrefix: "portal.sso", signingName: "awsssoportal",
    apiVersion: "2019-06-10", wire: .restJSON)
  public static let ssoOIDC = AWSService(
    identifier: "sso_oidc", hostPrefix: "oidc", signingName: "awsssooidc",
    apiVersion: "2019-06-10", wire: .restJSON)
  public static let signin = AWSService(
    identifier: "signin", hostPrefix: "signin", reach: .regionFirst, signingName: "signin",
    apiVersion: "2023-01-01", wire: .restJSON)
}
