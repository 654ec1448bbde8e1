import Foundation
import Ground
import Support
import Synchronization
import Testing

@testable import AWSCore

@Suite struct LoginRenewalTests {
  private let bench = LoginBench()

  @Test(arguments: [(301, 0), (300, 1), (1, 1), (0, 1), (-36_000, 1)])
  func `with five minutes left or less, the first call renews`(seconds: Int, count: Int)
    async throws
  {
    bench.login(minutes: Double(seconds) / 60)
    let found = try await bench.credentials()
    #expect(found.accessKeyID == (count == 1 ? "ASIA1" : "ASIALOGIN"))
    #expect(found.accountID == "123456789012")
    #expect(bench.service.issued == count)
    #expect(bench.service.refused == 0)
  }

  @Test func `it is asked for as OAuth and DPoP want it`() async throws {
    bench.login(minutes: 1)
    _ = try await bench.credentials()
    let request = try #require(bench.transport.requests.first)
    #expect(request.method == "POST")
    #expect(request.url == "https://eu-west-1.signin.aws.amazon.com/v1/token")
    #expect(request.header("Content-Type") == "application/json")
    #expect(request.header("Authorization") == nil)
    #expect(
      try JSONDecoder().decode([String: String].self, from: Data(request.body)) == [
        "clientId": LoginBench.client, "grantType": "refresh_token",
        "refreshToken": "marked-refresh-token-0",
      ])
    let proof = try bench.key.verify(request.header("DPoP") ?? "")
    #expect(
      [proof.typ, proof.alg, proof.kty, proof.crv, proof.htm, proof.htu]
        == ["dpop+jwt", "ES256", "EC", "P-256", "POST", request.url])
    #expect(proof.iat == Int(bench.clock.wall.timeIntervalSince1970))
    #expect(
      proof.names == [
        ["alg", "jwk", "typ"], ["crv", "kty", "x", "y"], ["htm", "htu", "iat", "jti"],
      ])
    let uuid = /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/
    #expect(proof.jti.wholeMatch(of: uuid) != nil, "\(proof.jti)")
  }

  @Test func `it is saved with all that the file held`() async throws {
    bench.login(
      minutes: 1, extra: ["ünknown": "kept \u{1F511} \"too\"", "signInRegion": "us-east-2"])
    var expected = bench.stored()
    _ = try await bench.credentials()
    expected["refreshToken"] = .string("marked-refresh-token-1")
    expected["accessToken"] = .object([
      "accessKeyId": .string("ASIA1"), "secretAccessKey": .string("marked-secret-1"),
      "sessionToken": .string("marked-token-1"), "accountId": .string("123456789012"),
      "expiresAt": .string("2026-11-22T12:15:00Z"),
    ])
    #expect(bench.stored() == expected)
    #expect(bench.folder.replaced == [LoginBench.path])
    _ = try await bench.credentials()
    #expect(bench.transport.requests.count == 1)
    #expect(
      bench.transport.requests.first?.url == "https://us-east-2.signin.aws.amazon.com/v1/token")
  }

  @Test func `an unattended dashboard lives through the hour, and through twelve`() async throws {
    bench.login()
    bench.awaitRenewals()
    var seen: [String] = []
    for _ in 0..<(12 * 720) {
      let found = try await bench.credentials()
      #expect(try #require(found.expiration) > bench.clock.wall)
      #expect(found.accountID == "123456789012")
      if seen.last != found.accessKeyID { seen.append(found.accessKeyID) }
      try await bench.clock.advance(by: .seconds(5))
    }
    // Each ten minutes, five before the end.
    #expect(bench.service.issued == 71)
    #expect(bench.service.refused == 0)
    #expect(seen == ["ASIALOGIN"] + (1...71).map { "ASIA\($0)" })
    let times = bench.service.proofs.map(\.iat)
    #expect(zip(times, times.dropFirst()).allSatisfy { (600...610).contains($1 - $0) })
    #expect(bench.stored()["refreshToken"]?.text == bench.service.valid)
    #expect(Set(bench.service.proofs.map(\.jti)).count == 71)
  }

  @Test func `nobody waits for a renewal while the old ones are good for more than a minute`()
    async throws
  {
    bench.login()
    _ = try await bench.credentials()
    let gate = Awaited<Void>()
    bench.service.script { _ in
      await gate.value(orWhenCancelled: ())
      return SigninService.keys(1, refresh: "marked-refresh-token-1")
    }
    bench.clock.drift(by: .seconds(605))
    for _ in 0..<3 { #expect(try await bench.credentials().accessKeyID == "ASIALOGIN") }
    bench.clock.drift(by: .seconds(240))
    let last = Task { [bench] in try await bench.credentials() }
    gate.give(())
    #expect(try await last.value.accessKeyID == "ASIA1")
    #expect(bench.transport.requests.count == 1)
  }

  @Test func `an outage is outlived, and what was lost meanwhile comes back by itself`()
    async throws
  {
    bench.login()
    bench.awaitRenewals()
    _ = try await bench.credentials()
    bench.service.script { _ in
      throw ConnectionFailure(kind: .untrusted, peer: "signin:443", detail: "")
    }
    var failed = 0
    for _ in 0..<240 {
      switch await bench.outcome() {
      case .success(let found):
        #expect(found.accessKeyID == "ASIALOGIN")
        #expect(try #require(found.expiration) > bench.clock.wall)
      case .failure(let error):
        failed += 1
        var cause = error
        if case .resting(let of, _) = error { cause = of }
        guard case .connection = cause else {
          Issue.record("\(error)")
          continue
        }
      }
      try await bench.clock.advance(by: .seconds(5))
    }
    // Fifteen of the twenty minutes were covered.
    #expect(failed == 60)
    #expect((10...40).contains(bench.transport.requests.count))
    bench.service.script(nil)
    for _ in 0..<12 where (try? await bench.outcome().get()) == nil {
      try await bench.clock.advance(by: .seconds(5))
    }
    #expect(try await bench.credentials().accessKeyID == "ASIA1")
    #expect(bench.storedKey("accessKeyId") == "ASIA1")
  }

  @Test func `the first call of a command outlives an outage, too, and says so`() async throws {
    bench.login(minutes: 4)
    bench.service.script { _ in
      throw ConnectionFailure(kind: .untrusted, peer: "signin:443", detail: "")
    }
    #expect(try await bench.credentials().accessKeyID == "ASIALOGIN")
    let survey = await bench.survey()
    #expect(survey.error == nil)
    #expect(
      survey.taken?.remarks.first?.hasPrefix(
        "the login's credentials last until 2026-11-22 12:04 UTC and could not be renewed: ")
        == true)
    bench.service.script(nil)
    bench.surroundings.forgetFailures()
    #expect(try await bench.credentials().accessKeyID == "ASIA1")
    #expect(await bench.survey().taken?.remarks == [])
  }

  @Test func `each attempt has a proof of its own`() async throws {
    bench.login(minutes: -1)
    let proofs = Mutex<[String]>([])
    bench.service.script { [bench] request in
      let jti = try bench.key.verify(request.header("DPoP") ?? "").jti
      let count = proofs.withLock { proofs in
        proofs.append(jti)
        return proofs.count
      }
      return count < 3 ? HTTPResponse(status: 500) : SigninService.keys(9, refresh: nil)
    }
    let (result, _) = try await cranking(bench.clock) { [bench] in try await bench.credentials() }
    #expect(try result.get().accessKeyID == "ASIA9")
    #expect(Set(proofs.withLock { $0 }).count == 3)
    // Without a new one in the answer, the old refresh token stays.
    #expect(bench.stored()["refreshToken"] == .string("marked-refresh-token-0"))
  }

  @Test(arguments: ["pkcs8", "windows", "oneLine"])
  func `the key may be written in any of its forms`(form: String) async throws {
    let forms = [
      "pkcs8": bench.key.pkcs8, "windows": bench.key.windows, "oneLine": bench.key.oneLine,
    ]
    bench.login(minutes: 0, pem: forms[form])
    #expect(try await bench.credentials().accessKeyID == "ASIA1")
    #expect(bench.stored()["dpopKey"]?.text == forms[form])
  }

  @Test func `keys that are short-lived aren't asked for at every poll`() async throws {
    bench.service.last(seconds: 60)
    bench.login(minutes: 0)
    bench.awaitRenewals()
    for _ in 0..<60 {
      let found = try await bench.credentials()
      #expect(try #require(found.expiration) > bench.clock.wall)
      try await bench.clock.advance(by: .seconds(5))
    }
    #expect((8...12).contains(bench.service.issued), "\(bench.service.issued)")
  }

  @Test func `a caller who leaves takes no renewal with him`() async throws {
    bench.login(minutes: -1)
    let (gate, asked) = (Awaited<Void>(), Count())
    bench.service.script { _ in
      asked.next()
      await gate.value(orWhenCancelled: ())
      return SigninService.keys(1, refresh: "marked-refresh-token-1")
    }
    let caller = Task { [bench] in try await bench.credentials() }
    try await eventually { asked.value == 1 }
    caller.cancel()
    await #expect(throws: AWSError.cancelled) { try await caller.value }
    gate.give(())
    #expect(try await bench.credentials().accessKeyID == "ASIA1")
    #expect(asked.value == 1)
    #expect(bench.stored()["refreshToken"] == .string("marked-refresh-token-1"))
  }

  @Test func `contexts of several regions share one renewal`() async throws {
    bench.login(minutes: 1)
    try await withThrowingTaskGroup(of: String.self) { group in
      for region in ["eu-west-1", "us-east-1", "ap-south-1", "eu-west-1"] {
        group.addTask { [bench] in
          try await bench.credentials(SettingsOverrides(region: region)).accessKeyID
        }
      }
      for try await key in group { #expect(key == "ASIA1") }
    }
    #expect(bench.transport.requests.count == 1)
  }

  @Test func `where it is asked for is up to the settings`() async throws {
    func url(_ variables: [String: String], _ config: String = "") async throws -> String? {
      let bench = LoginBench(environment: .home(variables))
      bench.folder["/home/me/.aws/config"] = config
      bench.login(minutes: -1)
      bench.service.script { _ in SigninService.keys(1, refresh: nil) }
      _ = try await bench.credentials(
        SettingsOverrides(endpointURL: "http://127.0.0.1:1"))
      return bench.transport.requests.first?.url
    }
    #expect(
      try await url([
        "AWS_REGION": "eu-west-1", "AWS_ENDPOINT_URL_SIGNIN": "http://127.0.0.1:5/base/",
      ]) == "http://127.0.0.1:5/base/v1/token")
    #expect(
      try await url([:], "[default]\nregion = cn-north-1\n")
        == "https://cn-north-1.signin.amazonaws.cn/v1/token")
    #expect(
      try await url(
        ["AWS_USE_FIPS_ENDPOINT": "true"], "[default]\nregion = us-gov-west-1\n")
        == "https://signin-fips.amazonaws-us-gov.com/v1/token")
    #expect(
      try await url(
        [:],
        """
        [default]
        region = eu-west-1
        services = s
        [services s]
        signin =
          endpoint_url = http://127.0.0.1:6
        """) == "http://127.0.0.1:6/v1/token")
  }

  @Test func `no region matters only when it is time to renew`() async throws {
    let bench = LoginBench(environment: .home())
    bench.login(minutes: 4)
    #expect(try await bench.credentials().accessKeyID == "ASIALOGIN")
    bench.clock.drift(by: .seconds(240))
    guard case .failure(.noRegion) = await bench.outcome() else {
      Issue.record("no region was needed")
      return
    }
    bench.folder["/home/me/.aws/config"] = "[default]\nregion = eu-west-1\n"
    #expect(try await bench.credentials().accessKeyID == "ASIA1")
  }
}
