import AWSCore
import Foundation
import Ground
import Planning
import Support
import Testing

@testable import Inventory

/// moto answers the lookups it knows, and checks each signature, with code that no one here wrote.
@Suite(.serialized, .enabled(if: Judge.hasPython)) struct MotoLookupTests {
  private static let script = """
    import boto3, json, sys
    def client(service):
        return boto3.client(service, endpoint_url=sys.argv[1], region_name="eu-west-1",
                            aws_access_key_id=sys.argv[2], aws_secret_access_key=sys.argv[3])
    s3, iam, kms = client("s3"), client("iam"), client("kms")
    for name in ["lake", "locked"]:
        s3.create_bucket(Bucket=name, ObjectLockEnabledForBucket=name == "locked",
            CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    s3.put_public_access_block(Bucket="lake", PublicAccessBlockConfiguration={
        name: True for name in ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy",
                                "RestrictPublicBuckets"]})
    def trust(service):
        return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
            "Principal": {"Service": service}, "Action": "sts:AssumeRole"}]})
    for name, service in [("export", "export.rds.amazonaws.com"), ("web", "ec2.amazonaws.com")]:
        iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust(service))
    key = kms.create_key(Description="Exports")["KeyMetadata"]
    kms.create_alias(AliasName="alias/exports", TargetKeyId=key["KeyId"])
    print(key["KeyId"], end="")
    """

  @Test func `moto's snapshots, buckets, roles and keys are read, and its signatures good`()
    async throws
  {
    let moto = try await MotoServer()
    let made = try ProcessRunner.run(
      try #require(Judge.python),
      ["-c", Self.script, moto.endpoint, moto.accessKeyID, moto.secretAccessKey])
    try #require(made.status == 0, "\(made.errors)")
    let transport = AsyncHTTPTransport(timekeeper: SystemTimekeeper())
    let surroundings = Surroundings(
      environment: .home([
        "AWS_REGION": "eu-west-1", "AWS_ENDPOINT_URL": moto.endpoint,
        "AWS_ACCESS_KEY_ID": moto.accessKeyID, "AWS_SECRET_ACCESS_KEY": moto.secretAccessKey,
        "AWS_MAX_ATTEMPTS": "1",
      ]), files: NoFiles(), transport: transport, timekeeper: SystemTimekeeper())
    let inventory = Inventory(
      clients: { service async throws(AWSError) in
        AWSClient(
          settings: try AWSSettings.resolve(surroundings, service: service),
          transport: transport, timekeeper: SystemTimekeeper(), product: "test", version: "0")
      }, account: { nil }, timekeeper: SystemTimekeeper())

    let snapshots = try await inventory.sources(.dbSnapshots())
    #expect(snapshots.map(\.arn).contains(moto.snapshotARN))
    #expect(snapshots.allSatisfy { $0.database == "orders" && $0.engine == "postgres" })
    #expect(try await inventory.sources(.dbSnapshots(named: "orders-1")).count == 1)
    #expect(await inventory.problem(.dbSnapshots(named: "nope"))?.kind == .missing)
    #expect(try await inventory.sources(.dbClusters()).isEmpty)
    #expect(try await inventory.sources(.dbClusterSnapshots()).isEmpty)

    guard case .buckets(let buckets)? = try await inventory.pages(.buckets).first?.found,
      case .roles(let roles)? = try await inventory.pages(.roles).first?.found,
      case .keyAliases(let aliases)? = try await inventory.pages(.keyAliases).first?.found,
      case .key(let key)? = try await inventory.pages(.key("alias/exports")).first?.found
    else {
      Issue.record("moto has nothing")
      return
    }
    #expect(Set(buckets.map(\.name)) == ["lake", "locked"])
    #expect(
      try await inventory.pages(.bucket("lake")).map(\.found) == [
        .bucket(BucketPlace(name: "lake", region: "eu-west-1", isAccessible: true))
      ])
    #expect(await inventory.problem(.bucket("nope"))?.kind == .missing)
    #expect(
      try await inventory.pages(.publicAccess(bucket: "lake")).map(\.found)
        == [.publicAccess(PublicAccessBlock(isComplete: true))])
    #expect(
      try await inventory.pages(.publicAccess(bucket: "locked")).map(\.found)
        == [.publicAccess(PublicAccessBlock(isComplete: false))])
    #expect(
      try await inventory.pages(.objectLock(bucket: "locked")).map(\.found)
        == [.objectLock(ObjectLock(isEnabled: true))])
    #expect(
      try await inventory.pages(.objectLock(bucket: "lake")).map(\.found)
        == [.objectLock(ObjectLock(isEnabled: false))])

    #expect(
      Dictionary(uniqueKeysWithValues: roles.map { ($0.name, $0.trustsExports) })
        == ["export": true, "web": false])
    #expect(await inventory.problem(.role(named: "nope"))?.kind == .missing)
    #expect(aliases.first { $0.name == "alias/exports" }?.keyID == made.output)
    #expect((key.id, key.state, key.spec) == (made.output, "Enabled", "SYMMETRIC_DEFAULT"))
    #expect(key.explanation == "Exports")
    #expect(await inventory.problem(.key("alias/nope"))?.kind == .missing)
    #expect(
      try await inventory.pages(.caller).map(\.found)
        == [
          .caller(
            Caller(account: "123456789012", arn: "arn:aws:iam::123456789012:user/exporter"))
        ])
    await transport.shutdown()
    Judge.report("moto's answers to lookups", cases: 18)
  }
}
