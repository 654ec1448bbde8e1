import AWSCore
import Foundation
import Planning
import Support
import Testing

@testable import Inventory

/// botocore's own clients send the same requests: method, URL, body and the headers that mean
/// something.
@Suite(.enabled(if: Judge.hasPython)) struct BotocoreRequestTests {
  /// What was sent, without what differs from call to call.
  fileprivate struct Sent: Codable, Equatable {
    var method: String
    var url: String
    var headers: [String: String]
    var body: String
  }

  private struct Question: Encodable {
    var service: String
    var operation: String
    /// As JSON.
    var parameters: String
    var endpoint: String?
  }

  private static let headers = [
    "content-type", "x-amz-target", "x-amz-expected-bucket-owner", "x-amz-content-sha256",
  ]

  private static let script = """
    import json, sys, boto3
    keys = dict(aws_access_key_id="AKIDEXAMPLE", aws_secret_access_key="not-a-secret")
    answers = []
    for question in json.load(sys.stdin):
        client = boto3.client(question["service"], region_name="eu-west-1",
                              endpoint_url=question.get("endpoint"), **keys)
        model = client.meta.service_model.operation_model(question["operation"])
        asked = json.loads(question["parameters"])
        asked = {name: asked[name] for name in (model.input_shape.members if asked else [])
                 if name in asked}
        def sent(request, **_):
            body = request.body or b""
            answers.append({
                "method": request.method, "url": request.url,
                "headers": {name.lower(): value.decode() if isinstance(value, bytes) else value
                            for name, value in request.headers.items()
                            if name.lower() in \(headers)},
                "body": body.decode() if isinstance(body, bytes) else body})
            raise KeyboardInterrupt
        client.meta.events.register("before-send", sent)
        method = {m: n for n, m in client.meta.method_to_api_mapping.items()}[question["operation"]]
        try:
            getattr(client, method)(**asked)
        except KeyboardInterrupt:
            pass
    json.dump(answers, sys.stdout)
    """

  private static let tricky = "a b+c%2F/é=&"

  /// Each operation as the lookups ask it, with what botocore is asked.
  private static let cases: [(any LookupOperation, marker: String?, parameters: String)] = [
    (DescribeDBSnapshots(name: nil), nil, #"{"IncludeShared": true, "MaxRecords": 100}"#),
    (
      DescribeDBSnapshots(name: nil), tricky,
      #"{"IncludeShared": true, "MaxRecords": 100, "Marker": "a b+c%2F/é=&"}"#
    ),
    (
      DescribeDBSnapshots(name: "orders-1"), nil,
      #"{"DBSnapshotIdentifier": "orders-1", "IncludeShared": true, "MaxRecords": 100}"#
    ),
    (
      DescribeDBSnapshots(name: "arn:aws:rds:eu-west-1:123456789012:snapshot:rds:orders-1"), nil,
      #"""
      {"DBSnapshotIdentifier": "arn:aws:rds:eu-west-1:123456789012:snapshot:rds:orders-1",
       "SnapshotType": "automated", "MaxRecords": 100}
      """#
    ),
    (
      DescribeDBSnapshots(name: "awsbackup:job-1"), nil,
      #"""
      {"DBSnapshotIdentifier": "awsbackup:job-1", "SnapshotType": "awsbackup", "MaxRecords": 100}
      """#
    ),
    (
      DescribeDBClusterSnapshots(name: nil), "m",
      #"{"IncludeShared": true, "MaxRecords": 100, "Marker": "m"}"#
    ),
    (
      DescribeDBClusterSnapshots(name: "rds:pay-1"), nil,
      #"""
      {"DBClusterSnapshotIdentifier": "rds:pay-1", "SnapshotType": "automated", "MaxRecords": 100}
      """#
    ),
    (
      DescribeDBClusterSnapshots(name: "awsbackup:job-1"), nil,
      #"""
      {"DBClusterSnapshotIdentifier": "awsbackup:job-1", "IncludeShared": true, "MaxRecords": 100}
      """#
    ),
    (DescribeDBClusters(name: nil), "m", #"{"MaxRecords": 100, "Marker": "m"}"#),
    (
      DescribeDBClusters(name: "pay"), nil,
      #"{"DBClusterIdentifier": "pay", "MaxRecords": 100}"#
    ),
    (ListBuckets(), nil, #"{"MaxBuckets": 1000}"#),
    (
      ListBuckets(), tricky,
      #"{"MaxBuckets": 1000, "ContinuationToken": "a b+c%2F/é=&"}"#
    ),
    (HeadBucket(bucket: "lake", owner: nil), nil, #"{"Bucket": "lake"}"#),
    (HeadBucket(bucket: "la.ke", owner: nil), nil, #"{"Bucket": "la.ke"}"#),
    (
      HeadBucket(bucket: "lake", owner: "123456789012"), nil,
      #"{"Bucket": "lake", "ExpectedBucketOwner": "123456789012"}"#
    ),
    (GetPublicAccessBlock(bucket: "lake"), nil, #"{"Bucket": "lake"}"#),
    (GetPublicAccessBlock(bucket: "la.ke"), nil, #"{"Bucket": "la.ke"}"#),
    (GetObjectLockConfiguration(bucket: "lake"), nil, #"{"Bucket": "lake"}"#),
    (ListRoles(), nil, #"{"MaxItems": 1000}"#),
    (ListRoles(), "m", #"{"MaxItems": 1000, "Marker": "m"}"#),
    (GetRole(name: "export"), nil, #"{"RoleName": "export"}"#),
    (
      SimulatePrincipalPolicy(
        question: PermissionQuestion(
          principal: "arn:aws:iam::123456789012:user/ana", actions: ["iam:PassRole"],
          resources: ["arn:aws:iam::123456789012:role/export"],
          passedToService: "export.rds.amazonaws.com")), nil,
      #"""
      {"PolicySourceArn": "arn:aws:iam::123456789012:user/ana", "ActionNames": ["iam:PassRole"],
       "ResourceArns": ["arn:aws:iam::123456789012:role/export"],
       "ContextEntries": [{"ContextKeyName": "iam:PassedToService",
         "ContextKeyValues": ["export.rds.amazonaws.com"], "ContextKeyType": "string"}]}
      """#
    ),
    (
      SimulatePrincipalPolicy(
        question: PermissionQuestion(
          principal: "arn:aws:iam::123456789012:role/export",
          actions: ["s3:PutObject*", "s3:GetObject*"],
          resources: ["arn:aws:s3:::lake", "arn:aws:s3:::lake/p é/*"])), "m",
      #"""
      {"PolicySourceArn": "arn:aws:iam::123456789012:role/export",
       "ActionNames": ["s3:PutObject*", "s3:GetObject*"],
       "ResourceArns": ["arn:aws:s3:::lake", "arn:aws:s3:::lake/p é/*"], "Marker": "m"}
      """#
    ),
    (ListAliases(), nil, #"{"Limit": 100}"#),
    (ListAliases(), "m", #"{"Limit": 100, "Marker": "m"}"#),
    (ListKeys(), "m", #"{"Limit": 1000, "Marker": "m"}"#),
    (DescribeKey(name: "alias/é"), nil, #"{"KeyId": "alias/é"}"#),
    (GetCallerIdentity(), nil, "{}"),
  ]

  @Test(arguments: [nil, "http://127.0.0.1:4566"])
  func `botocore sends the same`(endpoint: String?) async throws {
    let services = ScriptedServices { _, _ in .ok("") }
    var questions: [Question] = []
    for (operation, marker, parameters) in Self.cases {
      let call = operation.call(from: marker)
      let client = try services.client(of: operation.service, at: endpoint)
      _ = try await client.call(call)
      questions.append(
        Question(
          service: operation.service.identifier, operation: call.action, parameters: parameters,
          endpoint: endpoint))
    }
    let result = try await ProcessRunner.runBeside(
      try #require(Judge.python), ["-c", Self.script],
      environment: [
        "PATH": "/usr/bin:/bin", "PYTHONUTF8": "1", "AWS_CONFIG_FILE": "/dev/null",
        "AWS_EC2_METADATA_DISABLED": "true",
      ], input: JSONEncoder().encode(questions))
    #expect(result.status == 0, "\(result.errors)")
    let answers = try JSONDecoder().decode([Sent].self, from: Data(result.output.utf8))
    #expect(answers.count == services.requests.count)
    for (request, answer) in zip(services.requests, answers) {
      let sent = Sent(request)
      #expect(sent == answer.comparable)
    }
    Judge.report("botocore's requests of lookups", cases: answers.count)
  }
}

extension BotocoreRequestTests.Sent {
  fileprivate init(_ request: HTTPRequest) {
    let named = request.headers.map { ($0.name.lowercased(), $0.value) }
      .filter { BotocoreRequestTests.names.contains($0.0) }
    self.init(
      method: request.method, url: request.url,
      headers: Dictionary(named, uniquingKeysWith: { first, _ in first }),
      body: String(decoding: request.body, as: UTF8.self))
    self = comparable
  }

  /// JSON may be spaced and escaped in many ways, and a URL without a path means one with a slash.
  fileprivate var comparable: Self {
    var sent = self
    if body.hasPrefix("{"),
      let value = try? JSONSerialization.jsonObject(with: Data(body.utf8)),
      let data = try? JSONSerialization.data(withJSONObject: value, options: .sortedKeys)
    {
      sent.body = String(decoding: data, as: UTF8.self)
    }
    return sent
  }
}

extension BotocoreRequestTests {
  fileprivate static var names: [String] { headers }
}
