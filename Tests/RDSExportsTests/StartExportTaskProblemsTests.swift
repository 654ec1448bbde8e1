import Testing

@testable import RDSExports

@Suite struct StartExportTaskProblemsTests {
  private func messages(
    _ field: FieldProblem.Field, _ change: (inout StartExportTaskRequest) -> Void
  ) -> [String] {
    var request = RDSExportsClientTests.request
    change(&request)
    let problems = request.problems()
    #expect(problems.allSatisfy { $0.field == field })
    #expect(problems.allSatisfy { $0.message.hasSuffix(".") && !$0.message.contains("\n") })
    return problems.map(\.message)
  }

  @Test(arguments: ["a", "A", "orders-2026-11-22", "a1-b2", String(repeating: "a", count: 60)])
  func `identifiers that AWS takes have no problem`(identifier: String) {
    #expect(messages(.exportTaskIdentifier) { $0.exportTaskIdentifier = identifier }.isEmpty)
  }

  @Test(arguments: [
    ("", 1), ("1a", 1), ("-a", 1), ("a-", 1), ("a--b", 1), ("a_b", 1), ("a b", 1), ("é", 1),
    ("a.b", 1),
    ("a\u{1B}", 1), (String(repeating: "a", count: 61), 1), ("-", 2), ("1--", 3), ("a--b-", 2),
  ])
  func `each broken rule of identifiers is one problem`(identifier: String, count: Int) {
    #expect(messages(.exportTaskIdentifier) { $0.exportTaskIdentifier = identifier }.count == count)
  }

  @Test func `a message shows what is in the way without obeying it`() {
    let shown = messages(.exportTaskIdentifier) { $0.exportTaskIdentifier = "a\u{1B}[31m" }
    #expect(shown.first?.contains("U+1B") == true)
    let bidi = messages(.exportOnly) { $0.exportOnly = ["x\u{202E}\u{9B}y z"] }
    #expect(bidi.first?.unicodeScalars.contains("\u{202E}") == false)
  }

  @Test(arguments: [
    "arn:aws:rds:eu-west-1:123456789012:snapshot:orders-prod",
    "arn:aws:rds:eu-west-1:123456789012:snapshot:rds:orders-2026-11-21-02-00",
    "arn:aws:rds:eu-west-1:123456789012:snapshot:awsbackup:job-3f2504e0-4f89-11d3",
    "arn:aws:rds:eu-west-1:123456789012:cluster-snapshot:rds:billing-2026-11-21-02-00",
    "arn:aws:rds:eu-west-1:123456789012:cluster-snapshot:awsbackup:job-1",
    "arn:aws:rds:eu-west-1:123456789012:cluster:billing",
    "arn:aws-cn:rds:cn-north-1:123456789012:cluster:b",
    "arn:aws-us-gov:rds:us-gov-west-1:123456789012:snapshot:b",
    "arn:aws-eusc:rds:eusc-de-east-1:123456789012:snapshot:b",
  ])
  func `sources that can be exported have no problem`(source: String) {
    #expect(messages(.sourceArn) { $0.sourceArn = source }.isEmpty)
  }

  @Test(arguments: [
    "", "orders-prod", "arn:aws:rds:eu-west-1:123456789012:db:orders",
    "arn:aws:rds:eu-west-1:123456789012:snapshot",
    "arn:aws:rds:eu-west-1:123456789012:snapshot:",
    "arn:aws:rds:eu-west-1:123456789012:snapshot:rds:",
    "arn:aws:rds:eu-west-1:123456789012:cluster:rds:x", "arn:aws:rds:eu-west-1:12345:snapshot:x",
    "arn:aws:rds::123456789012:snapshot:x", "arn:aws:s3:eu-west-1:123456789012:snapshot:x",
    "arn:amazon:rds:eu-west-1:123456789012:snapshot:x",
    "arn:aws-:rds:eu-west-1:123456789012:snapshot:x",
    "arn:aws:rds:eu-west-1:123456789012:snapshot:a b",
    "arn:aws:rds:eu-west-1:123456789012:snapshot:a:b",
    "arn:aws:rds:eu-west-1:12345678901x:snapshot:x",
    "ARN:aws:rds:eu-west-1:123456789012:snapshot:x",
    "arn:aws:rds:eu-west-1:123456789012:cluster-snapshot:-x",
  ])
  func `other sources have one problem`(source: String) {
    #expect(messages(.sourceArn) { $0.sourceArn = source }.count == 1)
  }

  @Test(arguments: [
    "abc", "lake-raw", "lake.raw.2026", "1bucket", String(repeating: "a", count: 63),
  ])
  func `bucket names that S3 takes have no problem`(bucket: String) {
    #expect(messages(.s3BucketName) { $0.s3BucketName = bucket }.isEmpty)
  }

  @Test(arguments: [
    "", "ab", String(repeating: "a", count: 64), "Lake", "lake_raw", "-lake", "lake-", ".lake",
    "lake.", "la..ke",
    "10.0.0.1", "s3://lake", "lake/raw", "arn:aws:s3:::lake", "la ke", "läke",
  ])
  func `other bucket names have one problem`(bucket: String) {
    #expect(messages(.s3BucketName) { $0.s3BucketName = bucket }.count == 1)
  }

