import AWSCore
import Foundation
import Support
import Synchronization
import Testing

/// The program with the credentials of `aws login`, which it renews itself: a Signin service that
/// takes each refresh token once, and an RDS that knows the newest keys alone.
@Suite(.timeLimit(.minutes(5))) struct LoginTests {
  private final class Services: Sendable {
    private struct State {
      var refreshToken = "refresh-0"
      var issued = 0
      var refused = 0
      var refusal: String?
      var signers: [String] = []
    }

    let key = LoginKey()
    private let state = Mutex(State())

    var issued: Int { state.withLock { $0.issued } }
    var refused: Int { state.withLock { $0.refused } }
    var signers: [String] { state.withLock { $0.signers } }
    func refuse(_ error: String) { state.withLock { $0.refusal = error } }

    func answer(_ request: LoopbackServer.Request, at url: String) -> LoopbackServer.Step {
      state.withLock { state in
        if request.target == "/v1/token" { return signin(request, at: url, &state) }
        if request.body.contains("Action=GetCallerIdentity") {
          return .answer(
            body: "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:a</Arn>"
              + "<UserId>u</UserId><Account>123456789012</Account></GetCallerIdentityResult>"
              + "</GetCallerIdentityResponse>")
        }
        let key = request.header("authorization")?.firstMatch(of: /Credential=([^\/]*)\//)
        state.signers.append(key.map { String($0.1) } ?? "nobody")
        return .answer(
          body: "<DescribeExportTasksResponse><DescribeExportTasksResult><ExportTasks/>"
            + "</DescribeExportTasksResult></DescribeExportTasksResponse>")
      }
    }

    private func signin(
      _ request: LoopbackServer.Request, at url: String, _ state: inout State
    ) -> LoopbackServer.Step {
      let proof = try? key.verify(request.header("DPoP") ?? "")
      let isRight =
        proof?.htu == "\(url)/v1/token" && request.body.contains("\"\(state.refreshToken)\"")
      guard isRight, state.refusal == nil else {
        state.refused += 1
        return .answer(
          401, headers: ["x-amzn-ErrorType": "AccessDeniedException"],
          body: #"{"error":"\#(state.refusal ?? "TOKEN_EXPIRED")","message":"because"}"#)
      }
      state.issued += 1
      state.refreshToken = "refresh-\(state.issued)"
      return .answer(
        headers: ["Content-Type": "application/json"],
        body: """
          {"accessToken":{"accessKeyId":"ASIA\(state.issued)","secretAccessKey":"s",
           "sessionToken":"t"},"tokenType":"aws_sigv4","expiresIn":900,
           "refreshToken":"\(state.refreshToken)"}
          """)
    }
  }

  private static let session = "arn:me"

  private let home = FileManager.default.temporaryDirectory
    .appendingPathComponent("exportdeck-login-\(UUID().uuidString)")
  private let services = Services()

  /// A login that has expired.
  private func logIn(at url: String) throws {
    let cache = home.appendingPathComponent(".aws/login/cache")
    try FileManager.default.createDirectory(at: cache, withIntermediateDirectories: true)
    try """
    [default]
    region = eu-west-1
    endpoint_url = \(url)
    login_session = \(Self.session)
    """.write(
      to: home.appendingPathComponent(".aws/config"), atomically: true, encoding: .utf8)
    let members: [String: Any] = [
      "accessToken": [
        "accessKeyId": "ASIA0", "secretAccessKey": "s", "sessionToken": "t",
        "accountId": "123456789012", "expiresAt": "2026-01-01T00:00:00Z",
      ],
      "tokenType": "aws_sigv4", "clientId": "arn:aws:signin:::devtools/same-device",
      "refreshToken": "refresh-0", "dpopKey": services.key.pem,
    ]
    try JSONSerialization.data(withJSONObject: members).write(to: file)
  }

  /// Named by the SHA-256 of the session's name.
  private var file: URL {
    home.appendingPathComponent(
      ".aws/login/cache/545571cfa93b7f589504ef846805e040f577bbf468827bf924b3b42c243ad70d.json")
  }

  private func run(_ arguments: String...) async throws -> ProcessRunner.Result {
    try await ProcessRunner.runBeside(
      ProcessRunner.exportdeck, arguments,
      environment: [
        "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "",
        "LD_LIBRARY_PATH": ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"] ?? "",
        "HOME": home.path, "LC_ALL": "C.UTF-8", "AWS_EC2_METADATA_DISABLED": "true",
      ])
  }

  private func server() throws -> LoopbackServer {
    let services = services
    return try LoopbackServer { request, _ in
      [services.answer(request, at: "http://\(request.header("host") ?? "")")]
    }
  }

  @Test func `it is renewed, saved for the user alone, and used until it is due again`()
    async throws
  {
    defer { try? FileManager.default.removeItem(at: home) }
    let server = try server()
    try logIn(at: server.url)
    for _ in 0..<2 {
      let result = try await run("list", "--output", "json")
      #expect(result.status == 0, "\(result.errors)")
    }
    let doctor = try await run("doctor")
    #expect(doctor.status == 0, "\(doctor.output)")
    #expect(doctor.output.hasPrefix("Ready: profile \"default\", eu-west-1."), "\(doctor.output)")
    #expect(doctor.output.contains("the login \(Self.session)"))
    #expect(doctor.output.contains("renewed here from 5 minutes before they expire"))
    #expect(services.issued == 1)
    #expect(Set(services.signers) == ["ASIA1"])
    let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    let saved = try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any]
    #expect(saved?["refreshToken"] as? String == "refresh-1")
    #expect(saved?["dpopKey"] as? String == services.key.pem)
  }

  @Test func `two programs at once both get keys of one refresh token that is good once`()
    async throws
  {
    defer { try? FileManager.default.removeItem(at: home) }
    let server = try server()
    try logIn(at: server.url)
    async let one = run("list", "--output", "json")
    async let other = run("list", "--output", "json")
    for result in try await [one, other] { #expect(result.status == 0, "\(result.errors)") }
    #expect(services.issued == 1)
    #expect(services.refused == 0)
    #expect(services.signers == ["ASIA1", "ASIA1"])
  }

  @Test func `a login that has ended leads to a new one`() async throws {
    defer { try? FileManager.default.removeItem(at: home) }
    let server = try server()
    try logIn(at: server.url)
    services.refuse("USER_CREDENTIALS_CHANGED")
    let result = try await run("list")
    #expect(result.status == 1)
    #expect(result.errors.contains("your session has expired or credentials have changed"))
    #expect(result.errors.contains("Run `aws login --profile default`."))
    #expect(services.signers.isEmpty)
    let doctor = try await run("doctor")
    #expect(doctor.output.hasPrefix("Not ready: Profile \"default\": your session has expired"))
  }
}
