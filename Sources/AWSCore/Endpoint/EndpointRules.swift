/// The endpoint rule sets of RDS, STS, KMS, SSO and SSO-OIDC, which are the same except for the first
/// word of the host (`endpoint-rule-set-1.json` of each in botocore 1.43.11); IAM's, which has no
/// regions; S3's for what isn't about a bucket; and that of Signin, whose plain hosts have domains
/// of their own (botocore 1.44.8).
///
/// STS and S3 are called in the region, as the AWS SDKs do by default: the old
/// `sts_regional_endpoints = legacy` and `us_east_1_regional_endpoint` aren't read. Only the region
/// `aws-global` has their global endpoints.
struct EndpointRules {
  /// The rule sets' own words.
  struct Refusal: Error, Hashable {
    var message: String
  }

  var service: AWSService
  var region: String
  var partition: Partition

  struct Endpoint: Hashable {
    var host: String
    /// Nil where it is the region itself.
    var signingRegion: String?
  }

  func endpoint(usesFIPS: Bool, usesDualStack: Bool) -> Result<Endpoint, Refusal> {
    if let refusal = refusal(usesFIPS: usesFIPS, usesDualStack: usesDualStack) {
      return .failure(refusal)
    }
    if service.reach == .partition {
      return .success(globalEndpoint(usesFIPS: usesFIPS, usesDualStack: usesDualStack))
    }
    if service.reach == .dualStackWord {
      return .success(wordedEndpoint(usesFIPS: usesFIPS, usesDualStack: usesDualStack))
    }
    if service.reach == .regionFirst,
      let host = signInHost(usesFIPS: usesFIPS, usesDualStack: usesDualStack)
    {
      return .success(Endpoint(host: host))
    }
    let suffix = usesDualStack ? partition.dualStackDNSSuffix : partition.dnsSuffix
    // In GovCloud the plain names of most services serve FIPS.
    let isPlain =
      !usesFIPS
      || partition.id == "aws-us-gov" && !usesDualStack && !service.namesFIPSInGovCloud
    let word = isPlain ? service.hostPrefix : "\(service.hostPrefix)-fips"
    guard isGlobal else { return .success(Endpoint(host: "\(word).\(region).\(suffix)")) }
    let host = usesFIPS || usesDualStack ? "\(word).\(region).\(suffix)" : "\(word).\(suffix)"
    return .success(Endpoint(host: host, signingRegion: partition.globalRegion))
  }

  private func refusal(usesFIPS: Bool, usesDualStack: Bool) -> Refusal? {
    let message: String? =
      switch (usesFIPS, usesDualStack) {
      case _ where service.reach == .dualStackWord && !Self.isHostName(region):
        "Invalid region: region was not a valid DNS name."
      case (true, _) where service.reach == .dualStackWord && partition.id == "aws-cn":
        "Partition does not support FIPS"
      case (true, true) where !(partition.supportsFIPS && partition.supportsDualStack):
        "FIPS and DualStack are enabled, but this partition does not support one or both"
      case (true, false) where !partition.supportsFIPS:
        "FIPS is enabled but this partition does not support FIPS"
      case (false, true) where !partition.supportsDualStack:
        "DualStack is enabled but this partition does not support DualStack"
      default: nil
      }
    return message.map(Refusal.init)
  }

  /// IAM's: each partition has its own host names, and one region to sign for.
  private func globalEndpoint(usesFIPS: Bool, usesDualStack: Bool) -> Endpoint {
    let word = usesFIPS ? "\(service.hostPrefix)-fips" : service.hostPrefix
    let suffix = usesDualStack ? partition.dualStackDNSSuffix : partition.dnsSuffix
    let home = partition.globalRegion
    return switch (partition.id, usesFIPS, usesDualStack) {
    case ("aws", _, true): Endpoint(host: "\(word).global.\(suffix)", signingRegion: home)
    case ("aws-cn", false, true):
      Endpoint(host: "\(word).global.\(suffix)", signingRegion: "cn-north-1")
    case ("aws-cn", false, false):
      Endpoint(host: "\(word).cn-north-1.\(suffix)", signingRegion: "cn-north-1")
    case ("aws-us-gov", _, _):
      Endpoint(host: "\(service.hostPrefix).us-gov.\(suffix)", signingRegion: home)
    case ("aws-iso", _, false), ("aws-iso-b", _, false), ("aws-iso-e", false, false),
      ("aws-iso-f", false, false), ("aws-eusc", false, false):
      Endpoint(host: "\(word).\(home).\(suffix)", signingRegion: home)
    default: Endpoint(host: "\(word).\(suffix)", signingRegion: home)
    }
  }

  private static func isHostName(_ region: String) -> Bool {
    let hyphen = UInt8(ascii: "-")
    return region.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
      (1...63).contains(label.utf8.count) && label.utf8.first != hyphen
        && label.utf8.last != hyphen
        && label.utf8.allSatisfy { $0.isLetterOrDigit || $0 == hyphen }
    }
  }

  /// S3's.
  private func wordedEndpoint(usesFIPS: Bool, usesDualStack: Bool) -> Endpoint {
    let isGlobal = region == "aws-global"
    let place = isGlobal ? partition.globalRegion : region
    let words = [
      usesFIPS ? "\(service.hostPrefix)-fips" : service.hostPrefix,
      usesDualStack ? "dualstack" : nil,
      isGlobal && !usesFIPS && !usesDualStack ? nil : place, partition.dnsSuffix,
    ]
    return Endpoint(
      host: words.compactMap(\.self).joined(separator: "."),
      signingRegion: isGlobal ? place : nil)
  }

  /// Signin's, nil where the general rule holds.
  private func signInHost(usesFIPS: Bool, usesDualStack: Bool) -> String? {
    switch (partition.id, usesFIPS, usesDualStack) {
    case ("aws-us-gov", true, false):
      region == "us-gov-west-1"
        ? "signin-fips.amazonaws-us-gov.com" : "\(region).signin-fips.amazonaws-us-gov.com"
    case (let id, false, false): Self.signInDomains[id].map { "\(region).signin.\($0)" }
    default: nil
    }
  }

  private static let signInDomains = [
    "aws": "aws.amazon.com", "aws-cn": "amazonaws.cn", "aws-us-gov": "amazonaws-us-gov.com",
    "aws-iso": "c2shome.ic.gov", "aws-iso-b": "sc2shome.sgov.gov",
    "aws-iso-e": "csphome.adc-e.uk", "aws-iso-f": "csphome.hci.ic.gov",
    "aws-eusc": "amazonaws-eusc.eu",
  ]

  private var isGlobal: Bool { service.reach == .regionalOrGlobal && region == "aws-global" }
}
