import Foundation
import Support
import Synchronization
import Testing

@testable import AWSCore

@Suite struct ContainerCredentialsTests {
  private static let key = """
    {"AccessKeyId": "AKID", "SecretAccessKey": "hush-secret", "Token": "hush-session=",
     "Expiration": "2026-11-22T18:00:00Z", "AccountId": "123456789012", "Extra": {"a": [1]}}
    """
  private static let relative = ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/credentials"]
  private static let podIdentity = [
    "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://169.254.170.23/v1/credentials",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "/var/token",
  ]

  private struct Look {
    var result: Result<CredentialsFinding, any Error>
    var requests: [HTTPRequest]
    var limits: [Duration]

    var foundKey: Credentials {
      get throws {
        guard case .found(let credentials) = try result.get() else {
          throw NeverHappened(description: "no key was found")
        }
        return credentials
      }
    }

    /// What was said, with everything that a debugger would show of it.
    var text: String {
      var dumped = ""
      dump(result, to: &dumped)
      return "\(result) \(dumped)"
    }
  }

  private func look(
    _ variables: [String: String], files: any FileAccess = TokenFiles(),
    _ script: @escaping ScriptedTransport.Script
  ) async throws -> Look {
    let clock = HandCrankedTimekeeper()
    let transport = ScriptedTransport(script)
    let provider = ContainerCredentials(
      Surroundings(
        environment: Environment(variables: variables), files: files, transport: transport,
        timekeeper: clock, random: { 0.5 }))
    let (result, _) = try await cranking(clock) { try await provider.look() }
    return Look(result: result, requests: transport.requests, limits: transport.limits)
  }

  private func answer(_ status: Int = 200, _ body: String = key) -> HTTPResponse {
    HTTPResponse(status: status, body: Array(body.utf8))
  }

  @Test func `the key of a task is asked for without a proxy and taken whole`() async throws {
    let look = try await look(Self.relative) { _, _ in answer() }
    let expected = Credentials(
      accessKeyID: "AKID", secretAccessKey: "hush-secret", sessionToken: "hush-session=",
      expiration: Date(timeIntervalSince1970: 1_795_370_400), accountID: "123456789012")
    #expect(try look.result.get() == .found(expected))
    let request = try #require(look.requests.first)
    #expect(request.method == "GET")
    #expect(request.url == "http://169.254.170.2/credentials")
    #expect(request.header("Accept") == "application/json")
    #expect(request.header("Authorization") == nil)
    #expect(request.bypassesProxy)
    #expect(look.requests.count == 1)
    #expect(look.limits == [.seconds(2)])
  }

  @Test func `nothing is asked where neither variable is set`() async throws {
    let look = try await look(["AWS_CONTAINER_AUTHORIZATION_TOKEN": "t"]) { _, _ in answer() }
    let place =
      "environment variables AWS_CONTAINER_CREDENTIALS_RELATIVE_URI, "
      + "AWS_CONTAINER_CREDENTIALS_FULL_URI"
    #expect(try look.result.get() == .passedOver([SearchedPlace(place: place, finding: "not set")]))
    #expect(look.requests.isEmpty)
  }

  @Test func `a token of the environment is sent as it is`() async throws {
    let variables = Self.relative.merging(["AWS_CONTAINER_AUTHORIZATION_TOKEN": "Basic password"]) {
      $1
    }
    let look = try await look(variables) { _, _ in answer() }
    #expect(look.requests.first?.header("Authorization") == "Basic password")
  }

  @Test func `the token's file beats its variable and is read anew each time`() async throws {
    let files = TokenFiles(["/var/token": "first"])
    let transport = ScriptedTransport { _, _ in answer() }
    let variables = Self.podIdentity.merging(["AWS_CONTAINER_AUTHORIZATION_TOKEN": "unused"]) { $1 }
    for text in ["first", "second"] {
      files.set(text, at: "/var/token")
      _ = try await ContainerCredentials(
        Surroundings(
          environment: Environment(variables: variables), files: files, transport: transport,
          timekeeper: HandCrankedTimekeeper())
      ).credentials()
    }
    #expect(transport.requests.map { $0.header("Authorization") } == ["first", "second"])
  }

