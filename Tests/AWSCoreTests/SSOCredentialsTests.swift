import Foundation
import Support
import Testing

@testable import AWSCore

@Suite struct SSOCredentialsTests {
  private let bench = SSOBench()

  init() {
    let bench = bench
    bench.servers.portal { _ in bench.role() }
  }

  @Test func `a login gives a role's credentials by one request`() async throws {
    bench.login()
    let found = try await bench.credentials()
    #expect(
      found
        == Credentials(
          accessKeyID: "ASIAROLE", secretAccessKey: "marked-role-secret",
          sessionToken: "marked-role-token",
          expiration: bench.clock.wall.addingTimeInterval(8 * 3600), accountID: "123456789012"))
    let request = try #require(bench.transport.requests.first)
    #expect(bench.transport.requests.count == 1)
    #expect(request.method == "GET")
    #expect(
      request.url == "https://portal.sso.eu-west-1.amazonaws.com/federation/credentials"
        + "?role_name=ReadOnly&account_id=123456789012")
    #expect(request.header("x-amz-sso_bearer_token") == "marked-access-token-1")
    #expect(request.header("Authorization") == nil)
    #expect(request.body.isEmpty)
    #expect(bench.folder.replaced.isEmpty)
  }

  @Test func `they are kept, per account and role`() async throws {
    bench.login()
    for _ in 0..<3 { _ = try await bench.credentials() }
    #expect(bench.transport.requests.count == 1)
    var other = SSOBench.session
    other.roleName = "Admin"
    _ = try await bench.credentials(other)
    other.accountID = "210987654321"
    _ = try await bench.credentials(other)
    #expect(bench.transport.requests.count == 3)
    other.region = "us-east-1"
    _ = try await bench.credentials(other)
    #expect(bench.transport.requests.count == 4)
  }

  @Test func `a new login takes effect at once`() async throws {
    bench.login()
    _ = try await bench.credentials()
    bench.servers.portal { [bench] _ in bench.role("ASIAOTHER") }
    bench.login("marked-access-token-2")
    #expect(try await bench.credentials().accessKeyID == "ASIAOTHER")
    #expect(bench.portalRequests.last?.header("x-amz-sso_bearer_token") == "marked-access-token-2")
  }

  @Test func `logging out ends their use`() async throws {
    bench.login()
    _ = try await bench.credentials()
    bench.folder[SSOBench.sessionPath] = nil
    await #expect(throws: AWSError.self) { try await bench.credentials() }
  }

  @Test func `they outlive the token`() async throws {
    bench.login(registrationDays: nil)
    _ = try await bench.credentials()
    bench.clock.drift(by: .seconds(3 * 3600))
    #expect(try await bench.credentials().accessKeyID == "ASIAROLE")
    #expect(bench.transport.requests.count == 1)
  }

  @Test func `while the portal is away the login before does, until its credentials end`()
    async throws
  {
    bench.login()
    _ = try await bench.credentials()
    bench.login("marked-access-token-2", minutes: 600)
    bench.servers.portal { _ in SSOBench.fault(503, "ServiceUnavailable") }
    let (result, _) = try await cranking(bench.clock) { [bench] in try await bench.credentials() }
    #expect(try result.get().accessKeyID == "ASIAROLE")
    bench.clock.drift(by: .seconds(8 * 3600))
    let (later, _) = try await cranking(bench.clock) { [bench] in try await bench.credentials() }
    #expect(throws: AWSError.self) { try later.get() }
    bench.servers.portal { [bench] _ in bench.role("ASIALATER") }
    bench.surroundings.forgetFailures()
    #expect(try await bench.credentials().accessKeyID == "ASIALATER")
  }

  @Test func `a login that may not have the role doesn't get the one before's`() async throws {
    bench.login()
    _ = try await bench.credentials()
    bench.login("marked-access-token-2")
    bench.servers.portal { _ in SSOBench.fault(403, "ForbiddenException", "No access") }
    await #expect(throws: AWSError.self) { try await bench.credentials() }
  }

  @Test func `names are encoded in the query`() async throws {
    bench.login()
    var settings = SSOBench.session
    settings.roleName = "A+b c&d=é/#"
    _ = try await bench.credentials(settings)
    #expect(
      bench.transport.requests.first?.url.hasSuffix(
        "?role_name=A%2Bb%20c%26d%3D%C3%A9%2F%23&account_id=123456789012") == true)
  }

  @Test func `the user's own endpoint is asked`() async throws {
    let bench = SSOBench(environment: .home(["AWS_ENDPOINT_URL_SSO": "http://127.0.0.1:9/base/"]))
    bench.servers.portal { _ in bench.role() }
    bench.login()
    _ = try await bench.credentials()
    #expect(
      bench.transport.requests.first?.url.hasPrefix("http://127.0.0.1:9/base/federation/") == true)
  }

  @Test(arguments: ["evil.example/x", "", "-a", "eu west"])
  func `a region that can't be part of a host's name is refused`(region: String) async throws {
    bench.login()
    var settings = SSOBench.session
    settings.region = region
    let error = await #expect(throws: AWSError.self) { try await bench.credentials(settings) }
    guard case .configuration(let place, _)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(place == "sso_region of sso-session \"corp\"")
    #expect(bench.transport.requests.isEmpty)
  }

  @Test(arguments: [429, 500, 502, 503, 504])
  func `a fault that passes is tried again`(status: Int) async throws {
    bench.login()
    let count = Count()
    bench.servers.portal { [bench] _ in
      count.next() < 3 ? SSOBench.fault(status, "TooManyRequestsException") : bench.role()
    }
    let (result, rests) = try await cranking(bench.clock) { [bench] in
      try await bench.credentials()
    }
    #expect(try result.get().accessKeyID == "ASIAROLE")
    #expect(rests.count == 2)
  }

  @Test func `a fault that stays is told with account and role`() async throws {
    bench.login()
    bench.servers.portal { _ in SSOBench.fault(500, "InternalServerException", "sorry") }
    let (result, _) = try await cranking(bench.clock) { [bench] in try await bench.credentials() }
    let error = #expect(throws: AWSError.self) { try result.get() }
    #expect(bench.transport.requests.count == 3)
    #expect(
      error?.summary == "InternalServerException: GetRoleCredentials for role \"ReadOnly\" in "
        + "account 123456789012: sorry (request r-1)")
  }

  @Test func `an answer without credentials is no success`() async throws {
    bench.login()
    let whole = bench.role().body
    for length in 0..<whole.count {
      bench.servers.portal { _ in HTTPResponse(status: 200, body: Array(whole[..<length])) }
      bench.surroundings.forgetFailures()
      let error = await #expect(throws: AWSError.self) { try await bench.credentials() }
      guard case .unreadableAnswer? = error else {
        Issue.record("\(length): \(String(describing: error))")
        return
      }
    }
    for body in ["[]", "{}", #"{"roleCredentials":{}}"#, #"{"roleCredentials":null}"#] {
      bench.servers.portal { _ in HTTPResponse(status: 200, body: Array(body.utf8)) }
      bench.surroundings.forgetFailures()
      await #expect(throws: AWSError.self) { try await bench.credentials() }
    }
  }

  @Test func `a login that is left over night works again in the morning`() async throws {
    bench.login(minutes: 8 * 60, registrationDays: nil)
    bench.servers.portal { [bench] request in
      request.header("x-amz-sso_bearer_token") == "marked-access-token-2"
        ? bench.role("ASIAMORNING", hours: 1) : bench.role("ASIAEVENING", hours: 1)
    }
    var failures = 0
    for minute in stride(from: 0, to: 14 * 60, by: 5) {
      if minute == 13 * 60 { bench.login("marked-access-token-2", minutes: 8 * 60) }
      do {
        let key = try await bench.credentials().accessKeyID
        #expect(key == (minute < 13 * 60 ? "ASIAEVENING" : "ASIAMORNING"), "\(minute)")
      } catch let error as AWSError {
        failures += 1
        #expect((8 * 60..<13 * 60).contains(minute), "\(minute) \(error)")
        #expect(error.advice == "Run `aws sso login --profile prod`.")
        #expect(error.summary.contains("expired at 2026-11-22 20:00 UTC"))
      }
      bench.clock.drift(by: .seconds(300))
    }
    #expect(failures > 0)
  }
}
