import Foundation
import Support
import Testing

@testable import AWSCore

/// What the file of a login says, while nothing has to be renewed.
@Suite struct LoginCredentialsTests {
  private let bench = LoginBench()

  @Test func `a login's credentials are used as they are until five minutes before their end`()
    async throws
  {
    bench.login()
    let end = bench.clock.wall.addingTimeInterval(900)
    for _ in 0..<10 {
      #expect(
        try await bench.credentials()
          == Credentials(
            accessKeyID: "ASIALOGIN", secretAccessKey: "marked-secret",
            sessionToken: "marked-token", expiration: end, accountID: "123456789012"))
      try await bench.clock.advance(by: .seconds(60))
    }
    #expect(bench.transport.requests.isEmpty)
    #expect(bench.folder.replaced.isEmpty)
  }

  @Test func `a new login takes effect at once`() async throws {
    bench.login()
    _ = try await bench.credentials()
    bench.login(key: "ASIANEW", refresh: "marked-refresh-new")
    #expect(try await bench.credentials().accessKeyID == "ASIANEW")
    #expect(bench.transport.requests.isEmpty)
  }

  @Test func `nobody has logged in`() async throws {
    let error = await #expect(throws: AWSError.self) { try await bench.credentials() }
    #expect(error?.summary == "Profile \"me\": not logged in: there is no \(LoginBench.shown)")
    #expect(error?.advice == "Run `aws login --profile me`.")
  }

  @Test func `logging out ends it`() async throws {
    bench.login()
    _ = try await bench.credentials()
    bench.folder[LoginBench.path] = nil
    let error = await #expect(throws: AWSError.self) { try await bench.credentials() }
    #expect(error?.summary.contains("not logged in") == true)
  }

  @Test(arguments: ["accessKeyId", "secretAccessKey", "sessionToken", "expiresAt"])
  func `what is missing is named`(member: String) async throws {
    bench.login(without: [member])
    let (result, _) = try await cranking(bench.clock) { [bench] in try await bench.credentials() }
    let error = #expect(throws: AWSError.self) { try result.get() }
    #expect(
      error?.summary
        == "Profile \"me\": the login in \(LoginBench.shown) can't be used: it has no "
        + "accessToken.\(member)")
  }

  @Test(arguments: ["", "{", "[]", #"{"accessToken":"marked"}"#, #"{"accessToken":{}}"#])
  func `a file that is broken is named`(text: String) async throws {
    bench.folder[LoginBench.path] = text
    let (result, _) = try await cranking(bench.clock) { [bench] in try await bench.credentials() }
    let error = #expect(throws: AWSError.self) { try result.get() }
    #expect(error?.summary.contains(LoginBench.shown) == true)
    #expect(error?.advice == "Run `aws login --profile me`.")
    #expect(!"\(error as Any)".contains("marked"))
  }

  @Test func `a file that is being written is waited for`() async throws {
    bench.folder[LoginBench.path] = #"{"acc"#
    bench.folder.before { [bench] number in if number == 2 { bench.login() } }
    let (result, rests) = try await cranking(bench.clock) { [bench] in
      try await bench.credentials()
    }
    #expect(try result.get().accessKeyID == "ASIALOGIN")
    #expect(rests == [SSOTokenFile.writingTime])
  }

  @Test(arguments: [
    ("/var/cache/login", "/var/cache/login"), ("~/logins", "/home/me/logins"),
    ("~", "/home/me"), ("$HOME/logins", "/home/me/logins"), ("/x/${TEAM}s/$TEAM", "/x/reds/red"),
    ("/x/$NONE/${NONE}", "/x/$NONE/${NONE}"), ("${TILDE}/logins", "/home/me/logins"),
  ])
  func `the folder can be set, with variables in it`(folder: String, path: String) async throws {
    let bench = LoginBench(
      environment: .home(["AWS_LOGIN_CACHE_DIRECTORY": folder, "TEAM": "red", "TILDE": "~"]))
    bench.login(at: "\(path)/\(LoginBench.name)")
    #expect(try await bench.credentials().accessKeyID == "ASIALOGIN")
  }

  @Test func `no home folder is said, where it is needed`() async throws {
    let error = await #expect(throws: AWSError.self) {
      try await LoginBench(environment: Environment()).credentials()
    }
    #expect(error?.summary.hasPrefix("environment variable HOME: not set") == true)
    let bench = LoginBench(
      environment: Environment(variables: ["AWS_LOGIN_CACHE_DIRECTORY": "/logins"]))
    bench.login(at: "/logins/\(LoginBench.name)")
    #expect(try await bench.credentials().accessKeyID == "ASIALOGIN")
  }

  @Test(arguments: ["refreshToken", "clientId", "dpopKey"])
  func `what can't be renewed is used while it lasts, and that is said`(member: String)
    async throws
  {
    bench.login(minutes: 4, without: [member])
    #expect(try await bench.credentials().accessKeyID == "ASIALOGIN")
    let remark =
      "the login's credentials last until 2026-11-22 12:04 UTC and can't be renewed: "
      + "\(LoginBench.shown) has no \(member). Log in anew before then"
    let survey = await bench.survey()
    #expect(survey.taken?.remarks == [remark])
    #expect(!survey.description.contains("renewed here"))
    bench.clock.drift(by: .seconds(240))
    let error = await #expect(throws: AWSError.self) { try await bench.credentials() }
    #expect(
      error?.description == """
        Profile "me": the login's credentials expired at 2026-11-22 12:04 UTC, and \
        \(LoginBench.shown) has no \(member) to renew them with
        Run `aws login --profile me`.
        """)
    #expect(bench.transport.requests.isEmpty)
  }

  @Test func `the survey says that they are renewed, and what is not known`() async throws {
    bench.login()
    let survey = await bench.survey()
    #expect(survey.taken?.remarks == [])
    #expect(
      survey.taken?.steps.last
        == "renewed here from 5 minutes before they expire, until the login itself ends: when is "
        + "not known, 12 hours after `aws login` at most")
    #expect(survey.description.contains("account 123456789012, until 2026-11-22T12:15:00Z"))
  }
}
