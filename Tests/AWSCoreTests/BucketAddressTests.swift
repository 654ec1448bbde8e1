import Foundation
import Support
import Testing

@testable import AWSCore

/// botocore's rules say where a bucket is: its host, or its path below S3's.
@Suite struct BucketAddressTests {
  private static let buckets = [
    "lake", "la.ke", "a-b-1", "-ab", "ab-", "ab", "Lake", "la_ke", "192.168.1.1",
    String(repeating: "a", count: 63), String(repeating: "a", count: 64),
  ]

  private static let script = """
    import json, sys
    import botocore.session
    from botocore.endpoint_provider import EndpointProvider
    loader = botocore.session.get_session().get_component("data_loader")
    rules = EndpointProvider(loader.load_service_model("s3", "endpoint-rule-set-1"),
                             loader.load_data("partitions"))
    asked = json.load(sys.stdin)
    answers = []
    for bucket in asked["buckets"]:
        for region in asked["regions"]:
            answers.append(rules.resolve_endpoint(
                Region=region, UseFIPS=False, UseDualStack=False, UseGlobalEndpoint=False,
                Bucket=bucket).url)
            answers.append(rules.resolve_endpoint(
                Region=region, UseFIPS=False, UseDualStack=False, UseGlobalEndpoint=False,
                Bucket=bucket, Endpoint="http://s3.test:4566/root", ForcePathStyle=True).url)
    json.dump(answers, sys.stdout)
    """

  @Test(.enabled(if: Judge.hasPython))
  func `botocore finds buckets in the same place`() async throws {
    let regions = ["eu-west-1", "us-east-1", "cn-north-1", "us-gov-west-1", "aws-global"]
    let question = try JSONEncoder().encode(["buckets": Self.buckets, "regions": regions])
    let result = try await ProcessRunner.runBeside(
      try #require(Judge.python), ["-c", Self.script], input: question)
    #expect(result.status == 0, "\(result.errors)")
    let answers = try JSONDecoder().decode([String].self, from: Data(result.output.utf8))
    var ours: [String] = []
    for bucket in Self.buckets {
      for region in regions {
        let resolver = EndpointResolver(
          environment: Environment(variables: [:]), override: nil, profile: nil,
          profiles: ProfileSet(), service: .s3)
        let found = try resolver.resolve(RegionResolver.Finding(region: region, usesFIPS: false))
        for (endpoint, isCustom) in [(found.url, false), ("http://s3.test:4566/root", true)] {
          let call = AWSCall(action: "HeadBucket", method: .head, bucket: bucket)
          let (placed, place) = call.placed(at: endpoint, isCustom: isCustom)
          let url = WireProtocol.restXML.request(for: placed, at: place).url
          ours.append(url.hasSuffix("/") ? String(url.dropLast()) : url)
        }
      }
    }
    #expect(ours == answers)
    Judge.report("botocore's places of buckets", cases: answers.count)
  }

  @Test func `a query follows the path, each part encoded`() {
    let call = AWSCall(
      action: "X", method: .get, path: ["a b"],
      parameters: [.init("object-lock"), .init("continuation-token", "a/b c&=")])
    #expect(
      WireProtocol.restXML.request(for: call, at: "https://s3.test").url
        == "https://s3.test/a%20b?object-lock&continuation-token=a%2Fb%20c%26%3D")
    let root = AWSCall(action: "X", method: .get, parameters: [.init("max-buckets", "5")])
    #expect(
      WireProtocol.restXML.request(for: root, at: "https://s3.test").url
        == "https://s3.test/?max-buckets=5")
  }
}
