/// A partition of AWS: regions that share accounts and a domain.
///
/// Source: the endpoint rule set's `partitions.json`, as botocore 1.43.11 has it.
public struct Partition: Sendable, Hashable {
  /// As in ARNs: `aws`, `aws-cn`, …
  public let id: String
  public let dnsSuffix: String
  public let dualStackDNSSuffix: String
  /// The region that stands for the whole partition (`implicitGlobalRegion`).
  public let globalRegion: String
  /// True for all eight as of botocore 1.43.11; the isolated ones didn't support it before.
  public let supportsFIPS: Bool
  public let supportsDualStack: Bool

  init(
    id: String, dnsSuffix: String, dualStackDNSSuffix: String, globalRegion: String,
    supportsFIPS: Bool = true, supportsDualStack: Bool = true
  ) {
    self.id = id
    self.dnsSuffix = dnsSuffix
    self.dualStackDNSSuffix = dualStackDNSSuffix
    self.globalRegion = globalRegion
    self.supportsFIPS = supportsFIPS
    self.supportsDualStack = supportsDualStack
  }

  /// The partition of a region, or of a name like `aws-cn-global`; an unknown region counts as one
  /// of the standard partition.
  public static func containing(region: String) -> Partition {
    let match = table.first { prefix, partition in
      region == "\(partition.id)-global" && partition.id != "aws-eusc"
        || region.hasPrefix(prefix) && hasAreaAndNumber(region.dropFirst(prefix.count))
    }
    return match?.partition ?? standard
  }

  private static let standard = Partition(
    id: "aws", dnsSuffix: "amazonaws.com", dualStackDNSSuffix: "api.aws", globalRegion: "us-east-1")

  /// Every partition but the standard one. Their prefixes are longer than a standard region's
  /// (`us-gov-`, not `us-`), so what isn't found here is standard.
  private static let table: [(prefix: String, partition: Partition)] = [
    (
      "cn-",
      Partition(
        id: "aws-cn", dnsSuffix: "amazonaws.com.cn",
        dualStackDNSSuffix: "api.amazonwebservices.com.cn", globalRegion: "cn-northwest-1")
    ),
    (
      "eusc-de-",
      Partition(
        id: "aws-eusc", dnsSuffix: "amazonaws.eu", dualStackDNSSuffix: "api.amazonwebservices.eu",
        globalRegion: "eusc-de-east-1")
    ),
    (
      "us-gov-",
      Partition(
        id: "aws-us-gov", dnsSuffix: "amazonaws.com", dualStackDNSSuffix: "api.aws",
        globalRegion: "us-gov-west-1")
    ),
    (
      "us-iso-",
      Partition(
        id: "aws-iso", dnsSuffix: "c2s.ic.gov", dualStackDNSSuffix: "api.aws.ic.gov",
        globalRegion: "us-iso-east-1")
    ),
    (
      "us-isob-",
      Partition(
        id: "aws-iso-b", dnsSuffix: "sc2s.sgov.gov", dualStackDNSSuffix: "api.aws.scloud",
        globalRegion: "us-isob-east-1")
    ),
    (
      "eu-isoe-",
      Partition(
        id: "aws-iso-e", dnsSuffix: "cloud.adc-e.uk", dualStackDNSSuffix: "api.cloud-aws.adc-e.uk",
        globalRegion: "eu-isoe-west-1")
    ),
    (
      "us-isof-",
      Partition(
        id: "aws-iso-f", dnsSuffix: "csp.hci.ic.gov", dualStackDNSSuffix: "api.aws.hci.ic.gov",
        globalRegion: "us-isof-south-1")
    ),
  ]

  /// `east-1`
  private static func hasAreaAndNumber(_ rest: Substring) -> Bool {
    let parts = rest.split(separator: "-", omittingEmptySubsequences: false)
    return parts.count == 2 && !parts[0].isEmpty && !parts[1].isEmpty
      && parts[0].utf8.allSatisfy { $0.isLetterOrDigit || $0 == UInt8(ascii: "_") }
      && parts[1].utf8.allSatisfy(\.isDigit)
  }
}
