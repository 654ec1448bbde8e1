import Foundation
import Support
import Testing

@testable import AWSCore

/// What a request is signed for, from the settings to the header: botocore's clients sign the same.
@Suite struct SigningRegionTests {
  private struct Signed: Codable, Hashable {
    var service: String
    var region: String
    var fips: Bool
    var dualStack: Bool
    /// Nil for AWS's own.
    var custom: String?
    var url = ""
    var signingRegion = ""
    var signingName = ""
  }

  private static let services: [String: AWSService] = ["rds": .rds, "sts": .sts, "iam": .iam]
  private static let regions = [
    "us-east-1", "eu-west-1", "aws-global", "cn-north-1", "cn-northwest-1", "aws-cn-global",
    "us-gov-west-1", "us-gov-east-1", "us-iso-east-1", "us-iso-west-1", "us-isob-east-1",
    "eu-isoe-west-1", "us-isof-south-1", "eusc-de-east-1", "moon-1",
  ]

  @Test(.enabled(if: Judge.hasPython))
  func `requests are signed for the region and the service that the endpoint's rules find`()
    async throws
  {
    var cases: [Signed] = []
    for service in Self.services.keys.sorted() {
      for region in Self.regions {
        for (fips, dualStack) in [(false, false), (true, false), (false, true), (true, true)] {
          cases.append(Signed(service: service, region: region, fips: fips, dualStack: dualStack))
        }
        cases.append(
          Signed(
            service: service, region: region, fips: false, dualStack: false,
            custom: "http://127.0.0.1:9"))
      }
    }
    let result = try await ProcessRunner.runBeside(
      try #require(Judge.python), ["-c", Self.script], environment: ["HOME": "/nonexistent"],
      input: try JSONEncoder().encode(cases))
    #expect(result.status == 0, "\(result.errors)")
    let theirs = try JSONDecoder().decode([Signed].self, from: Data(result.output.utf8))
    // An older table of botocore's, which it reads before the rules, has no dual-stack endpoint for
    // some; there it makes no client.
    #expect(theirs.count > cases.count * 3 / 4)
    for theirs in theirs { #expect(try await signed(theirs) == theirs) }
    #expect(theirs.contains { $0.signingRegion != $0.region })
    Judge.report(
      "regions that are signed for, \(cases.count - theirs.count) without a client of botocore's",
      cases: theirs.count)
  }

  private func signed(_ test: Signed) async throws -> Signed {
    let transport = ScriptedTransport { _, _ in .fault(400, "Enough") }
    let surroundings = Surroundings(
      environment: .home([
        "AWS_REGION": test.region, "AWS_ACCESS_KEY_ID": "AKID", "AWS_SECRET_ACCESS_KEY": "s",
        "AWS_USE_FIPS_ENDPOINT": "\(test.fips)", "AWS_USE_DUALSTACK_ENDPOINT": "\(test.dualStack)",
        "AWS_ENDPOINT_URL": test.custom ?? "",
      ]), files: RoleWorld(), transport: transport, timekeeper: HandCrankedTimekeeper())
    let service = try #require(Self.services[test.service])
    let settings = try AWSSettings.resolve(surroundings, service: service)
    let client = AWSClient(
      settings: settings, transport: transport, timekeeper: surroundings.timekeeper, product: "t",
      version: "1")
    _ = try? await client.call(AWSCall(action: "X", body: []))
    if service == .sts { _ = try? await STSClient(surroundings).callerIdentity() }
    let scopes = transport.requests.map { request -> [String] in
      let scope = request.header("Authorization")?.split(separator: "Credential=").last ?? ""
      return scope.split(separator: ",")[0].split(separator: "/").map(String.init)
    }
    #expect(Set(scopes).count == 1)
    var signed = test
    signed.url = try #require(transport.requests.first?.url)
    let scope = try #require(scopes.first)
    (signed.signingRegion, signed.signingName) = (scope[2], scope[3])
    return signed
  }

  private static let script = #"""
    import json, re, sys
    import botocore.session
    from botocore.config import Config
    from botocore.exceptions import EndpointVariantError

    class Enough(Exception):
        pass

    def sign(case):
        session = botocore.session.Session()
        session.set_credentials("AKID", "s")
        client = session.create_client(
            case["service"], region_name=case["region"], endpoint_url=case.get("custom"),
            config=Config(use_fips_endpoint=case["fips"], use_dualstack_endpoint=case["dualStack"]))
        def look(request, **rest):
            header = request.headers["Authorization"]
            header = header.decode() if isinstance(header, bytes) else header
            case["url"] = request.url
            _, _, case["signingRegion"], case["signingName"], _ = (
                re.search("Credential=([^,]*),", header).group(1).split("/"))
            raise Enough()
        client.meta.events.register("before-send", look)
        try:
            {"sts": lambda: client.get_caller_identity(), "iam": lambda: client.list_roles(),
             "rds": lambda: client.describe_export_tasks()}[case["service"]]()
        except Enough:
            pass
        return case
    def tried(case):
        try:
            return sign(case)
        except EndpointVariantError:
            return None
    print(json.dumps([case for case in map(tried, json.load(sys.stdin)) if case]))
    """#
}
