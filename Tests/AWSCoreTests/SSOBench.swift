import Foundation
import Support
import Synchronization

@testable import AWSCore

/// A user of IAM Identity Center: folder, clock, and a portal and an OIDC service that do as they
/// are told.
struct SSOBench: Sendable {
  static let session = SSOSettings(
    profileName: "prod", session: "corp", startURL: "https://corp.awsapps.com/start",
    region: "eu-west-1", accountID: "123456789012", roleName: "ReadOnly")
  static let legacy = SSOSettings(
    profileName: "old", session: nil, startURL: "https://corp.awsapps.com/start",
    region: "eu-west-1", accountID: "123456789012", roleName: "ReadOnly")

  /// Named by the SHA-1 of `corp` and of the start URL.
  static let sessionPath = "/home/me/.aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json"
  static let legacyPath = "/home/me/.aws/sso/cache/a51746d4aa793ae07b25e90c3a5db96fc7832bd7.json"
  static let shownPath = "~/.aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json"

  let clock = HandCrankedTimekeeper()
  let folder = LoginFolder()
  let servers = SSOServers()
  let transport: ScriptedTransport
  let surroundings: Surroundings

  init(environment: Environment = .home()) {
    let servers = servers
    transport = ScriptedTransport { request, _ in try await servers.answer(request) }
    surroundings = Surroundings(
      environment: environment, files: folder, transport: transport, timekeeper: clock,
      random: { 0.5 })
  }

  func credentials(
    _ settings: SSOSettings = session, profiles: ProfileSet = ProfileSet()
  ) async throws -> Credentials {
    try await SSOCredentials(settings, profiles: profiles, surroundings: surroundings)
      .credentials()
  }

  /// What `aws sso login` leaves.
  func login(
    _ token: String = "marked-access-token-1", minutes: Double = 60,
    registrationDays: Double? = 60, at path: String = sessionPath,
    extra: [String: String] = [:]
  ) {
    var members = [
      "startUrl": "https://corp.awsapps.com/start", "region": "eu-west-1", "accessToken": token,
      "expiresAt": time(minutes: minutes), "clientId": "client-1",
      "clientSecret": "marked-client-secret", "refreshToken": "marked-refresh-of-\(token)",
    ]
    members["registrationExpiresAt"] = registrationDays.map { time(minutes: $0 * 1440) }
    members.merge(extra) { _, new in new }
    folder[path] = Self.json(members)
  }

  func members(at path: String = sessionPath) throws -> [String: String] {
    let text = folder[path] ?? "{}"
    return try JSONDecoder().decode([String: String].self, from: Data(text.utf8))
  }

  func time(minutes: Double) -> String {
    CachedTime.text(clock.wall.addingTimeInterval(minutes * 60))
  }

  var portalRequests: [HTTPRequest] { transport.requests.filter { $0.method == "GET" } }
  var renewals: [HTTPRequest] { transport.requests.filter { $0.method == "POST" } }

  /// A role's credentials by the portal's word.
  func role(_ key: String = "ASIAROLE", hours: Double = 8) -> HTTPResponse {
    Self.role(key, expiring: clock.wall.addingTimeInterval(hours * 3600))
  }

  static func role(_ key: String, expiring: Date) -> HTTPResponse {
    let milliseconds = Int(expiring.timeIntervalSince1970 * 1000)
    return HTTPResponse(
      status: 200, headers: [HTTPHeader("Content-Type", "application/json")],
      body: Array(
        #"{"roleCredentials":{"accessKeyId":"\#(key)","secretAccessKey":"marked-role-secret","#.utf8
      )
        + Array(
          #""sessionToken":"marked-role-token","expiration":\#(milliseconds)}}"#.utf8))
  }

  static func token(_ token: String, seconds: Int = 3600, refresh: String? = "marked-refresh-2")
    -> HTTPResponse
  {
    var members = #""accessToken":"\#(token)","tokenType":"Bearer","expiresIn":\#(seconds)"#
    if let refresh { members += #","refreshToken":"\#(refresh)""# }
    return HTTPResponse(status: 200, body: Array("{\(members)}".utf8))
  }

  static func fault(_ status: Int, _ type: String, _ message: String = "no") -> HTTPResponse {
    HTTPResponse(
      status: status,
      headers: [
        HTTPHeader("x-amzn-ErrorType", "\(type):http://internal.amazon.com/coral/"),
        HTTPHeader("x-amzn-RequestId", "r-1"),
      ],
      body: Array(#"{"message":"\#(message)","__type":"com.amazonaws.portal#\#(type)"}"#.utf8))
  }

  static func json(_ members: [String: String]) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return (try? encoder.encode(members)).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }
}

/// The two services, each by its own script.
final class SSOServers: Sendable {
  typealias Script = @Sendable (HTTPRequest) async throws -> HTTPResponse

  private let scripts = Mutex<[String: Script]>([:])

  func portal(_ script: @escaping Script) { scripts.withLock { $0["GET"] = script } }
  func oidc(_ script: @escaping Script) { scripts.withLock { $0["POST"] = script } }

  func answer(_ request: HTTPRequest) async throws -> HTTPResponse {
    guard let script = scripts.withLock({ $0[request.method] }) else {
      throw ConnectionFailure(kind: .refused, peer: "", detail: "nobody is there")
    }
    return try await script(request)
  }
}

/// How many times something happened.
final class Count: Sendable {
  private let number = Mutex(0)

  var value: Int { number.withLock { $0 } }

  @discardableResult
  func next() -> Int {
    number.withLock { number in
      number += 1
      return number
    }
  }
}
