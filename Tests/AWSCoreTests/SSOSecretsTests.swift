import Foundation
import Support
import Testing

@testable import AWSCore

@Suite struct SSOSecretsTests {
  private let bench = SSOBench()

  @Test func `no dump shows a token or what it is renewed with`() async throws {
    bench.login()
    let file = try SSOTokenFile(SSOBench.session, surroundings: bench.surroundings)
    let token = try await file.token()
    let document = try #require(
      JSONValue(Array((bench.folder[SSOBench.sessionPath] ?? "").utf8)))
    let request = HTTPRequest(
      method: "GET", url: "https://h.example/",
      headers: [HTTPHeader("X-Amz-Sso_Bearer_Token", token.accessToken)], body: [])
    func check<Value>(_ value: Value) {
      var dumped = "\(value) " + String(reflecting: value) + "\([value])\(Optional(value) as Any)"
      dump(value, to: &dumped)
      #expect(!dumped.contains("marked"), "\(dumped)")
    }
    check(token)
    check(token.renewal)
    check(token.members)
    check(document)
    check(file.contents())
    check(SSOTokenFile.Contents.token(token))
    check(request)
    check(CredentialsKey([token.digest]))
    #expect(token.digest.utf8.count == 64)
  }

  @Test func `no dump of a message shows its body`() {
    let body = Array("marked".utf8)
    let bytes = "\(body)".dropFirst().dropLast()
    func check<Value>(_ value: Value) {
      var dumped = "\(value) " + String(reflecting: value)
      dump(value, to: &dumped)
      #expect(!dumped.contains("- \(body[0])\n") && !dumped.contains(bytes), "\(dumped)")
      #expect(dumped.contains("X-Told: yes"))
    }
    let headers = [HTTPHeader("X-Told", "yes")]
    check(HTTPRequest(url: "https://h.example/", headers: headers, body: body))
    check(HTTPResponse(status: 200, headers: headers, body: body))
  }

  @Test func `what is kept is kept under no token`() async throws {
    bench.servers.portal { [bench] _ in bench.role() }
    bench.login()
    _ = try await bench.credentials()
    let key = bench.surroundings.ssoSessions.lastGoodKey(
      for: [
        "sso", "prod", "corp", "123456789012", "ReadOnly",
        "https://portal.sso.eu-west-1.amazonaws.com",
      ])
    let parts = try #require(key?.parts)
    #expect(parts.allSatisfy { !$0.contains("marked") })
    var dumped = ""
    dump(bench.surroundings.cache, to: &dumped)
    dump(bench.surroundings.ssoSessions, to: &dumped)
    #expect(!dumped.contains("marked"))
  }

  @Test(arguments: [400, 401, 403, 404])
  func `a portal that echoes the token isn't repeated`(status: Int) async throws {
    bench.login()
    bench.servers.portal { request in
      SSOBench.fault(
        status, "SomeException", "bad token \(request.header("x-amz-sso_bearer_token") ?? "")")
    }
    let error = await #expect(throws: AWSError.self) { try await bench.credentials() }
    #expect(error.map { "\($0)" }?.contains("marked") == false)
    #expect(error?.summary.contains("bad token (hidden)") == true)
  }
}