  @Test func `a prefix has no colon, no control character and S3's length`() {
    for prefix in ["", "a/b c/é\"\\", String(repeating: "a", count: 1024)] {
      #expect(messages(.s3Prefix) { $0.s3Prefix = prefix }.isEmpty)
    }
    for prefix in ["a:b", "a\nb", String(repeating: "é", count: 513)] {
      #expect(messages(.s3Prefix) { $0.s3Prefix = prefix }.count == 1)
    }
  }

  @Test(arguments: [
    ("exports/", "exports", 1), ("exports//", "exports", 1), ("/", nil, 1), ("", nil, 0),
    (nil, nil, 0), ("exports/2026", "exports/2026", 0), ("/exports", "/exports", 0),
    ("my exports/", "my exports", 2), ("a`b\"c", "a`b\"c", 1),
  ])
  func `a prefix is sent without slashes at its end, and what becomes of it is said`(
    prefix: String?, sent: String?, notes: Int
  ) {
    let problems = messages(.s3Prefix) { $0.s3Prefix = prefix }
    #expect(problems.isEmpty)
    var request = RDSExportsClientTests.request
    request.s3Prefix = prefix
    #expect(request.asSent.s3Prefix == sent)
    #expect(request.asSent.asSent == request.asSent)
    #expect(request.notes().count == notes)
    #expect(request.notes().allSatisfy { $0.field == .s3Prefix })
    let body = String(decoding: ExportTaskRequests.start(request).body, as: UTF8.self)
    #expect(body.contains("S3Prefix=") == (sent != nil))
    #expect(!body.contains("%2F&"))
  }

  @Test func `a path is written as AWS writes it`() {
    #expect(S3PrefixForm.written("my `old\\ \"exports\"/é") == "my__old___exports_/é")
  }

  @Test(arguments: [
    "arn:aws:iam::123456789012:role/export",
    "arn:aws-cn:iam::123456789012:role/service-role/x/rds+=,.@-_",
  ])
  func `roles have no problem`(role: String) {
    #expect(messages(.iamRoleArn) { $0.iamRoleArn = role }.isEmpty)
  }

  @Test(arguments: [
    "", "export", "arn:aws:iam::123456789012:user/x", "arn:aws:iam::123456789012:role/",
    "arn:aws:iam:eu-west-1:123456789012:role/x", "arn:aws:iam::1234:role/x",
    "arn:aws:iam::123456789012:role//x",
    "arn:aws:iam::123456789012:role/a b", "arn:aws:sts::123456789012:assumed-role/x/y",
    "arn:aws:iam::123456789012:role/" + String(repeating: "a", count: 65),
  ])
  func `what is no role has one problem`(role: String) {
    #expect(messages(.iamRoleArn) { $0.iamRoleArn = role }.count == 1)
  }

  @Test(arguments: [
    "arn:aws:kms:eu-west-1:123456789012:key/abcd0000-7fca-4128-82f2-aabbccddeeff",
    "arn:aws:kms:eu-west-1:123456789012:alias/rds/export_1", "alias/export", "alias/aws/rds",
    "abcd0000-7fca-4128-82f2-aabbccddeeff", "mrk-1234abcd12ab34cd56ef1234567890ab",
  ])
  func `every form of a key has no problem`(key: String) {
    #expect(messages(.kmsKeyId) { $0.kmsKeyId = key }.isEmpty)
  }

  @Test(arguments: [
    "", "export", "alias/", "alias/a b", "key/abc", "arn:aws:kms:eu-west-1:123456789012:key/",
    "arn:aws:kms:eu-west-1:123456789012:abc", "arn:aws:kms::123456789012:key/abc",
    "arn:aws:kms:eu-west-1:1:key/abc", "arn:aws:rds:eu-west-1:123456789012:key/abc", "mrk-xyz",
    "abcd0000-7fca-4128-82f2-aabbccddeefg", "abcd00007fca412882f2aabbccddeeff",
    "arn:aws:kms:eu-west-1:123456789012:alias/",
  ])
  func `what is no key has one problem`(key: String) {
    #expect(messages(.kmsKeyId) { $0.kmsKeyId = key }.count == 1)
  }

  @Test func `parts of an export have one to three names`() {
    let good = ["orders", "orders.items", "orders.public.items", "a$b_C9"]
    #expect(messages(.exportOnly) { $0.exportOnly = good }.isEmpty)
    let bad = ["", "a.b.c.d", "a..b", ".a", "a.", "a-b", "a b", "é"]
    for part in bad { #expect(messages(.exportOnly) { $0.exportOnly = [part] }.count == 1) }
    #expect(messages(.exportOnly) { $0.exportOnly = bad }.count == 6)
    let long = Array(repeating: String(repeating: "a", count: 1024), count: 200)
    #expect(messages(.exportOnly) { $0.exportOnly = long }.isEmpty)
    #expect(messages(.exportOnly) { $0.exportOnly = long + ["a"] }.count == 1)
  }

  @Test func `problems come in the order of the fields`() {
    let empty = StartExportTaskRequest(
      exportTaskIdentifier: "", sourceArn: "", s3BucketName: "", iamRoleArn: "", kmsKeyId: "",
      s3Prefix: ":", exportOnly: [""])
    #expect(empty.problems().map(\.field) == FieldProblem.Field.allCases)
    #expect(RDSExportsClientTests.request.problems().isEmpty)
  }
}
