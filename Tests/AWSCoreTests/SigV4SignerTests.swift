import Foundation
import Support
import Testing

@testable import AWSCore

@Suite struct SigV4SignerTests {
  private let signer = SigV4Signer(region: "eu-west-1", service: "rds")
  private let credentials = Credentials(
    accessKeyID: "AKIDEXAMPLE", secretAccessKey: "secret", sessionToken: "token")
  private let date = Date(timeIntervalSince1970: 1_795_348_800)

  private func signedHeaders(_ request: HTTPRequest) -> String? {
    request.header("Authorization")?.split(separator: ",")
      .first { $0.contains("SignedHeaders=") }?.split(separator: "=").last.map(String.init)
  }

  @Test func `what proxies and retries change is not signed`() {
    let headers = [
      "Content-Type", "User-Agent", "amz-sdk-invocation-id", "amz-sdk-request", "Expect",
      "Connection", "X-Amzn-Trace-Id", "Transfer-Encoding",
    ]
    let request = HTTPRequest(
      url: "https://rds.eu-west-1.amazonaws.com/", headers: headers.map { HTTPHeader($0, "x") },
      body: [])
    let signed = signer.sign(request, with: credentials, at: date)
    #expect(signedHeaders(signed) == "content-type;host;x-amz-date;x-amz-security-token")
  }

  @Test func `a second signature replaces the first`() {
    let request = HTTPRequest(url: "https://h.example/", headers: [], body: [])
    let once = signer.sign(request, with: credentials, at: date)
    var longLived = credentials
    longLived.sessionToken = nil
    let twice = signer.sign(once, with: longLived, at: date.addingTimeInterval(60))
    #expect(twice.headers.map(\.name) == ["X-Amz-Date", "Authorization"])
    #expect(twice.header("X-Amz-Date") == "20261122T120100Z")
  }

  @Test func `a signing key that is remembered serves its secret, day, region and service alone`() {
    let request = HTTPRequest(url: "https://h.example/", headers: [], body: [])
    var used = signer
    func check(_ credentials: Credentials, _ date: Date, _ comment: Comment) {
      let fresh = SigV4Signer(region: used.region, service: used.service)
      let wanted = fresh.sign(request, with: credentials, at: date)
      for _ in 0..<2 {
        #expect(used.sign(request, with: credentials, at: date) == wanted, comment)
      }
    }
    var other = credentials
    other.secretAccessKey = "another secret"
    let nextDay = date.addingTimeInterval(86_400)
    check(credentials, date, "first")
    check(credentials, date.addingTimeInterval(60), "a minute later")
    check(other, date, "another secret under the same access key")
    check(credentials, date, "the first one again")
    check(credentials, nextDay, "the next day")
    used.region = "eu-west-2"
    check(credentials, nextDay, "another region")
    used.service = "sts"
    check(credentials, nextDay, "another service")
    #expect(!"\(used)".contains(credentials.secretAccessKey))
    var dumped = ""
    dump(used, to: &dumped)
    #expect(!dumped.contains("another") && !dumped.contains("\"secret\""))
  }

  @Test func `a port that isn't the scheme's own is part of the signed host`() throws {
    func host(_ url: String) throws -> String {
      let request = HTTPRequest(url: url, headers: [], body: [])
      let text = CanonicalRequest(request, parts: try #require(URLParts(url))).text
      return text.split(separator: "\n").first { $0.hasPrefix("host:") }.map(String.init) ?? ""
    }
    #expect(try host("http://127.0.0.1:4566/") == "host:127.0.0.1:4566")
    #expect(try host("https://RDS.example:443/") == "host:rds.example")
    #expect(try host("http://h.example:80/") == "host:h.example")
    #expect(try host("http://[::1]:8080/") == "host:[::1]:8080")
  }

  @Test func `a path that is encoded on the wire is encoded once more`() throws {
    let parts = try #require(URLParts("https://h.example/a%20b"))
    let request = HTTPRequest(url: "https://h.example/a%20b", headers: [], body: [])
    #expect(CanonicalRequest(request, parts: parts).text.hasPrefix("POST\n/a%2520b\n"))
  }

  @Test(arguments: [
    ("/a/.", "/a"), ("/a/..", "/"), ("/a/b/..", "/a"), ("/a/./", "/a/"), ("/a/b/../", "/a/"),
    ("//a//b", "/a/b"), ("/../a", "/a"), ("/.", "/"), ("/..", "/"), ("//", "/"),
    ("/a/...", "/a/..."),
    ("/a b/é", "/a%20b/%C3%A9"),
  ])
  func `a path is resolved before it is signed, unless it must not be`(
    path: String, resolved: String
  )
    throws
  {
    let request = HTTPRequest(url: "https://h.example\(path)", headers: [], body: [])
    func signedPath(_ signer: SigV4Signer) throws -> Substring? {
      let parts = try #require(URLParts(request.url))
      return signer.canonicalRequest(request, parts: parts).text.split(separator: "\n").dropFirst()
        .first
    }
    #expect(try signedPath(signer) == resolved[...])
    var literal = signer
    literal.rules.normalizesPath = false
    #expect(try signedPath(literal) == PercentEncoding.encode(path.utf8, keepingSlashes: true)[...])
  }

  @Test func `a token may be sent unsigned`() {
    var iot = signer
    iot.signsSessionToken = false
    var withoutToken = credentials
    withoutToken.sessionToken = nil
    let request = HTTPRequest(url: "https://h.example/", headers: [], body: [])
    let signed = iot.sign(request, with: credentials, at: date)
    #expect(signed.header("X-Amz-Security-Token") == "token")
    #expect(
      signed.header("Authorization")
        == signer.sign(request, with: withoutToken, at: date).header("Authorization"))
  }

  @Test func `the body's hash is sent and signed where it is wanted`() {
    var storage = signer
    storage.rules.sendsBodyHash = true
    let old = HTTPHeader("x-amz-content-sha256", "of another body")
    let request = HTTPRequest(
      url: "https://h.example/", headers: [old, HTTPHeader("Content-Length", "3")],
      body: Array("abc".utf8))
    let signed = storage.sign(request, with: credentials, at: date)
    let hashes = signed.headers.filter { $0.name.lowercased() == old.name }.map(\.value)
    #expect(hashes == ["ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"])
    #expect(
      signedHeaders(signed)
        == "content-length;host;x-amz-content-sha256;x-amz-date;x-amz-security-token")
    #expect(signer.sign(request, with: credentials, at: date).header(old.name) == nil)
  }
}
