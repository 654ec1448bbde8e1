import Foundation
import Support
import Synchronization
import Testing

@testable import AWSCore

/// What Signin refuses, what can't be saved, and what other processes do meanwhile.
@Suite struct LoginRefusalTests {
  private let bench = LoginBench()

  private func expired() async throws -> AWSError? {
    let (result, _) = try await cranking(bench.clock) { [bench] in try await bench.credentials() }
    return #expect(throws: AWSError.self) { try result.get() }
  }

  private static let changed = "your session has expired or credentials have changed"
  private static let permission =
    "unable to renew the login's credentials due to insufficient permissions; you may be missing "
    + "permission for the 'signin:CreateOAuth2Token' action"

  @Test(arguments: [
    (401, "AccessDeniedException", "TOKEN_EXPIRED", "\(changed) (FILE): TOKEN_EXPIRED: because"),
    (
      403, "AccessDeniedException", "USER_CREDENTIALS_CHANGED",
      "\(changed) (FILE): USER_CREDENTIALS_CHANGED: because"
    ),
    (
      403, "AccessDeniedException", "INSUFFICIENT_PERMISSIONS",
      "\(permission) (FILE): INSUFFICIENT_PERMISSIONS: because"
    ),
    (
      403, "AccessDeniedException", "odd",
      "AWS refuses to renew the login's credentials (FILE): AccessDeniedException: because"
    ),
    (
      400, "ValidationException", "INVALID_REQUEST",
      "AWS refuses to renew the login's credentials (FILE): ValidationException: because"
    ),
    // Without the header, as after a proxy that drops it.
    (401, "", "TOKEN_EXPIRED", "\(changed) (FILE): TOKEN_EXPIRED: because"),
  ])
  func `a refusal is said in botocore's words and leads to a login`(
    status: Int, type: String, error: String, words: String
  ) async throws {
    bench.login(minutes: -60)
    bench.service.script { _ in SigninService.refusal(status, error, type: type) }
    let found = try await expired()
    #expect(
      found?.description == """
        Profile "me": \(words.replacing("FILE", with: LoginBench.shown))
        Run `aws login --profile me`.
        """)
    bench.login(key: "ASIANEW", refresh: "marked-refresh-new")
    #expect(try await bench.credentials().accessKeyID == "ASIANEW")
  }

  @Test(arguments: [429, 500, 503])
  func `a service that is busy is no reason to log in`(status: Int) async throws {
    bench.login(minutes: -60)
    bench.service.script { _ in
      SigninService.refusal(status, "rate_exceeded", type: "TooManyRequestsError")
    }
    let error = try await expired()
    guard case .service(let fault)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(fault.status == status)
    #expect(bench.transport.requests.count == 3)
  }

  @Test func `a fault at an endpoint that the user set names it`() async throws {
    let bench = LoginBench(
      environment: .home([
        "AWS_REGION": "eu-west-1", "AWS_ENDPOINT_URL_SIGNIN": "http://127.0.0.1:5",
      ]))
    bench.login(minutes: -1)
    bench.service.script { _ in HTTPResponse(status: 503) }
    let (result, _) = try await cranking(bench.clock) { try await bench.credentials() }
    let error = #expect(throws: AWSError.self) { try result.get() }
    #expect(
      error?.advice.contains("http://127.0.0.1:5 (environment variable AWS_ENDPOINT_URL_SIGNIN)")
        == true, "\(String(describing: error))")
  }

  @Test func `a proxy's refusal is no reason to log in`() async throws {
    bench.login(minutes: -60)
    bench.service.script { _ in
      HTTPResponse(status: 403, body: Array("<html>blocked by the proxy</html>".utf8))
    }
    let error = try await expired()
    guard case .service? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    bench.service.script(nil)
    #expect(try await bench.credentials().accessKeyID == "ASIA1")
  }

  @Test
  func `a refusal before the end leaves the old ones in force, and isn't repeated for a minute`()
    async throws
  {
    bench.login()
    _ = try await bench.credentials()
    bench.service.script { _ in SigninService.refusal(401, "TOKEN_EXPIRED") }
    bench.clock.drift(by: .seconds(601))
    for _ in 0..<12 {
      let (result, _) = try await cranking(bench.clock) { [bench] in
        try await bench.credentials()
      }
      #expect(try result.get().accessKeyID == "ASIALOGIN")
      try await cranking(bench.clock) { [cache = bench.surroundings.cache] in
        while !cache.isIdle { try await Task.sleep(for: .milliseconds(1)) }
      }.result.get()
      bench.clock.drift(by: .seconds(1))
    }
    #expect(bench.transport.requests.count == 1)
    let remarks = await bench.survey().taken?.remarks ?? []
    #expect(
      remarks == [
        "the login's credentials last until 2026-11-22 12:15 UTC and could not be renewed: Profile "
          + "\"me\": \(Self.changed) (\(LoginBench.shown)): TOKEN_EXPIRED: because. Run `aws "
          + "login --profile me`."
      ])
  }

  @Test func `what a faster process has saved is used`() async throws {
    bench.login(minutes: -1)
    bench.service.script { [bench] _ in
      // Another process has used the refresh token, and has saved what it got.
      bench.login(key: "ASIAOTHER", refresh: "marked-refresh-of-another")
      return SigninService.refusal(401, "TOKEN_EXPIRED")
    }
    #expect(try await bench.credentials().accessKeyID == "ASIAOTHER")
    #expect(bench.transport.requests.count == 1)
    #expect(bench.folder.replaced.isEmpty)
  }

  @Test func `what a faster process is about to save is waited for`() async throws {
    bench.login(minutes: -1)
    let asked = Count()
    bench.service.script { _ in
      asked.next()
      return SigninService.refusal(401, "TOKEN_EXPIRED")
    }
    let looks = Count()
    bench.folder.before { [bench] _ in
      if asked.value == 1, looks.next() == 3 {
        bench.login(key: "ASIAOTHER", refresh: "marked-refresh-of-another")
      }
    }
    let (result, rests) = try await cranking(bench.clock) { [bench] in
      try await bench.credentials()
    }
    #expect(try result.get().accessKeyID == "ASIAOTHER")
    #expect(rests == Array(LoginRenewal.looksForAnothers.prefix(2)))
  }

  @Test func `a process that holds the file and stands still keeps nobody waiting for long`()
    async throws
  {
    bench.login(minutes: -1)
    bench.folder.holdAll()
    let (result, rests) = try await cranking(bench.clock) { [bench] in
      try await bench.credentials()
    }
    #expect(try result.get().accessKeyID == "ASIA1")
    #expect(rests == Array(repeating: Surroundings.restForHold, count: Surroundings.looksForHold))
  }

  @Test func `a refusal by AWS of keys that haven't expired renews them`() async throws {
    bench.login()
    let first = try await bench.credentials()
    bench.surroundings.cache.refuse(first)
    #expect(try await bench.credentials().accessKeyID == "ASIA1")
    bench.surroundings.cache.refuse(try await bench.credentials())
    bench.clock.drift(by: .seconds(60))
    bench.service.script { _ in SigninService.refusal(403, "USER_CREDENTIALS_CHANGED") }
    let error = try await expired()
    #expect(error?.summary.contains("USER_CREDENTIALS_CHANGED") == true)
  }

  @Test(arguments: [
    "k", "", "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n",
  ])
  func `a key that is none is named and not shown`(pem: String) async throws {
    bench.login(minutes: -1, pem: pem.isEmpty ? bench.key.pem.replacing("MHcC", with: "MHcD") : pem)
    let error = try await expired()
    #expect(
      error?.description == """
        Profile "me": the login in \(LoginBench.shown) can't be renewed: its dpopKey is no private \
        key on the curve P-256
        Run `aws login --profile me`.
        """)
    #expect(bench.transport.requests.isEmpty)
  }

  @Test func `a renewed login that can't be saved is used, and its own refresh token renews it`()
    async throws
  {
    bench.login(minutes: 1)
    bench.folder.makeReadOnly()
    for number in 1...3 {
      #expect(try await bench.credentials().accessKeyID == "ASIA\(number)")
      bench.clock.drift(by: .seconds(880))
    }
    #expect(bench.service.issued == 3)
    #expect(bench.service.refused == 0)
    #expect(bench.storedKey("accessKeyId") == "ASIALOGIN")
    let survey = await bench.survey()
    #expect(survey.error == nil)
    #expect(
      survey.taken?.remarks == [
        "the renewed login can't be saved in \(LoginBench.shown) (Read-only file system): it is "
          + "used until this program ends, and other tools may have to log in again. "
          + "Make that file and its folder writable for this user"
      ])
    bench.folder.makeWritable()
    bench.clock.drift(by: .seconds(880))
    #expect(await bench.survey().taken?.remarks == [])
    #expect(bench.storedKey("accessKeyId") == "ASIA5")
    #expect(bench.stored()["refreshToken"]?.text == bench.service.valid)
  }

  @Test func `who logs out while it is renewed stays logged out`() async throws {
    bench.login(minutes: -1)
    bench.service.script { [bench] _ in
      bench.folder[LoginBench.path] = nil
      return SigninService.keys(1, refresh: nil)
    }
    let error = try await expired()
    #expect(error?.summary.contains("logged out: \(LoginBench.shown) was removed") == true)
    #expect(bench.folder.replaced.isEmpty)
  }

  @Test(arguments: [
    "{}", "", "null", #"{"accessToken":{"accessKeyId":"A"},"expiresIn":900}"#,
    #"{"accessToken":{"accessKeyId":"A","secretAccessKey":"s p","sessionToken":"t"},"expiresIn":9}"#,
    #"{"accessToken":{"accessKeyId":"A","secretAccessKey":"s","sessionToken":"t"},"expiresIn":0}"#,
    #"{"accessToken":{"accessKeyId":"A","secretAccessKey":"s","sessionToken":""},"expiresIn":9}"#,
  ])
  func `an answer that is none changes nothing`(body: String) async throws {
    bench.login(minutes: -1)
    let before = bench.folder[LoginBench.path]
    bench.service.script { _ in HTTPResponse(status: 200, body: Array(body.utf8)) }
    let error = try await expired()
    guard case .unreadableAnswer? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(bench.folder[LoginBench.path] == before)
  }

  @Test func `no secret comes to light, whatever the service echoes`() async throws {
    let line = bench.key.pem.split(separator: "\n")[1]
    for status in [400, 401, 500] {
      let bench = self.bench
      bench.login(minutes: -1)
      bench.service.script { request in
        let text =
          "no: \(String(decoding: request.body, as: UTF8.self)) \(request.header("DPoP") ?? "") "
          + "marked-secret-that-is-long \(line) \(bench.key.oneLine)"
        return SigninService.refusal(status, "TOKEN_EXPIRED", message: text)
      }
      bench.surroundings.forgetFailures()
      let error = try await expired()
      var dumped = ""
      dump(error, to: &dumped)
      dump(bench.surroundings.loginSessions, to: &dumped)
      let survey = try await cranking(bench.clock) { await bench.survey() }.result.get()
      for text in ["\(error as Any)", error?.summary ?? "", dumped, "\(survey)"] {
        #expect(!text.contains("marked-refresh"), "\(text)")
        #expect(!text.contains(line.prefix(20)), "\(text)")
        #expect(!text.contains("eyJ"), "\(text)")
      }
    }
    let token = try LoginToken(members: bench.stored())
    var dumped = ""
    dump(token, to: &dumped)
    dump(try #require(DPoPKey(pem: bench.key.pem)), to: &dumped)
    for text in [dumped, "\(token)", "\(token.renewal as Any)", String(reflecting: token)] {
      #expect(!text.contains("marked"))
      #expect(!text.contains(line.prefix(20)))
    }
  }
}