  @Test(arguments: [
    ("hush-token\n", "holds a line break"), ("hush\r\nX: y", "holds a line break"),
    ("hush\r", "holds a line break"), ("hush\u{0}", "no header can carry"),
    ("hush-é", "no header can carry"), ("", "the file is empty"),
  ])
  func `a token that is no header's value is refused before anything is sent`(
    token: String, words: String
  ) async throws {
    let look = try await look(Self.podIdentity, files: TokenFiles(["/var/token": token])) { _, _ in
      answer()
    }
    #expect(look.requests.isEmpty)
    #expect(look.text.contains(words))
    #expect(look.text.contains("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE (/var/token)"))
    #expect(!look.text.contains("hush"))
  }

  @Test func `a line break in the token's variable is refused too`() async throws {
    let variables = Self.relative.merging(["AWS_CONTAINER_AUTHORIZATION_TOKEN": "hush\nX: y"]) {
      $1
    }
    let look = try await look(variables) { _, _ in answer() }
    #expect(look.requests.isEmpty)
    #expect(look.text.contains("environment variable AWS_CONTAINER_AUTHORIZATION_TOKEN"))
    #expect(!look.text.contains("hush"))
  }

  @Test func `a token's file that is absent or can't be read is an error`() async throws {
    let absent = try await look(Self.podIdentity) { _, _ in answer() }
    #expect(absent.text.contains("there is no such file"))
    let closed = try await look(
      Self.podIdentity, files: TokenFiles(failing: ["/var/token": "Permission denied"])
    ) { _, _ in answer() }
    #expect(closed.text.contains("can't be read: Permission denied"))
    #expect(absent.requests.isEmpty && closed.requests.isEmpty)
  }

  @Test func `a failing service is asked three times`() async throws {
    let recovered = try await look(Self.relative) { _, number in
      switch number {
      case 0: answer(429, "")
      case 1: throw ConnectionFailure(kind: .closed, peer: "169.254.170.2:80", detail: "")
      default: answer()
      }
    }
    #expect(throws: Never.self) { try recovered.foundKey }
    #expect(recovered.requests.count == 3)
    let unreadable = try await look(Self.relative) { _, number in
      answer(200, number == 0 ? "{\"AccessKeyId\": \"AK" : Self.key)
    }
    #expect(unreadable.requests.count == 2)
    let lost = try await look(Self.relative) { _, _ in answer(503, "<html>hush</html>") }
    #expect(lost.requests.count == 3)
    #expect(lost.text.contains("HTTP 503"))
    #expect(lost.text.contains("environment variable AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"))
    #expect(!lost.text.contains("hush"))
  }

  @Test(arguments: [400, 403, 404])
  func `a service that says no is asked once, and its words are told`(status: Int) async throws {
    let look = try await look(Self.podIdentity, files: TokenFiles(["/var/token": "hush-token"])) {
      _, _ in
      answer(
        status,
        #"{"code": "AccessDenied", "message": "no role\u001b[2J for hush-token,\nsorry"}"#)
    }
    #expect(look.requests.count == 1)
    #expect(
      look.text.contains("HTTP \(status), AccessDenied: no role[2J for (hidden), sorry"))
    #expect(!look.text.contains("hush"))
  }

  @Test func `a service that nobody hears is told with its variable`() async throws {
    let look = try await look(Self.relative) { _, _ in
      throw ConnectionFailure(kind: .refused, peer: "169.254.170.2:80", detail: "no")
    }
    #expect(look.requests.count == 3)
    #expect(look.text.contains("169.254.170.2:80 refuses connections"))
    #expect(look.text.contains("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"))
  }

  @Test(arguments: ["AccessKeyId", "SecretAccessKey", "Token", "Expiration"])
  func `half a key is an error that names what is missing`(name: String) async throws {
    let body = Self.key.replacing("\"\(name)\"", with: "\"Other\"")
    let look = try await look(Self.relative) { _, _ in answer(200, body) }
    #expect(look.text.contains("answered with a key that has no \(name)"))
    #expect(!look.text.contains("hush"))
  }

