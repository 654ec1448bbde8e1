import Foundation
import Support
import Testing

@testable import AWSCore

/// botocore evaluates the services' own rule sets: its endpoints must be ours.
@Suite struct EndpointOracleTests {
  private struct Ruling: Decodable {
    var service: String
    var region: String
    var fips: Bool
    var dualStack: Bool
    var url: String?
    var signingRegion: String?
    var error: String?

    /// Rules that say nothing of it leave the signature to the region. For the endpoints of its own
    /// region that STS has beside the global one, botocore's clients sign as for that one.
    var signer: String {
      signingRegion ?? (service == "sts" && region == "aws-global" ? "us-east-1" : region)
    }

    /// Signin has had hosts of its own in the isolated and sovereign partitions, and for FIPS in
    /// GovCloud, since botocore 1.44; the judge is older.
    var isOutdated: Bool {
      let partition = Partition.containing(region: region).id
      return service == "signin" && !dualStack
        && (fips
          ? partition == "aws-us-gov"
          : partition.hasPrefix("aws-iso") || partition == "aws-eusc")
    }
  }

  private static let script = """
    import json, sys
    import botocore.session, botocore.exceptions
    from botocore.endpoint_provider import EndpointProvider
    loader = botocore.session.get_session().get_component("data_loader")
    partitions = loader.load_data("partitions")
    regions = [r for p in partitions["partitions"] for r in p["regions"]]
    regions += ["xx-moon-1", "eu-moon-7", "cn-moon-7", "us-gov-moon-7", "us-iso-moon-7",
                "us-isob-moon-7", "eu-isoe-moon-7", "us-isof-moon-7", "us-isoz-moon-1",
                "eusc-de-moon-7", "eusc-fr-moon-1", "us-moon", "cn-", "mx-central-22", "local"]
    rulings = []
    for service in ["rds", "sts", "iam", "s3", "kms", "sso", "sso-oidc", "signin"]:
        rules = EndpointProvider(
            loader.load_service_model(service, "endpoint-rule-set-1"), partitions)
        for region in regions:
            for fips in [False, True]:
                for dual in [False, True]:
                    ruling = {"service": service, "region": region, "fips": fips,
                              "dualStack": dual}
                    try:
                        found = rules.resolve_endpoint(
                            Region=region, UseFIPS=fips, UseDualStack=dual,
                            **({"UseGlobalEndpoint": False} if service in ["sts", "s3"] else {}))
                        ruling["url"] = found.url
                        for scheme in found.properties.get("authSchemes", []):
                            ruling["signingRegion"] = scheme.get("signingRegion")
                    except botocore.exceptions.EndpointProviderError as error:
                        ruling["error"] = str(error)
                    rulings.append(ruling)
    json.dump(rulings, sys.stdout)
    """

  private static let services: [String: AWSService] = [
    "rds": .rds, "sts": .sts, "iam": .iam, "s3": .s3, "kms": .kms, "sso": .sso,
    "sso-oidc": .ssoOIDC, "signin": .signin,
  ]

