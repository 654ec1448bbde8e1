import AWSCore
import Foundation
import Ground
import Planning
import Support
import Synchronization
import Testing

@testable import Inventory

/// What lookups make of answers, good and bad.
@Suite(.timeLimit(.minutes(2))) struct LookupTests {
  private static func snapshots(_ names: [String], marker: String? = nil) -> String {
    let list = names.map {
      "<DBSnapshot><DBSnapshotIdentifier>\($0)</DBSnapshotIdentifier>"
        + "<DBSnapshotArn>arn:aws:rds:eu-west-1:123456789012:snapshot:\($0)</DBSnapshotArn>"
        + "<Engine>postgres</Engine><Status>available</Status></DBSnapshot>"
    }.joined()
    return "<DescribeDBSnapshotsResponse><DescribeDBSnapshotsResult><DBSnapshots>\(list)"
      + "</DBSnapshots>\(marker.map { "<Marker>\($0)</Marker>" } ?? "")"
      + "</DescribeDBSnapshotsResult></DescribeDBSnapshotsResponse>"
  }

  private static func full(_ count: Int, marker: String? = nil) -> String {
    snapshots((0..<count).map { "s\($0)" }, marker: marker)
  }

  @Test func `each page is handed on as it comes, and the last says so`() async throws {
    let services = ScriptedServices { _, number in
      .ok(Self.full(20, marker: ["m1", "m2", nil][number]))
    }
    let pages = try await services.inventory().pages(.dbSnapshots())
    #expect(pages.map(\.isLast) == [false, false, true])
    #expect(services.bodies[0].contains("Marker") == false)
    #expect(services.bodies[1].contains("Marker=m1&"))
    #expect(services.bodies[2].contains("Marker=m2&"))
  }

  @Test func `a marker that came before ends the list with a problem`() async {
    let services = ScriptedServices { _, number in
      .ok(Self.full(20, marker: number.isMultiple(of: 2) ? "m1" : "m2"))
    }
    let problem = await services.inventory().problem(.dbSnapshots())
    #expect(problem?.kind == .failed)
    #expect(problem?.summary.contains("DescribeDBSnapshots: it names a page that came") == true)
    #expect(services.requests.count == 3)
  }

  @Test(arguments: [
    (
      Lookup.dbSnapshots(), HTTPResponse.refused(403, "AccessDenied"), LookupProblem.Kind.denied
    ),
    (.roles, .refused(403, "AccessDenied"), .denied),
    (.buckets, .refused(403, "AccessDenied"), .denied),
    (.publicAccess(bucket: "lake"), .refused(403, "AccessDenied"), .denied),
    (
      .keys,
      HTTPResponse(
        status: 400,
        body: Array(#"{"__type":"AccessDeniedException","Message":"in AWS's words"}"#.utf8)),
      .denied
    ),
    (.bucket("lake"), HTTPResponse(status: 403), .denied),
    (.dbSnapshots(named: "x"), .refused(404, "DBSnapshotNotFound"), .missing),
    (
      .dbClusterSnapshots(named: "x"), .refused(404, "DBClusterSnapshotNotFoundFault"), .missing
    ),
    (.dbClusters(named: "x"), .refused(404, "DBClusterNotFoundFault"), .missing),
    (.role(named: "x"), .refused(404, "NoSuchEntity"), .missing),
    (.objectLock(bucket: "x"), .refused(404, "NoSuchBucket"), .missing),
    (.bucket("x"), HTTPResponse(status: 404), .missing),
    (
      .key("x"),
      HTTPResponse(
        status: 400, body: Array(#"{"__type":"NotFoundException","message":"Key 'x'"}"#.utf8)),
      .missing
    ),
    (.roles, .refused(400, "Throttling"), .failed),
    (.caller, .ok("<html>"), .failed), (.keys, .ok("[]"), .failed), (.buckets, .ok(""), .failed),
    (.key("x"), .ok("{}"), .failed),
    (.role(named: "x"), .ok("<GetRoleResponse><GetRoleResult/></GetRoleResponse>"), .failed),
  ])
  func `a refusal is told by its kind, in AWS's words`(
    lookup: Lookup, answer: HTTPResponse, kind: LookupProblem.Kind
  ) async throws {
    let services = ScriptedServices { _, _ in answer }
    let problem = try #require(await services.inventory().problem(lookup))
    #expect(problem.kind == kind, "\(problem)")
    if String(decoding: answer.body, as: UTF8.self).contains("in AWS's words") {
      #expect(problem.summary.contains("in AWS's words"))
    }
    #expect(UntrustedText.isOneLine(problem.summary))
  }

  @Test func `no control characters and no secrets come with a refusal`() async throws {
    let services = ScriptedServices { _, _ in
      HTTPResponse(
        status: 403,
        body: Array(
          ("<Error><Code>AccessDenied</Code><Message>a\u{9B}31m\nb "
            + "aws_secret_access_key=wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY</Message></Error>")
            .utf8))
    }
    let problem = try #require(await services.inventory().problem(.roles))
    #expect(UntrustedText.isOneLine(problem.summary))
    #expect(!problem.summary.contains("wJalrXUtnFEMI"))
  }

  @Test func `a cancel reaches the socket`() async throws {
    let server = try LoopbackServer { _, _ in [.waitForPeerToLeave] }
    let transport = AsyncHTTPTransport(timekeeper: SystemTimekeeper())
    let inventory = Inventory(
      clients: { service in
        AWSClient(
          service: service, region: "eu-west-1", endpoint: server.url, credentials: nil,
          transport: transport, timekeeper: SystemTimekeeper(),
          userAgent: UserAgent(
            product: "test", version: "0", applicationID: nil, retries: false,
            isCustomEndpoint: true))
      }, account: { nil }, timekeeper: SystemTimekeeper())
    let task = Task { await inventory.problem(.roles) }
    while server.requests.isEmpty { try await Task.sleep(for: .milliseconds(1)) }
    task.cancel()
    #expect(await task.value?.summary == "The call was cancelled.")
    while server.peersThatLeft == 0 { try await Task.sleep(for: .milliseconds(1)) }
    await transport.shutdown()
  }

  // MARK: Buckets

  private static let inIreland = ["x-amz-bucket-region": "eu-west-1"]

  @Test(arguments: [
    // Status with and without the owner's header, and what it means.
    (200, 200, true, true as Bool?), (403, 200, true, false), (403, 403, false, nil),
    (301, 301, false, nil),
  ])
  func `a bucket's region and owner come from what S3 answers, refusals too`(
    withOwner: Int, without: Int, isAccessible: Bool, isOwn: Bool?
  ) async throws {
    let services = ScriptedServices { request, _ in
      HTTPResponse(
        status: request.header("x-amz-expected-bucket-owner") != nil ? withOwner : without,
        headers: Self.inIreland.map { HTTPHeader($0.key, $0.value) })
    }
    let pages = try await services.inventory().pages(.bucket("lake"))
    #expect(
      pages == [
        FoundPage(
          .bucket(
            BucketPlace(
              name: "lake", region: "eu-west-1", isAccessible: isAccessible, isOwn: isOwn)),
          isLast: true)
      ])
    #expect(services.requests.count == (withOwner == 403 ? 2 : 1))
  }

  @Test func `without the caller's account nobody asks whose a bucket is`() async throws {
    let services = ScriptedServices { _, _ in .ok("", headers: Self.inIreland) }
    let pages = try await services.inventory(account: nil).pages(.bucket("lake"))
    #expect(
      pages.map(\.found) == [
        .bucket(BucketPlace(name: "lake", region: "eu-west-1", isAccessible: true, isOwn: nil))
      ])
    #expect(services.requests[0].header("x-amz-expected-bucket-owner") == nil)
  }

  @Test func `no settings and no lock are answers, not errors`() async throws {
    let none = ScriptedServices { request, _ in
      .refused(
        404,
        request.url.contains("publicAccessBlock")
          ? "NoSuchPublicAccessBlockConfiguration" : "ObjectLockConfigurationNotFoundError")
    }
    #expect(
      try await none.inventory().pages(.publicAccess(bucket: "lake")).map(\.found)
        == [.publicAccess(PublicAccessBlock(isComplete: false))])
    #expect(
      try await none.inventory().pages(.objectLock(bucket: "lake")).map(\.found)
        == [.objectLock(ObjectLock(isEnabled: false))])
  }

  @Test(arguments: [
    ("<DefaultRetention><Mode>GOVERNANCE</Mode><Days>30</Days></DefaultRetention>", 30),
    ("<DefaultRetention><Mode>GOVERNANCE</Mode><Years>2</Years></DefaultRetention>", 730),
  ])
  func `a retention is in days`(retention: String, days: Int) async throws {
    let services = ScriptedServices { _, _ in
      .ok(
        "<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled><Rule>\(retention)"
          + "</Rule></ObjectLockConfiguration>")
    }
    #expect(
      try await services.inventory().pages(.objectLock(bucket: "lake")).map(\.found)
        == [
          .objectLock(
            ObjectLock(isEnabled: true, defaultMode: "GOVERNANCE", defaultRetention: days))
        ])
  }

  // MARK: Permissions

  @Test func `several resources have each a verdict of their own`() async throws {
    let services = ScriptedServices { _, _ in
      .ok(
        """
        <SimulatePrincipalPolicyResponse><SimulatePrincipalPolicyResult><EvaluationResults>
        <member><EvalActionName>s3:PutObject</EvalActionName><EvalResourceName>*</EvalResourceName>
        <EvalDecision>implicitDeny</EvalDecision><MissingContextValues/>
        <ResourceSpecificResults>
        <member><EvalResourceName>a</EvalResourceName>
        <EvalResourceDecision>allowed</EvalResourceDecision></member>
        <member><EvalResourceName>b</EvalResourceName>
        <EvalResourceDecision>explicitDeny</EvalResourceDecision>
        <MissingContextValues><member>aws:x</member></MissingContextValues></member>
        </ResourceSpecificResults></member>
        <member><EvalActionName>s3:ListBucket</EvalActionName><EvalResourceName>c</EvalResourceName>
        <EvalDecision>aNewWord</EvalDecision></member>
        </EvaluationResults><IsTruncated>false</IsTruncated><Marker>ignored</Marker>
        </SimulatePrincipalPolicyResult></SimulatePrincipalPolicyResponse>
        """)
    }
    let question = PermissionQuestion(principal: "p", actions: ["a"], resources: ["a", "b"])
    let pages = try await services.inventory().pages(.permissions(question))
    #expect(
      pages == [
        FoundPage(
          .permissions([
            PermissionVerdict(action: "s3:PutObject", resource: "a", decision: .allowed),
            PermissionVerdict(
              action: "s3:PutObject", resource: "b", decision: .explicitDeny,
              missingContext: ["aws:x"]),
            PermissionVerdict(action: "s3:ListBucket", resource: "c", decision: .implicitDeny),
          ]), isLast: true)
      ])
  }
}
