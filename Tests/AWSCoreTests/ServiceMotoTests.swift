import Foundation
import Ground
import Support
import Testing

@testable import AWSCore

/// A service is a value: three are called here, each by a protocol and rules of its own, and moto
/// checks the signatures.
@Suite(.serialized, .enabled(if: Judge.hasPython)) struct ServiceMotoTests {
  private static func headBucket(_ name: String) -> AWSCall {
    AWSCall(action: "HeadBucket", method: .head, bucket: name)
  }

  private static func describeKey(_ id: String) throws -> AWSCall {
    AWSCall(
      action: "DescribeKey", body: Array(try JSONEncoder().encode(["KeyId": id])))
  }

  private let moto: MotoServer
  private let transport = AsyncHTTPTransport(timekeeper: SystemTimekeeper())

  init() async throws { moto = try await MotoServer() }

  private func call(
    _ service: AWSService, _ call: AWSCall, secret: String? = nil
  ) async throws -> AWSAnswer {
    let surroundings = Surroundings(
      environment: .home([
        "AWS_REGION": "eu-west-1", "AWS_ENDPOINT_URL": moto.endpoint,
        "AWS_ACCESS_KEY_ID": moto.accessKeyID,
        "AWS_SECRET_ACCESS_KEY": secret ?? moto.secretAccessKey,
      ]), files: NoFiles(), transport: transport, timekeeper: SystemTimekeeper())
    let client = AWSClient(
      settings: try AWSSettings.resolve(surroundings, service: service), transport: transport,
      timekeeper: SystemTimekeeper(), product: "test", version: "0")
    return try await client.call(call)
  }

  private func fault(
    _ service: AWSService, _ call: AWSCall, secret: String? = nil
  ) async -> ServiceFault? {
    let error = await #expect(throws: AWSError.self) {
      try await self.call(service, call, secret: secret)
    }
    guard case .service(let fault)? = error else {
      Issue.record("\(String(describing: error))")
      return nil
    }
    return fault
  }

  @Test func `moto accepts a call of each protocol, and its faults are read`() async throws {
    let keyARN = try makeBucketAndKey()
    let identity = try await call(.sts, STSRequests.callerIdentity)
    #expect(
      try STSAnswers.callerIdentity(in: identity.body).arn
        == "arn:aws:iam::123456789012:user/exporter")

    let bucket = try await call(.s3, Self.headBucket("lake"))
    #expect(bucket.body.isEmpty)
    #expect(bucket.bucketRegion == "eu-west-1")
    let missing = await fault(.s3, Self.headBucket("no-such-lake"))
    #expect(missing?.code == "NotFound")
    #expect(missing?.status == 404)
    #expect(missing?.bucketRegion == nil)

    let key = try await call(.kms, Self.describeKey(keyARN))
    #expect(String(decoding: key.body, as: UTF8.self).contains(keyARN))
    let unknown = await fault(
      .kms, try Self.describeKey("11111111-2222-3333-4444-555555555555"))
    #expect(unknown?.code == "NotFoundException")
    #expect(unknown?.message.contains("11111111-2222-3333-4444-555555555555") == true)

    let wrong = "a-wrong-secret-of-forty-characters-in-all"
    #expect(await fault(.s3, Self.headBucket("lake"), secret: wrong)?.status == 403)
    // Whatever the service, moto refuses in XML.
    #expect(await fault(.kms, try Self.describeKey(keyARN), secret: wrong)?.status == 403)
    await transport.shutdown()
    Judge.report("moto's STS, S3 and KMS", cases: 7)
  }

  private func makeBucketAndKey() throws -> String {
    let script = """
      import boto3, sys
      def client(service):
          return boto3.client(service, endpoint_url=sys.argv[1], region_name="eu-west-1",
                              aws_access_key_id=sys.argv[2], aws_secret_access_key=sys.argv[3])
      client("s3").create_bucket(
          Bucket="lake", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
      print(client("kms").create_key()["KeyMetadata"]["Arn"], end="")
      """
    let result = try ProcessRunner.run(
      try #require(Judge.python),
      ["-c", script, moto.endpoint, moto.accessKeyID, moto.secretAccessKey])
    try #require(result.status == 0, "\(result.errors)")
    return result.output
  }
}

private struct NoFiles: FileAccess {
  func contents(of path: String) -> [UInt8]? { nil }
  func replace(_ path: String, with contents: [UInt8]) {}
}
