import Foundation
import Support
import Testing

@testable import AWSCore

@Suite struct LoginCredentialsTests {
  private static let session = "arn:aws:sts::123456789012:assumed-role/Admin/ana"
  /// SHA-256 of the session.
  private static let name = "8e1386aeee772ec268067b9f77a14a0942ac6fdca69bb59be02d7386fce52279.json"
  private static let path = "/home/me/.aws/login/cache/\(name)"
  private static let shown = "~/.aws/login/cache/\(name)"

  private let bench = SSOBench()

  private func credentials(_ bench: SSOBench? = nil) async throws -> Credentials {
    try await LoginCredentials(
      session: Self.session, profileName: "me", surroundings: (bench ?? self.bench).surroundings
    ).credentials()
  }

  private func login(
    minutes: Double = 15, at path: String = path, on bench: SSOBench? = nil,
    key: String = "ASIALOGIN", without missing: String? = nil
  ) {
    let bench = bench ?? self.bench
    var members = [
      "accessKeyId": key, "secretAccessKey": "marked-secret", "sessionToken": "marked-token",
      "accountId": "123456789012", "expiresAt": bench.time(minutes: minutes),
    ]
    if let missing { members[missing] = nil }
    bench.folder[path] = """
      {"accessToken": \(SSOBench.json(members)), "tokenType": "aws_sigv4", "clientId": "c",
       "refreshToken": "marked-refresh", "dpopKey": "marked-key"}
      """
  }

  @Test func `a login's credentials are used while they last`() async throws {
    login()
    #expect(
      try await credentials()
        == Credentials(
          accessKeyID: "ASIALOGIN", secretAccessKey: "marked-secret", sessionToken: "marked-token",
          expiration: bench.clock.wall.addingTimeInterval(900), accountID: "123456789012"))
    bench.clock.drift(by: .seconds(899))
    _ = try await credentials()
    bench.clock.drift(by: .seconds(1))
    let error = await #expect(throws: AWSError.self) { try await credentials() }
    #expect(
      error?.description == """
        Profile "me": the login's credentials expired at 2026-11-22 12:15 UTC (\(Self.shown)); \
        only the AWS CLI renews them
        Run `aws login --profile me`.
        """)
    login(key: "ASIANEW")
    #expect(try await credentials().accessKeyID == "ASIANEW")
    #expect(bench.transport.requests.isEmpty)
    #expect(bench.folder.replaced.isEmpty)
  }

  @Test func `nobody has logged in`() async throws {
    let error = await #expect(throws: AWSError.self) { try await credentials() }
    #expect(error?.summary == "Profile \"me\": not logged in: there is no \(Self.shown)")
    #expect(error?.advice == "Run `aws login --profile me`.")
  }

  @Test(arguments: ["accessKeyId", "secretAccessKey", "sessionToken", "expiresAt"])
  func `what is missing is named`(member: String) async throws {
    login(without: member)
    let error = await #expect(throws: AWSError.self) { try await credentials() }
    #expect(
      error?.summary
        == "Profile \"me\": the login in \(Self.shown) can't be used: it has no accessToken.\(member)"
    )
  }

  @Test(arguments: ["", "{", "[]", #"{"accessToken":"marked"}"#, #"{"accessToken":{}}"#])
  func `a file that is broken is named`(text: String) async throws {
    bench.folder[Self.path] = text
    let error = await #expect(throws: AWSError.self) { try await credentials() }
    #expect(error?.summary.contains(Self.shown) == true)
    #expect(error?.advice == "Run `aws login --profile me`.")
    #expect(!"\(error as Any)".contains("marked"))
  }

  @Test(arguments: [
    ("/var/cache/login", "/var/cache/login"), ("~/logins", "/home/me/logins"),
    ("~", "/home/me"),
  ])
  func `the folder can be set`(folder: String, path: String) async throws {
    let bench = SSOBench(environment: .home(["AWS_LOGIN_CACHE_DIRECTORY": folder]))
    login(at: "\(path)/\(Self.name)", on: bench)
    #expect(try await credentials(bench).accessKeyID == "ASIALOGIN")
  }

  @Test func `no home folder is said, where it is needed`() async throws {
    let error = await #expect(throws: AWSError.self) {
      try await credentials(SSOBench(environment: Environment()))
    }
    #expect(error?.summary.hasPrefix("environment variable HOME: not set") == true)
    let bench = SSOBench(
      environment: Environment(variables: ["AWS_LOGIN_CACHE_DIRECTORY": "/logins"]))
    login(at: "/logins/\(Self.name)", on: bench)
    #expect(try await credentials(bench).accessKeyID == "ASIALOGIN")
  }
}
