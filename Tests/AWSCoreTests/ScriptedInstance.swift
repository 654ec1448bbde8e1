import Foundation
import Support
import Synchronization

@testable import AWSCore

/// An EC2 instance's metadata service as a script, with the client that asks it and its clock.
final class ScriptedInstance: Sendable {
  struct State {
    var tokenStatus = 200
    var tokenBody: String?
    var lifetime = "21600"
    /// Nil: the newest that was handed out.
    var goodToken: String?
    var wantsToken = true
    var knowsExtended = true
    var extendedStatus: Int?
    /// What is answered to a request for the role's name, one after another; the last stays.
    var names = ["ops"]
    var roles: Set = ["ops"]
    var body = InstanceKey.text(end: "2026-11-22T18:00:00Z")
    var failuresOfKey = 0
    /// What happens to every request instead.
    var silence: ConnectionFailure.Kind?
    /// What happens to a request for a token instead.
    var silenceOfTokens: ConnectionFailure.Kind?
    var tokens = 0
  }

  let clock = HandCrankedTimekeeper()
  let transport: ScriptedTransport
  private let surroundings: Mutex<Surroundings>
  private let profile: Profile?
  private let state: StateBox

  init(_ variables: [String: String] = [:], config: String = "", random: Double = 0.5) {
    let state = StateBox()
    self.state = state
    transport = ScriptedTransport { request, _ in try state.answer(request) }
    surroundings = Mutex(
      Surroundings(
        environment: .home(variables), transport: transport, timekeeper: clock, random: { random }))
    profile = ProfileParser.parse(Array(config.utf8), as: .config, path: "~/.aws/config")
      .profile(named: "default")
  }

  var requests: [HTTPRequest] { transport.requests }
  var tokens: Int { state.state.withLock { $0.tokens } }

  /// `GET /path token`
  var log: [String] {
    requests.map { request in
      let end =
        request.header("x-aws-ec2-metadata-token")
        ?? request.header("x-aws-ec2-metadata-token-ttl-seconds")
      return "\(request.method) \(URLParts(request.url)?.path ?? "?")\(end.map { " \($0)" } ?? "")"
    }
  }

  func change(_ change: (inout State) -> Void) { state.state.withLock { change(&$0) } }

  /// Looks with a new provider, as each poll does.
  func look() async throws -> CredentialsFinding {
    let (surroundings, profile) = (surroundings.withLock { $0 }, profile)
    return try await cranking(clock) {
      try await InstanceMetadataCredentials(surroundings, profile: profile).look()
    }.result.get()
  }

  /// The cache asks for a new key at the next look.
  func emptyCache() {
    let clock = clock
    surroundings.withLock { $0.cache = CredentialsCache(timekeeper: clock, random: { 0.5 }) }
  }

  /// The key, which must be there.
  func found() async throws -> Credentials {
    let finding = try await look()
    guard case .found(let credentials) = finding else {
      throw NeverHappened(description: "no key was found: \(finding)")
    }
    return credentials
  }

  /// Why there is none.
  func passedOver() async throws -> SearchedPlace {
    let finding = try await look()
    guard case .passedOver(let lookups) = finding, let first = lookups.first else {
      throw NeverHappened(description: "the service was not passed over: \(finding)")
    }
    return first
  }

  /// The kept key expires, and the service has a new one; the clock that never jumps moves on by
  /// `step` alone.
  func expireKey(after step: Duration = .zero) {
    clock.setWall(aheadBy: 43_200)
    clock.drift(by: step)
    let end = AWSTimestamp.iso8601.text(clock.wall.addingTimeInterval(21_600))
    change { $0.body = InstanceKey.text(end: end) }
  }

  private final class StateBox: Sendable {
    let state = Mutex(State())

    func answer(_ request: HTTPRequest) throws -> HTTPResponse {
      try state.withLock { try Self.answer(request, &$0) }
    }

    private static func answer(_ request: HTTPRequest, _ state: inout State) throws -> HTTPResponse
    {
      func response(_ status: Int, _ body: String = "", _ headers: [HTTPHeader] = [])
        -> HTTPResponse
      {
        HTTPResponse(status: status, headers: headers, body: Array(body.utf8))
      }
      let isPut = request.method == "PUT"
      if let kind = state.silence ?? (isPut ? state.silenceOfTokens : nil) {
        throw ConnectionFailure(kind: kind, peer: "169.254.169.254:80", detail: "")
      }
      if isPut {
        guard state.tokenStatus == 200 else { return response(state.tokenStatus) }
        state.tokens += 1
        return response(
          200, state.tokenBody ?? "tok-\(state.tokens)",
          [HTTPHeader("X-Aws-Ec2-Metadata-Token-Ttl-Seconds", state.lifetime)])
      }
      let good = state.goodToken ?? "tok-\(state.tokens)"
      if state.wantsToken, request.header("x-aws-ec2-metadata-token") != good {
        return response(401)
      }
      var path = (URLParts(request.url)?.path ?? "/")[...]
      let prefix = "/latest/meta-data/iam/security-credentials"
      guard path.hasPrefix(prefix) else { return response(404) }
      path = path.dropFirst(prefix.count)
      let isExtended = path.hasPrefix("-extended/")
      if isExtended {
        if let status = state.extendedStatus { return response(status) }
        guard state.knowsExtended else { return response(404) }
      }
      let role = path.drop { $0 != "/" }.dropFirst()
      if role.isEmpty {
        guard let name = state.names.first else { return response(404) }
        if state.names.count > 1 { state.names.removeFirst() }
        return response(200, name)
      }
      if state.failuresOfKey > 0 {
        state.failuresOfKey -= 1
        return response(503)
      }
      let isKnown = state.roles.contains(String(role)) || role.hasPrefix("bad")
      guard isKnown else { return response(404) }
      return response(200, isExtended ? state.body : state.body.replacing("AccountId", with: "X"))
    }
  }
}

enum InstanceKey {
  static func text(_ identifier: String = "AKID", end: String) -> String {
    """
    {"Code": "Success", "LastUpdated": "2026-11-22T12:00:00Z", "Type": "AWS-HMAC",
     "AccessKeyId": "\(identifier)", "SecretAccessKey": "hush-secret", "Token": "hush-session",
     "Expiration": "\(end)", "AccountId": "123456789012", "Unexpected": {"Name": "x"}}
    """
  }
}
