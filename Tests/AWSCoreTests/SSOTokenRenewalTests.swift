import Foundation
import Support
import Testing

@testable import AWSCore

@Suite struct SSOTokenRenewalTests {
  private let bench = SSOBench()

  init() {
    let bench = bench
    bench.servers.portal { _ in bench.role() }
    bench.servers.oidc { _ in SSOBench.token("marked-renewed-token") }
  }

  private func bearer() -> String? {
    bench.portalRequests.last?.header("x-amz-sso_bearer_token")
  }

  @Test(arguments: [(15.0, 0), (14.99, 1), (0, 1), (-600, 1)])
  func `a token is renewed with less than 15 minutes left`(minutes: Double, count: Int)
    async throws
  {
    bench.login(minutes: minutes)
    _ = try await bench.credentials()
    #expect(bench.renewals.count == count)
    #expect(bearer() == (count == 1 ? "marked-renewed-token" : "marked-access-token-1"))
  }

  @Test func `it is asked for as OAuth wants it`() async throws {
    bench.login(minutes: 5)
    _ = try await bench.credentials()
    let request = try #require(bench.renewals.first)
    #expect(request.url == "https://oidc.eu-west-1.amazonaws.com/token")
    #expect(request.header("Content-Type") == "application/json")
    #expect(
      try JSONDecoder().decode([String: String].self, from: Data(request.body)) == [
        "grantType": "refresh_token", "clientId": "client-1",
        "clientSecret": "marked-client-secret",
        "refreshToken": "marked-refresh-of-marked-access-token-1",
      ])
  }

  @Test func `it is saved with all that the file held`() async throws {
    let extra = ["idToken": "kept", "ünknown": "kept \u{1F511} \"too\""]
    bench.login(minutes: 5, extra: extra)
    var expected = try bench.members()
    _ = try await bench.credentials()
    expected["accessToken"] = "marked-renewed-token"
    expected["refreshToken"] = "marked-refresh-2"
    expected["expiresAt"] = "2026-11-22T13:00:00Z"
    #expect(try bench.members() == expected)
    #expect(bench.folder.replaced == [SSOBench.sessionPath])
    _ = try await bench.credentials()
    #expect(bench.transport.requests.count == 2)
  }

  @Test func `where it belongs is written as the profile says it`() async throws {
    bench.login(minutes: 5, extra: ["startUrl": "https://old.awsapps.com", "region": "us-east-1"])
    _ = try await bench.credentials()
    #expect(try bench.members()["startUrl"] == "https://corp.awsapps.com/start")
    #expect(try bench.members()["region"] == "eu-west-1")
  }

  @Test func `a time beyond all measure is cut down`() async throws {
    bench.servers.oidc { _ in
      HTTPResponse(status: 200, body: Array(#"{"accessToken":"a","expiresIn":1e300}"#.utf8))
    }
    bench.login(minutes: 5)
    _ = try await bench.credentials()
    #expect(try bench.members()["expiresAt"] == "2027-02-20T12:00:00Z")
  }

  @Test func `members of any kind are kept`() async throws {
    let kept = #"{"a":[1,2.5,-3,1e3,12345678901234567890,true,null,{"b":{}}],"s":"\/\u00e9\n"}"#
    bench.login(minutes: 5)
    let text = try #require(bench.folder[SSOBench.sessionPath])
    bench.folder[SSOBench.sessionPath] = #"{"other":\#(kept),"# + text.dropFirst()
    _ = try await bench.credentials()
    let written = try #require(JSONValue(Array((bench.folder[SSOBench.sessionPath] ?? "").utf8)))
    #expect(written.members?["other"] == JSONValue(Array(kept.utf8)))
    #expect(bench.folder[SSOBench.sessionPath]?.contains("12345678901234567890") == true)
    #expect(written.members?["accessToken"] == .string("marked-renewed-token"))
  }

  @Test func `the old refresh token stays where there is no new one`() async throws {
    bench.servers.oidc { _ in SSOBench.token("marked-renewed-token", refresh: nil) }
    bench.login(minutes: 5)
    _ = try await bench.credentials()
    #expect(try bench.members()["refreshToken"] == "marked-refresh-of-marked-access-token-1")
  }

  @Test(arguments: ["refreshToken", "clientId", "clientSecret", "registrationExpiresAt"])
  func `nothing is renewed without all that it takes`(missing: String) async throws {
    bench.login(minutes: 5)
    var members = try bench.members()
    members[missing] = nil
    bench.folder[SSOBench.sessionPath] = SSOBench.json(members)
    _ = try await bench.credentials()
    #expect(bearer() == "marked-access-token-1")
    #expect(bench.renewals.isEmpty)
  }

  @Test func `nothing is renewed once the registration has expired`() async throws {
    bench.login(minutes: 5, registrationDays: 0)
    _ = try await bench.credentials()
    #expect(bench.renewals.isEmpty)
  }

  @Test(arguments: [400, 401, 500, 503, 0])
  func `a failed renewal leaves a valid token in force`(status: Int) async throws {
    bench.servers.oidc { _ in
      if status == 0 { throw ConnectionFailure(kind: .refused, peer: "oidc:443", detail: "") }
      return SSOBench.fault(status, "InvalidGrantException")
    }
    bench.login(minutes: 5)
    let before = bench.folder[SSOBench.sessionPath]
    let (result, _) = try await cranking(bench.clock) { [bench] in try await bench.credentials() }
    #expect(try result.get().accessKeyID == "ASIAROLE")
    #expect(bearer() == "marked-access-token-1")
    #expect(bench.folder[SSOBench.sessionPath] == before)
  }

  @Test func `a refused renewal of an expired token asks for a login`() async throws {
    bench.servers.oidc { _ in
      HTTPResponse(
        status: 400, headers: [HTTPHeader("x-amzn-ErrorType", "InvalidGrantException")],
        body: Array(
          #"{"error":"invalid_grant","error_description":"Bad marked-refresh-of-marked-access-token-1"}"#
            .utf8))
    }
    bench.login(minutes: -60)
    let error = await #expect(throws: AWSError.self) { try await bench.credentials() }
    #expect(
      error?.description == """
        Profile "prod": the login expired at 2026-11-22 11:00 UTC (\(SSOBench.shownPath)); AWS \
        refuses to renew it: InvalidGrantException: Bad (hidden)
        Run `aws sso login --profile prod`.
        """)
    #expect(bench.portalRequests.isEmpty)
  }

  @Test func `a refusal holds for a minute, for all profiles of the session`() async throws {
    bench.servers.oidc { _ in SSOBench.fault(400, "InvalidGrantException") }
    bench.login(minutes: -60)
    var other = SSOBench.session
    other.profileName = "other"
    for settings in [SSOBench.session, other, SSOBench.session] {
      let error = await #expect(throws: AWSError.self) { try await bench.credentials(settings) }
      #expect(error?.advice == "Run `aws sso login --profile \(settings.profileName)`.")
      #expect(error?.summary.contains("refuses to renew it: InvalidGrantException") == true)
    }
    #expect(bench.renewals.count == 1)
    bench.clock.drift(by: SSOSessions.refusalTime)
    await #expect(throws: AWSError.self) { try await bench.credentials() }
    #expect(bench.renewals.count == 2)
    bench.login("marked-access-token-2", minutes: -1)
    bench.servers.oidc { _ in SSOBench.token("marked-renewed-token") }
    _ = try await bench.credentials()
    #expect(bearer() == "marked-renewed-token")
  }

  @Test func `an expired token and a service that is busy is no reason to log in`() async throws {
    bench.servers.oidc { _ in SSOBench.fault(429, "TooManyRequestsException") }
    bench.login(minutes: -60)
    let (result, _) = try await cranking(bench.clock) { [bench] in try await bench.credentials() }
    let error = #expect(throws: AWSError.self) { try result.get() }
    guard case .service(let fault)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(fault.isThrottling)
    #expect(bench.renewals.count == 3)
    #expect(bench.transport.limits == Array(repeating: .seconds(15), count: 3))
  }

  @Test func `a way to AWS that is back is taken at once`() async throws {
    bench.servers.oidc { _ in
      throw ConnectionFailure(kind: .untrusted, peer: "oidc:443", detail: "")
    }
    bench.login(minutes: -60)
    await #expect(throws: AWSError.self) { try await bench.credentials() }
    bench.servers.oidc { _ in SSOBench.token("marked-renewed-token") }
    _ = try await bench.credentials()
    #expect(bearer() == "marked-renewed-token")
  }

  @Test func `a renewal that is cancelled is no failed one`() async throws {
    bench.login(minutes: 5)
    let asked = Count()
    bench.servers.oidc { _ in
      asked.next()
      let (never, _) = AsyncStream.makeStream(of: Void.self)
      for await _ in never {}
      throw CancellationError()
    }
    let renewal = SSOTokenRenewal(
      settings: SSOBench.session,
      file: try SSOTokenFile(SSOBench.session, surroundings: bench.surroundings),
      endpoint: "https://oidc.example", surroundings: bench.surroundings)
    let task = Task { try await renewal.token() }
    try await eventually { asked.value == 1 }
    task.cancel()
    await #expect(throws: AWSError.cancelled) { try await task.value }
    bench.servers.oidc { _ in SSOBench.token("marked-renewed-token") }
    #expect(try await renewal.token().accessToken == "marked-renewed-token")
  }

  @Test func `a session of many hours is renewed without a person, hour by hour`() async throws {
    bench.login()
    let count = Count()
    bench.servers.oidc { [bench] request in
      let members = try JSONDecoder().decode([String: String].self, from: Data(request.body))
      guard try members["refreshToken"] == bench.members()["refreshToken"] else {
        return SSOBench.fault(400, "InvalidGrantException")
      }
      let number = count.next()
      return SSOBench.token("marked-token-\(number)", refresh: "marked-refresh-\(number)")
    }
    bench.servers.portal { [bench] request in
      guard try request.header("x-amz-sso_bearer_token") == bench.members()["accessToken"] else {
        return SSOBench.fault(401, "UnauthorizedException")
      }
      return bench.role(hours: 1)
    }
    for _ in 0..<(24 * 12) {
      _ = try await bench.credentials()
      bench.clock.drift(by: .seconds(300))
    }
    #expect((20...36).contains(bench.renewals.count), "\(bench.renewals.count)")
    #expect((20...60).contains(bench.portalRequests.count), "\(bench.portalRequests.count)")
  }

  @Test func `an expired token and no way to AWS is no reason to log in`() async throws {
    bench.servers.oidc { _ in
      throw ConnectionFailure(kind: .refused, peer: "oidc:443", detail: "")
    }
    bench.login(minutes: -60)
    let (result, _) = try await cranking(bench.clock) { [bench] in try await bench.credentials() }
    #expect(
      throws: AWSError.connection(
        ConnectionFailure(kind: .refused, peer: "oidc:443", detail: ""))
    ) { try result.get() }
    #expect(bench.renewals.count == 3)
  }

  @Test(arguments: [
    "", "[]", "{}", #"{"accessToken":"x"}"#, #"{"accessToken":"","expiresIn":60}"#,
    #"{"accessToken":"x","expiresIn":0}"#, #"{"accessToken":"x","expiresIn":-5}"#,
    #"{"accessToken":"a b","expiresIn":60}"#, #"{"expiresIn":60}"#,
  ])
  func `an answer without a token is a failure and is never saved`(body: String) async throws {
    bench.servers.oidc { _ in HTTPResponse(status: 200, body: Array(body.utf8)) }
    bench.login(minutes: 5)
    _ = try await bench.credentials()
    #expect(bearer() == "marked-access-token-1")
    bench.login("marked-access-token-2", minutes: -5)
    let error = await #expect(throws: AWSError.self) { try await bench.credentials() }
    guard case .unreadableAnswer? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(bench.folder.replaced.isEmpty)
  }

  @Test func `a disk that is full doesn't cost the credentials`() async throws {
    bench.folder.makeReadOnly()
    bench.login(minutes: 5)
    #expect(try await bench.credentials().accessKeyID == "ASIAROLE")
    #expect(bearer() == "marked-renewed-token")
  }

  @Test func `the AWS CLI was first: its token is used and nothing is asked`() async throws {
    bench.login(minutes: 5)
    bench.folder.before { [bench] read in
      if read == 3 { bench.login("marked-cli-token", minutes: 61) }
    }
    _ = try await bench.credentials()
    #expect(bench.renewals.isEmpty)
    #expect(bearer() == "marked-cli-token")
  }

  @Test(arguments: [5.0, -5.0])
  func `the AWS CLI was first, and so the renewal is refused`(minutes: Double) async throws {
    bench.login(minutes: minutes)
    bench.servers.oidc { [bench] _ in
      bench.login("marked-cli-token", minutes: 60)
      return SSOBench.fault(400, "InvalidGrantException")
    }
    _ = try await bench.credentials()
    #expect(bearer() == "marked-cli-token")
    #expect(bench.folder.replaced.isEmpty)
  }

  @Test func `another's token that has expired is no help`() async throws {
    bench.login(minutes: 5)
    bench.servers.oidc { [bench] _ in
      bench.login("marked-cli-token", minutes: 0)
      return SSOBench.fault(400, "InvalidGrantException")
    }
    _ = try await bench.credentials()
    #expect(bearer() == "marked-access-token-1")
  }

  @Test(arguments: [61.0, 30.0])
  func `another's new token is never written over`(minutes: Double) async throws {
    bench.login(minutes: 5)
    bench.servers.oidc { [bench] _ in
      bench.login("marked-cli-token", minutes: minutes)
      return SSOBench.token("marked-renewed-token")
    }
    _ = try await bench.credentials()
    #expect(bearer() == "marked-cli-token")
    #expect(try bench.members()["accessToken"] == "marked-cli-token")
    #expect(bench.folder.replaced.isEmpty)
  }

  @Test func `another's token that is about to end gives way`() async throws {
    bench.login(minutes: 5)
    bench.servers.oidc { [bench] _ in
      bench.login("marked-cli-token", minutes: 6, extra: ["note": "theirs"])
      return SSOBench.token("marked-renewed-token")
    }
    _ = try await bench.credentials()
    #expect(bearer() == "marked-renewed-token")
    #expect(try bench.members()["accessToken"] == "marked-renewed-token")
    #expect(try bench.members()["note"] == "theirs")
  }

  @Test func `a file that another is writing isn't written over`() async throws {
    bench.login(minutes: 5)
    bench.servers.oidc { [bench] _ in
      bench.folder[SSOBench.sessionPath] = "{\"accessTo"
      return SSOBench.token("marked-renewed-token")
    }
    #expect(try await bench.credentials().accessKeyID == "ASIAROLE")
    #expect(bearer() == "marked-renewed-token")
    #expect(bench.folder[SSOBench.sessionPath] == "{\"accessTo")
  }

  @Test func `logging out meanwhile isn't undone`() async throws {
    bench.login(minutes: 5)
    bench.servers.oidc { [bench] _ in
      bench.folder[SSOBench.sessionPath] = nil
      return SSOBench.token("marked-renewed-token")
    }
    let error = await #expect(throws: AWSError.self) { try await bench.credentials() }
    #expect(error?.summary.contains("logged out") == true)
    #expect(bench.folder[SSOBench.sessionPath] == nil)
    #expect(bench.portalRequests.isEmpty)
  }

  @Test func `the user's own endpoint is asked`() async throws {
    let bench = SSOBench(
      environment: .home([
        "AWS_ENDPOINT_URL_SSO_OIDC": "http://127.0.0.1:9/oidc",
        "AWS_ENDPOINT_URL": "http://127.0.0.1:9/all",
      ]))
    bench.servers.portal { _ in bench.role() }
    bench.servers.oidc { _ in SSOBench.token("marked-renewed-token") }
    bench.login(minutes: 5)
    _ = try await bench.credentials()
    #expect(bench.renewals.first?.url == "http://127.0.0.1:9/oidc/token")
    #expect(bench.portalRequests.first?.url.hasPrefix("http://127.0.0.1:9/all/fed") == true)
  }

  @Test func `a session that many profiles share is renewed once`() async throws {
    bench.login(minutes: 5)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<12 {
        var settings = SSOBench.session
        settings.profileName = "p\(number)"
        settings.accountID = "\(number)"
        group.addTask { [settings, bench] in _ = try await bench.credentials(settings) }
      }
      try await group.waitForAll()
    }
    #expect(bench.renewals.count == 1)
    #expect(
      Set(bench.portalRequests.map { $0.header("x-amz-sso_bearer_token") })
        == ["marked-renewed-token"])
  }
}
