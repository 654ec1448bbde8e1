import Foundation
import Support
import Testing

/// What `exportdeck start` sends, seen by others' code: moto takes it in, and boto3 reads it there.
@Suite(.serialized, .enabled(if: Judge.hasPython)) struct `start, as boto3 sees it` {
  private static let describe = """
    import json, sys, boto3
    rds = boto3.client("rds", endpoint_url=sys.argv[1], region_name="eu-west-1")
    for task in rds.describe_export_tasks()["ExportTasks"]:
        print(json.dumps({k: v for k, v in task.items() if k in (
            "ExportTaskIdentifier", "SourceArn", "S3Bucket", "S3Prefix", "IamRoleArn", "KmsKeyId",
            "ExportOnly")}))
    """

  @Test func `every parameter arrives as it was given`() async throws {
    let moto = try await MotoServer()
    var environment = SimulatedAccount.environment(at: moto.endpoint)
    environment["AWS_ACCESS_KEY_ID"] = moto.accessKeyID
    environment["AWS_SECRET_ACCESS_KEY"] = moto.secretAccessKey
    let role = "arn:aws:iam::123456789012:role/a/export"
    let words = [
      "--source-arn", moto.snapshotARN, "--s3-bucket-name", "lake-raw", "--iam-role-arn", role,
      "--kms-key-id", "alias/export", "--checks", "off",
    ]
    let cases: [(words: [String], prefix: String?, parts: [String]?)] = [
      ([], nil, nil),
      (["--s3-prefix", "rds/é x&y=<z>\\'\"+%2F"], "rds/é x&y=<z>\\'\"+%2F", nil),
      (
        ["--s3-prefix=-a", "--export-only", "orders.public.a$b", "orders.s_1"], "-a",
        [
          "orders.public.a$b", "orders.s_1",
        ]
      ),
    ]
    for (number, one) in cases.enumerated() {
      let run = try await ProcessRunner.runBeside(
        ProcessRunner.exportdeck,
        ["start", "--export-task-identifier", "case-\(number)"] + words + one.words,
        environment: environment)
      #expect(run.status == 0, "\(run.errors)")
    }
    let boto = try await ProcessRunner.runBeside(
      try #require(Judge.python), ["-c", Self.describe, moto.endpoint],
      environment: environment.merging(["HOME": "/tmp"]) { $1 })
    #expect(boto.status == 0, "\(boto.errors)")
    let seen = try boto.output.split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
    #expect(seen.count == cases.count)
    for (number, one) in cases.enumerated() {
      let task = try #require(
        seen.first { $0["ExportTaskIdentifier"] as? String == "case-\(number)" })
      #expect(task["SourceArn"] as? String == moto.snapshotARN)
      #expect(task["S3Bucket"] as? String == "lake-raw")
      #expect((task["S3Prefix"] as? String ?? "") == one.prefix ?? "")
      #expect(task["IamRoleArn"] as? String == role)
      #expect(task["KmsKeyId"] as? String == "alias/export")
      #expect((task["ExportOnly"] as? [String] ?? []) == one.parts ?? [])
    }
    Judge.report("boto3 on what start sends", cases: cases.count)
  }

  // MARK: The pre-flight

  private static let world = """
    import json, sys, boto3
    def client(service, region="eu-west-1"):
        return boto3.client(service, endpoint_url=sys.argv[1], region_name=region)
    s3, iam, kms = client("s3"), client("iam"), client("kms")
    here = {"LocationConstraint": "eu-west-1"}
    for name in ("lake", "open"):
        s3.create_bucket(Bucket=name + "-bucket", CreateBucketConfiguration=here)
    s3.create_bucket(Bucket="lock-bucket", CreateBucketConfiguration=here,
                     ObjectLockEnabledForBucket=True)
    s3.put_object_lock_configuration(Bucket="lock-bucket", ObjectLockConfiguration={
        "ObjectLockEnabled": "Enabled",
        "Rule": {"DefaultRetention": {"Mode": "GOVERNANCE", "Days": 9}}})
    client("s3", "us-east-1").create_bucket(Bucket="far-bucket")
    for name in ("lake", "lock"):
        s3.put_public_access_block(Bucket=name + "-bucket", PublicAccessBlockConfiguration={
            k: True for k in ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy",
                              "RestrictPublicBuckets")})
    def role(name, service):
        return iam.create_role(RoleName=name, Path="/a/", AssumeRolePolicyDocument=json.dumps(
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
             "Principal": {"Service": service}}]}))["Role"]["Arn"]
    good = kms.create_key()["KeyMetadata"]["KeyId"]
    kms.create_alias(AliasName="alias/good", TargetKeyId=good)
    off = kms.create_key()["KeyMetadata"]["KeyId"]
    kms.disable_key(KeyId=off)
    sign = kms.create_key(KeySpec="RSA_2048", KeyUsage="SIGN_VERIFY")["KeyMetadata"]["KeyId"]
    print(json.dumps({"role": role("good", "export.rds.amazonaws.com"),
                      "other": role("other", "ec2.amazonaws.com"), "off": off, "sign": sign}))
    """

  @Test func `what moto has, and has not, is found before the call`() async throws {
    let moto = try await MotoServer()
    var environment = SimulatedAccount.environment(at: moto.endpoint)
    environment["AWS_ACCESS_KEY_ID"] = moto.accessKeyID
    environment["AWS_SECRET_ACCESS_KEY"] = moto.secretAccessKey
    let made = try await ProcessRunner.runBeside(
      try #require(Judge.python), ["-c", Self.world, moto.endpoint],
      environment: environment.merging(["HOME": "/tmp"]) { $1 })
    #expect(made.status == 0, "\(made.errors)")
    let world = try #require(
      try JSONSerialization.jsonObject(with: Data(made.output.utf8)) as? [String: String])
    let good = [
      "--export-task-identifier": "a", "--source-arn": moto.snapshotARN,
      "--s3-bucket-name": "lake-bucket", "--iam-role-arn": world["role"] ?? "",
      "--kms-key-id": "alias/good",
    ]
    let cases: [(change: [String: String], check: String, outcome: String)] = [
      ([:], "", ""),
      (["--source-arn": moto.snapshotARN + "-gone"], "source-found", "fail"),
      (["--s3-bucket-name": "no-bucket-here"], "bucket-found", "fail"),
      (["--s3-bucket-name": "far-bucket"], "bucket-region", "fail"),
      (["--s3-bucket-name": "open-bucket"], "bucket-private", "warning"),
      (["--s3-bucket-name": "lock-bucket"], "bucket-unlocked", "warning"),
      (["--iam-role-arn": "arn:aws:iam::123456789012:role/a/none"], "role-found", "fail"),
      (["--iam-role-arn": "arn:aws:iam::123456789012:role/good"], "role-found", "fail"),
      (["--iam-role-arn": world["other"] ?? ""], "role-trust", "fail"),
      (["--kms-key-id": "alias/none"], "key-found", "fail"),
      (["--kms-key-id": world["off"] ?? ""], "key-enabled", "fail"),
      (["--kms-key-id": world["sign"] ?? ""], "key-symmetric", "fail"),
    ]
    for one in cases {
      let words = good.merging(one.change) { $1 }.flatMap { [$0.key, $0.value] }
      let run = try await ProcessRunner.runBeside(
        ProcessRunner.exportdeck, ["start", "--dry-run", "--output", "json"] + words,
        environment: environment)
      let document = try #require(
        try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any],
        "\(run.errors)")
      let checks = try #require(document["checks"] as? [[String: String]])
      let failed = checks.filter { $0["outcome"] == "fail" }.map { $0["name"] }
      #expect(run.status == (failed.isEmpty ? 0 : 1))
      #expect(failed == (one.outcome == "fail" ? [one.check] : []), "\(one.change): \(checks)")
      if one.outcome == "warning" {
        #expect(
          checks.contains { $0["name"] == one.check && $0["outcome"] == "warning" }, "\(checks)")
      }
    }
    Judge.report("moto on a pre-flight", cases: cases.count)
  }
}