  @Test(arguments: [
    ("hush-secret", "hush\\r\\nX: y"), ("2026-11-22T18:00:00Z", "soon"), ("hush-session=", "h é"),
  ])
  func `a key that can't be used is refused without its text`(part: String, other: String)
    async throws
  {
    let look = try await look(Self.relative) { _, _ in
      answer(200, Self.key.replacing(part, with: other))
    }
    guard case .failure = look.result else {
      Issue.record("took it")
      return
    }
    #expect(!look.text.contains("hush"))
  }

  @Test func `an answer that says both is a key where it has one`() async throws {
    let told = Self.key.replacing("\"Extra\"", with: "\"message\": \"hello\", \"Extra\"")
    let key = try await look(Self.relative) { _, _ in answer(200, told) }
    #expect(try key.foundKey.accessKeyID == "AKID")
    let fault = Self.key.replacing("\"Extra\"", with: "\"code\": \"Failed\", \"Extra\"")
    let failed = try await look(Self.relative) { _, _ in answer(200, fault) }
    #expect(failed.text.contains("HTTP 200, Failed"))
    #expect(!failed.text.contains("hush"))
  }

  @Test func `a part of a token is hidden too`() async throws {
    let variables = Self.relative.merging([
      "AWS_CONTAINER_AUTHORIZATION_TOKEN": "Bearer hush-token"
    ]) { $1 }
    let look = try await look(variables) { _, _ in
      answer(400, #"{"code": "Bad", "message": "Bearer is fine, hush-token is not"}"#)
    }
    #expect(look.text.contains("Bad: Bearer is fine, (hidden) is not"))
  }

  @Test func `a different service has a different key`() async throws {
    let transport = ScriptedTransport { request, _ in
      answer(200, Self.key.replacing("AKID", with: request.url.suffix(1)))
    }
    let clock = HandCrankedTimekeeper()
    let cache = CredentialsCache(timekeeper: clock, random: { 0.5 })
    for path in ["a", "b", "a"] {
      let surroundings = Surroundings(
        environment: Environment(
          variables: ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/\(path)"]),
        files: TokenFiles(), transport: transport, timekeeper: clock, cache: cache)
      #expect(try await ContainerCredentials(surroundings).credentials().accessKeyID == path)
    }
    #expect(transport.requests.count == 2)
  }

  @Test func `names are read in any case`() async throws {
    let body = Self.key.replacing("AccessKeyId", with: "accessKeyId")
      .replacing("Token", with: "TOKEN")
    let look = try await look(Self.relative) { _, _ in answer(200, body) }
    #expect(throws: Never.self) { try look.foundKey }
  }

  @Test func `a found key is kept and not asked for again`() async throws {
    let transport = ScriptedTransport { _, _ in answer() }
    let surroundings = Surroundings(
      environment: Environment(variables: Self.relative), files: TokenFiles(),
      transport: transport, timekeeper: HandCrankedTimekeeper())
    for _ in 0..<3 { _ = try await ContainerCredentials(surroundings).credentials() }
    #expect(transport.requests.count == 1)
  }

  @Test func `no description of an answer or of a token shows a secret`() throws {
    let document = try #require(TemporaryCredentialsDocument(Array(Self.key.utf8)))
    let token = try #require(
      try ContainerAuthorization.find(
        in: Environment(variables: ["AWS_CONTAINER_AUTHORIZATION_TOKEN": "hush-token"]),
        files: TokenFiles()))
    var dumped = "\(document) \(token) \(String(reflecting: document))\(String(reflecting: token))"
    dump(document, to: &dumped)
    dump(token, to: &dumped)
    #expect(!dumped.contains("hush"))
    #expect(!dumped.contains("AKID"))
  }
}

/// Token files that a test replaces.
private final class TokenFiles: FileAccess {
  private let texts: Mutex<[String: String]>
  private let failures: [String: String]

  init(_ texts: [String: String] = [:], failing failures: [String: String] = [:]) {
    self.texts = Mutex(texts)
    self.failures = failures
  }

  func set(_ text: String, at path: String) { texts.withLock { $0[path] = text } }

  func contents(of path: String) throws(FileReadingError) -> [UInt8]? {
    if let reason = failures[path] { throw FileReadingError(reason: reason) }
    return texts.withLock { $0[path].map { Array($0.utf8) } }
  }

  func replace(_ path: String, with contents: [UInt8]) throws(FileReadingError) {
    throw FileReadingError(reason: "read only")
  }
}
