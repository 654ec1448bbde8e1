import Foundation
import Support
import Synchronization

@testable import AWSCore

/// A user of `aws login`: folder, clock, and a Signin service that takes each refresh token once.
struct LoginBench: Sendable {
  static let session = "arn:aws:sts::123456789012:assumed-role/Admin/ana"
  /// SHA-256 of the session.
  static let name = "8e1386aeee772ec268067b9f77a14a0942ac6fdca69bb59be02d7386fce52279.json"
  static let path = "/home/me/.aws/login/cache/\(name)"
  static let shown = "~/.aws/login/cache/\(name)"
  static let client = "arn:aws:signin:::devtools/same-device"

  let clock = HandCrankedTimekeeper()
  let folder = LoginFolder()
  let service: SigninService
  let transport: ScriptedTransport
  let surroundings: Surroundings
  let key = LoginKey()

  init(environment: Environment = .home(["AWS_REGION": "eu-west-1"])) {
    let service = SigninService(key)
    self.service = service
    transport = ScriptedTransport { request, _ in try await service.answer(request) }
    let dice = Mutex(Dice())
    surroundings = Surroundings(
      environment: environment, files: folder, transport: transport, timekeeper: clock,
      random: { dice.withLock { $0.next() } })
  }

  /// From now on the clock waits for renewals, which mustn't rest on it.
  func awaitRenewals() {
    let cache = surroundings.cache
    clock.settles { cache.isIdle }
  }

  /// Another number each time, and the same ones in every run.
  private struct Dice {
    private var generator = SeededGenerator(seed: 1)

    mutating func next() -> Double { Double.random(in: 0...1, using: &generator) }
  }

  func credentials(_ overrides: SettingsOverrides = SettingsOverrides()) async throws -> Credentials
  {
    try await LoginCredentials(
      session: Self.session, profileName: "me", surroundings: surroundings, overrides: overrides
    ).credentials()
  }

  /// The error, and the credentials where there is none.
  func outcome() async -> Result<Credentials, AWSError> {
    do {
      return .success(
        try await LoginCredentials(
          session: Self.session, profileName: "me", surroundings: surroundings
        ).credentials())
    } catch {
      return .failure(error)
    }
  }

  /// What `aws login` leaves.
  func login(
    minutes: Double = 15, key id: String = "ASIALOGIN", refresh: String = "marked-refresh-token-0",
    pem: String? = nil, at path: String = path, without missing: [String] = [],
    extra: [String: String] = [:]
  ) {
    let accessToken = [
      "accessKeyId": id, "secretAccessKey": "marked-secret", "sessionToken": "marked-token",
      "accountId": "123456789012", "expiresAt": time(minutes: minutes),
    ].filter { !missing.contains($0.key) }
    var members: [String: Any] = [
      "accessToken": accessToken, "tokenType": "aws_sigv4", "clientId": Self.client,
      "refreshToken": refresh, "idToken": "marked-id-token", "dpopKey": pem ?? key.pem,
    ].filter { !missing.contains($0.key) }
    members.merge(extra) { $1 }
    let text = try? JSONSerialization.data(withJSONObject: members)
    folder[path] = text.map { String(decoding: $0, as: UTF8.self) }
    service.expect(refresh)
  }

  func stored(at path: String = path) -> [String: JSONValue] {
    JSONValue(Array((folder[path] ?? "{}").utf8))?.members ?? [:]
  }

  /// A member of the file's access token.
  func storedKey(_ name: String) -> String? { stored()["accessToken"]?.members?[name]?.text }

  func time(minutes: Double) -> String {
    CachedTime.text(clock.wall.addingTimeInterval(minutes * 60))
  }

  func survey() async -> CredentialsSurvey {
    folder["/home/me/.aws/config"] = """
      [profile me]
      region = eu-west-1
      login_session = \(Self.session)
      """
    return await CredentialsChain(surroundings, overrides: SettingsOverrides(profile: "me"))
      .survey()
  }
}

/// Signin's CreateOAuth2Token: keys for as long as it is told, for a refresh token that is good once
/// and a proof that nobody has shown before.
final class SigninService: Sendable {
  typealias Script = @Sendable (HTTPRequest) async throws -> HTTPResponse

  private struct State {
    var valid = ""
    var seconds = 900
    var issued = 0
    var refused = 0
    var proofs: [LoginKey.Proof] = []
    var script: Script?
  }

  private let key: LoginKey
  private let state = Mutex(State())

  init(_ key: LoginKey) { self.key = key }

  var issued: Int { state.withLock { $0.issued } }
  var refused: Int { state.withLock { $0.refused } }
  var valid: String { state.withLock { $0.valid } }
  /// Of the requests that were served by its own rules.
  var proofs: [LoginKey.Proof] { state.withLock { $0.proofs } }

  func expect(_ refreshToken: String) { state.withLock { $0.valid = refreshToken } }
  func last(seconds: Int) { state.withLock { $0.seconds = seconds } }
  /// What it answers instead; nil to go by its own rules again.
  func script(_ script: Script?) { state.withLock { $0.script = script } }

  func answer(_ request: HTTPRequest) async throws -> HTTPResponse {
    if let script = state.withLock({ $0.script }) { return try await script(request) }
    return obey(
      url: request.url, proof: request.header("DPoP") ?? "",
      body: String(decoding: request.body, as: UTF8.self))
  }

  func obey(url: String, proof: String, body: String) -> HTTPResponse {
    state.withLock { state in
      let members = try? JSONDecoder().decode([String: String].self, from: Data(body.utf8))
      guard let proof = try? key.verify(proof), proof.htu == url,
        !state.proofs.contains(where: { $0.jti == proof.jti }),
        members == [
          "clientId": LoginBench.client, "grantType": "refresh_token",
          "refreshToken": state.valid,
        ]
      else {
        state.refused += 1
        return Self.refusal(401, "TOKEN_EXPIRED")
      }
      state.proofs.append(proof)
      state.issued += 1
      state.valid = "marked-refresh-token-\(state.issued)"
      return Self.keys(state.issued, seconds: state.seconds, refresh: state.valid)
    }
  }

  static func keys(_ number: Int, seconds: Int = 900, refresh: String?) -> HTTPResponse {
    let renewal = refresh.map { #","refreshToken":"\#($0)""# } ?? ""
    return HTTPResponse(
      status: 200, headers: [HTTPHeader("Content-Type", "application/json")],
      body: Array(
        """
        {"accessToken":{"accessKeyId":"ASIA\(number)","secretAccessKey":"marked-secret-\(number)",
         "sessionToken":"marked-token-\(number)"},"tokenType":"aws_sigv4","expiresIn":\(seconds)
         \(renewal)}
        """.utf8))
  }

  static func refusal(
    _ status: Int, _ error: String, type: String = "AccessDeniedException",
    message: String = "because"
  ) -> HTTPResponse {
    HTTPResponse(
      status: status,
      headers: [HTTPHeader("x-amzn-ErrorType", type)],
      body: Array(SSOBench.json(["error": error, "message": message]).utf8))
  }
}