  @Test(.enabled(if: Judge.hasPython))
  func `botocore resolves every region of the eight services alike`() async throws {
    let result = try await ProcessRunner.runBeside(
      try #require(Judge.python), ["-c", Self.script], input: Data())
    #expect(result.status == 0, "\(result.errors)")
    let rulings = try JSONDecoder().decode([Ruling].self, from: Data(result.output.utf8))
    var leftOut = 0
    for ruling in rulings {
      if ruling.isOutdated {
        leftOut += 1
        continue
      }
      let resolver = EndpointResolver(
        environment: Environment(variables: [
          "AWS_USE_FIPS_ENDPOINT": "\(ruling.fips)",
          "AWS_USE_DUALSTACK_ENDPOINT": "\(ruling.dualStack)",
        ]), override: nil, profile: nil, profiles: ProfileSet(),
        service: try #require(Self.services[ruling.service]))
      let finding = try? resolver.resolve(
        RegionResolver.Finding(region: ruling.region, usesFIPS: false))
      #expect(finding?.url == ruling.url, "\(ruling)")
      #expect(finding?.isCustom == (ruling.error == nil ? false : nil), "\(ruling)")
      if ruling.error == nil {
        #expect(finding?.signingRegion ?? ruling.region == ruling.signer, "\(ruling)")
      }
    }
    #expect(rulings.count > 1000)
    #expect(leftOut < 60)
    Judge.report(
      "endpoints of RDS, STS, IAM, S3, KMS, SSO, OIDC and Signin", cases: rulings.count - leftOut,
      leftOut: leftOut)
  }

  /// As botocore 1.44.8 resolves them.
  @Test(arguments: [
    ("us-iso-east-1", false, "us-iso-east-1.signin.c2shome.ic.gov"),
    ("us-isob-east-1", false, "us-isob-east-1.signin.sc2shome.sgov.gov"),
    ("eu-isoe-west-1", false, "eu-isoe-west-1.signin.csphome.adc-e.uk"),
    ("us-isof-south-1", false, "us-isof-south-1.signin.csphome.hci.ic.gov"),
    ("eusc-de-east-1", false, "eusc-de-east-1.signin.amazonaws-eusc.eu"),
    ("us-gov-west-1", true, "signin-fips.amazonaws-us-gov.com"),
    ("us-gov-east-1", true, "us-gov-east-1.signin-fips.amazonaws-us-gov.com"),
  ])
  func `Signin's hosts that the judge doesn't know yet`(
    region: String, usesFIPS: Bool, host: String
  ) throws {
    let resolver = EndpointResolver(
      environment: Environment(variables: ["AWS_USE_FIPS_ENDPOINT": "\(usesFIPS)"]),
      override: nil, profile: nil, profiles: ProfileSet(), service: .signin)
    let found = try resolver.resolve(RegionResolver.Finding(region: region, usesFIPS: false))
    #expect(found.url == "https://\(host)")
  }

  @Test func `a partition without FIPS or dual-stack is refused in the rule set's words`() {
    func refusal(fips: Bool, dualStack: Bool, _ fipsOn: Bool, _ dualStackOn: Bool) -> String? {
      let partition = Partition(
        id: "aws-x", dnsSuffix: "x.example", dualStackDNSSuffix: "api.x.example",
        globalRegion: "x-1",
        supportsFIPS: fips, supportsDualStack: dualStack)
      let rules = EndpointRules(service: .sso, region: "x-1", partition: partition)
      switch rules.endpoint(usesFIPS: fipsOn, usesDualStack: dualStackOn) {
      case .success: return nil
      case .failure(let refusal): return refusal.message
      }
    }
    let both = "FIPS and DualStack are enabled, but this partition does not support one or both"
    #expect(refusal(fips: false, dualStack: true, true, true) == both)
    #expect(refusal(fips: true, dualStack: false, true, true) == both)
    #expect(
      refusal(fips: false, dualStack: true, true, false)
        == "FIPS is enabled but this partition does not support FIPS")
    #expect(
      refusal(fips: true, dualStack: false, false, true)
        == "DualStack is enabled but this partition does not support DualStack")
    #expect(refusal(fips: false, dualStack: true, false, true) == nil)
    #expect(refusal(fips: true, dualStack: false, true, false) == nil)
    #expect(refusal(fips: false, dualStack: false, false, false) == nil)
  }

  @Test(arguments: [
    ("sts", "https://sts.us-gov-west-1.amazonaws.com"),
    ("sso", "https://portal.sso.us-gov-west-1.amazonaws.com"),
    ("sso-oidc", "https://oidc.us-gov-west-1.amazonaws.com"),
    ("rds", "https://rds.us-gov-west-1.amazonaws.com"),
  ])
  func `GovCloud serves FIPS under the plain names`(name: String, url: String) throws {
    let service = try #require(Self.services[name])
    let resolver = EndpointResolver(
      environment: Environment(variables: ["AWS_USE_FIPS_ENDPOINT": "true"]), override: nil,
      profile: nil, profiles: ProfileSet(), service: service)
    let region = RegionResolver.Finding(region: "us-gov-west-1", usesFIPS: false)
    #expect(try resolver.resolve(region).url == url)
  }
}
