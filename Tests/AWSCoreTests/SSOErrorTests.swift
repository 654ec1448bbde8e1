import Foundation
import Support
import Testing

@testable import AWSCore

/// What a person reads when a login doesn't do.
@Suite struct SSOErrorTests {
  private let bench = SSOBench()

  private func error(_ settings: SSOSettings = SSOBench.session) async throws -> AWSError {
    let (result, _) = try await cranking(bench.clock) { [bench] in
      try await bench.credentials(settings)
    }
    return try #require(#expect(throws: AWSError.self) { try result.get() })
  }

  @Test(arguments: [(60.0, "AWS_ENDPOINT_URL_SSO"), (-1.0, "AWS_ENDPOINT_URL_SSO_OIDC")])
  func `the fault of a custom endpoint leads there`(minutes: Double, variable: String) async throws
  {
    let bench = SSOBench(environment: .home([variable: "http://127.0.0.1:9"]))
    bench.login(minutes: minutes)
    bench.servers.portal { _ in SSOBench.fault(500, "InternalFailure") }
    bench.servers.oidc { _ in SSOBench.fault(500, "InternalFailure") }
    let (result, _) = try await cranking(bench.clock) { try await bench.credentials() }
    let error = try #require(#expect(throws: AWSError.self) { try result.get() })
    #expect(
      error.advice.contains("http://127.0.0.1:9 (environment variable \(variable))"),
      "\(error.description)")
  }

  @Test func `nobody has logged in`() async throws {
    #expect(
      try await error().description == """
        Profile "prod": not logged in: there is no \(SSOBench.shownPath)
        Run `aws sso login --profile prod`.
        """)
    #expect(try await error(SSOBench.legacy).advice == "Run `aws sso login --profile old`.")
  }

  @Test func `the login has expired`() async throws {
    bench.login(minutes: -61, registrationDays: -1)
    #expect(
      try await error().description == """
        Profile "prod": the login expired at 2026-11-22 10:59 UTC (\(SSOBench.shownPath))
        Run `aws sso login --profile prod`.
        """)
    #expect(bench.transport.requests.isEmpty)
  }

  @Test func `a login of the old kind is never renewed`() async throws {
    bench.servers.oidc { _ in SSOBench.token("marked-renewed-token") }
    bench.login(minutes: 0, at: SSOBench.legacyPath)
    let error = try await error(SSOBench.legacy)
    #expect(error.summary.contains("the login expired at 2026-11-22 12:00 UTC"))
    #expect(bench.transport.requests.isEmpty)
    bench.login(minutes: 1, at: SSOBench.legacyPath)
    bench.servers.portal { [bench] _ in bench.role() }
    #expect(try await bench.credentials(SSOBench.legacy).accessKeyID == "ASIAROLE")
    #expect(bench.renewals.isEmpty)
  }

  @Test func `AWS has ended the login`() async throws {
    bench.login()
    bench.servers.portal { _ in
      SSOBench.fault(401, "UnauthorizedException", "Session token not found or invalid")
    }
    #expect(
      try await error().description == """
        Profile "prod": the login has expired or was ended (\(SSOBench.shownPath)): \
        UnauthorizedException: Session token not found or invalid (request r-1)
        Run `aws sso login --profile prod`.
        """)
    #expect(bench.transport.requests.count == 1)
  }

  @Test func `a login that came while the portal said no is tried at once`() async throws {
    bench.login()
    bench.servers.portal { [bench] request in
      if request.header("x-amz-sso_bearer_token") == "marked-access-token-2" {
        return bench.role()
      }
      bench.login("marked-access-token-2")
      return SSOBench.fault(401, "UnauthorizedException")
    }
    #expect(try await bench.credentials().accessKeyID == "ASIAROLE")
    _ = try await bench.credentials()
    #expect(bench.portalRequests.count == 2)
  }

  @Test(arguments: [(1, "marked-access-token-1", 60.0), (1, "marked-access-token-2", 0.0)])
  func `the same token, or another that has expired, isn't`(
    count: Int, token: String, minutes: Double
  ) async throws {
    bench.login()
    bench.servers.portal { [bench] _ in
      bench.login(token, minutes: minutes)
      return SSOBench.fault(401, "UnauthorizedException")
    }
    #expect(try await error().advice == "Run `aws sso login --profile prod`.")
    #expect(bench.portalRequests.count == count)
  }

  @Test(arguments: [(403, "ForbiddenException"), (404, "ResourceNotFoundException")])
  func `no such role, or no such account`(status: Int, type: String) async throws {
    bench.login()
    bench.servers.portal { _ in SSOBench.fault(status, type, "No access") }
    #expect(
      try await error().summary == """
        sso_account_id and sso_role_name of profile "prod": who is logged in has no role \
        "ReadOnly" in account 123456789012: \(type): No access (request r-1)
        """)
  }

  @Test func `a page that isn't the portal's says nothing about roles`() async throws {
    bench.login()
    bench.servers.portal { _ in
      HTTPResponse(status: 403, body: Array("<html>Blocked by the proxy</html>".utf8))
    }
    #expect(
      try await error().summary == """
        HTTP 403: GetRoleCredentials for role "ReadOnly" in account 123456789012: \
        a web page came instead of an answer from AWS: a proxy or a login page?
        """)
  }

  @Test func `the portal can't be reached`() async throws {
    bench.login()
    bench.servers.portal { _ in
      throw ConnectionFailure(kind: .connectTimeout, peer: "portal:443", detail: "")
    }
    #expect(
      try await error()
        == .connection(ConnectionFailure(kind: .connectTimeout, peer: "portal:443", detail: "")))
    #expect(bench.transport.requests.count == 3)
  }

  @Test(arguments: [
    ("", "it is no JSON object"), ("{\"accessToken\":", "it is no JSON object"),
    ("[]", "it is no JSON object"), ("null", "it is no JSON object"),
    ("{\"a\":\"\u{0}\"}", "it is no JSON object"),
    (String(repeating: "[", count: 100_000), "it is no JSON object"),
    ("{}", "it has no accessToken"), (#"{"accessToken":1}"#, "it has no accessToken"),
    (#"{"accessToken":""}"#, "it has no accessToken"),
    (#"{"accessToken":"marked"}"#, "it has no expiresAt"),
    (#"{"accessToken":"marked","expiresAt":"soon"}"#, "its expiresAt is no time"),
    (#"{"accessToken":"mar\r\nked","expiresAt":"2026-11-22T19:30:00Z"}"#, "its accessToken has"),
  ])
  func `a file that can't be used is named, with what is wrong`(
    text: String, reason: String
  ) async throws {
    bench.folder[SSOBench.sessionPath] = text
    let error = try await error()
    #expect(
      error.summary.hasPrefix(
        "Profile \"prod\": the login in \(SSOBench.shownPath) can't be used: \(reason)"))
    #expect(error.advice == "Run `aws sso login --profile prod`.")
    #expect(!"\(error)".contains("marked"))
  }

  @Test func `a file that can't be read is named, with the system's words`() async throws {
    bench.folder.fail(SSOBench.sessionPath, "Permission denied")
    #expect(try await error().summary.hasSuffix("it can't be read (Permission denied)"))
  }

  @Test func `a file in the midst of being written is read again`() async throws {
    bench.servers.portal { [bench] _ in bench.role() }
    bench.folder[SSOBench.sessionPath] = "{\"accessTok"
    bench.folder.before { [bench] read in if read == 2 { bench.login() } }
    let (result, rests) = try await cranking(bench.clock) { [bench] in
      try await bench.credentials()
    }
    #expect(try result.get().accessKeyID == "ASIAROLE")
    #expect(rests == [SSOTokenFile.writingTime])
  }

  @Test func `no home folder is said`() async throws {
    let bench = SSOBench(environment: Environment())
    let error = await #expect(throws: AWSError.self) { try await bench.credentials() }
    #expect(
      error?.summary == """
        environment variable HOME: not set, and the login of profile "prod" is kept below it, in \
        .aws/sso/cache
        """)
  }
}
