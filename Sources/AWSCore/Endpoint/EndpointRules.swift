/// The endpoint rule sets of RDS, STS, SSO and SSO-OIDC, which are one set but for the host's first
/// word (`endpoint-rule-set-1.json` of each in botocore 1.43.11).
///
/// STS is called in the region always, as the AWS SDKs do by default: the global endpoint of old
/// (`sts_regional_endpoints = legacy`) isn't used.
struct EndpointRules {
  /// The rule sets' own words.
  struct Refusal: Error, Hashable {
    var message: String
  }

  var service: AWSService
  var region: String
  var partition: Partition

  func host(usesFIPS: Bool, usesDualStack: Bool) -> Result<String, Refusal> {
    let own = service.hostPrefix
    switch (usesFIPS, usesDualStack) {
    case (true, true):
      guard partition.supportsFIPS, partition.supportsDualStack else {
        return refused(
          "FIPS and DualStack are enabled, but this partition does not support one or both")
      }
      return .success("\(own)-fips.\(region).\(partition.dualStackDNSSuffix)")
    case (true, false):
      guard partition.supportsFIPS else {
        return refused("FIPS is enabled but this partition does not support FIPS")
      }
      // In GovCloud the plain names serve FIPS.
      let word = partition.id == "aws-us-gov" ? own : "\(own)-fips"
      return .success("\(word).\(region).\(partition.dnsSuffix)")
    case (false, true):
      guard partition.supportsDualStack else {
        return refused("DualStack is enabled but this partition does not support DualStack")
      }
      return .success("\(own).\(region).\(partition.dualStackDNSSuffix)")
    case (false, false):
      if isGlobalSTS { return .success("\(own).\(partition.dnsSuffix)") }
      return .success("\(own).\(region).\(partition.dnsSuffix)")
    }
  }

  /// Nil where it is the region itself.
  var signingRegion: String? { isGlobalSTS ? "us-east-1" : nil }

  /// A region of STS's own, which nobody gets unless he names it.
  private var isGlobalSTS: Bool { service == .sts && region == "aws-global" }

  private func refused(_ message: String) -> Result<String, Refusal> {
    .failure(Refusal(message: message))
  }
}
