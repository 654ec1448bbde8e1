import Foundation
import Support
import Synchronization
import Testing

@testable import AWSCore

/// Every way to credentials, so that a rule that holds for all of them is tried with each. Where one
/// is added, it belongs here: `EveryProviderTests` looks for what is missing.
struct ProviderCase: Sendable, CustomTestStringConvertible {
  let name: String
  /// The file of the provider whose credentials these are.
  let file: String
  /// What it takes to ask for them; nil for those that are read anew each time.
  let effort: RenewalEffort?
  var variables: [String: String] = [:]
  var config = ""
  var testDescription: String { name }

  static let all: [ProviderCase] = [
    ProviderCase(
      name: "environment", file: "EnvironmentCredentials", effort: nil,
      variables: ["AWS_ACCESS_KEY_ID": "AKIA", "AWS_SECRET_ACCESS_KEY": "s"]),
    ProviderCase(
      name: "a profile's key", file: "ProfileCredentials", effort: nil, config: base("default")),
    ProviderCase(
      name: "aws login", file: "LoginCredentials", effort: .request,
      config: "[default]\nlogin_session = arn:me\n"),
    ProviderCase(
      name: "program", file: "ProcessCredentials", effort: .programOrPerson,
      config: "[default]\ncredential_process = get\n"),
    ProviderCase(
      name: "program beside an account", file: "ProcessCredentials", effort: .programOrPerson,
      config: "[default]\ncredential_process = get\naws_account_id = 210987654321\n"),
    ProviderCase(
      name: "role", file: "AssumeRoleCredentials", effort: .request,
      config: role()),
    ProviderCase(
      name: "role beside an account", file: "AssumeRoleCredentials", effort: .request,
      config: role("aws_account_id = 1")),
    ProviderCase(
      name: "role with MFA", file: "AssumeRoleCredentials", effort: .programOrPerson,
      config: role("mfa_serial = arn:mfa")),
    ProviderCase(
      name: "role of the container's", file: "AssumeRoleCredentials", effort: .request,
      variables: container,
      config: "[default]\nrole_arn = arn:r\ncredential_source = EcsContainer\n"),
    ProviderCase(
      name: "web identity of the environment", file: "WebIdentityCredentials", effort: .request,
      variables: ["AWS_WEB_IDENTITY_TOKEN_FILE": "/var/token", "AWS_ROLE_ARN": "arn:pod"]),
    ProviderCase(
      name: "web identity of a profile", file: "WebIdentityCredentials", effort: .request,
      config: "[default]\nrole_arn = arn:r\nweb_identity_token_file = /var/token\n"),
    ProviderCase(
      name: "identity center", file: "SSOCredentials", effort: .request,
      config: """
        [default]
        sso_session = corp
        sso_account_id = 1
        sso_role_name = r
        [sso-session corp]
        sso_start_url = https://corp.awsapps.com/start
        sso_region = eu-west-1
        """),
    ProviderCase(
      name: "identity center of old", file: "SSOCredentials", effort: .request,
      config: """
        [default]
        sso_account_id = 1
        sso_role_name = r
        sso_start_url = https://corp.awsapps.com/start
        sso_region = eu-west-1
        """),
    ProviderCase(
      name: "container", file: "ContainerCredentials", effort: .request, variables: container),
    ProviderCase(name: "instance", file: "InstanceMetadataCredentials", effort: .request),
  ]

  private static let container = ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/k"]

  private static func role(_ line: String = "") -> String {
    "[default]\nrole_arn = arn:r\nsource_profile = base\n\(line)\n\(base("profile base"))"
  }

  private static func base(_ section: String) -> String {
    "[\(section)]\naws_access_key_id = AKIABASE\naws_secret_access_key = s\n"
  }
}

/// A machine on which each of them works, or fails with what the test says: every service, program
/// and person that hands out keys, each key with a number of its own.
final class ProviderWorld: FileAccess, ProcessRunning, HTTPTransport, Ask {
  let clock = HandCrankedTimekeeper()
  let wayToAskAgain = "press R to be asked again"
  private let example: ProviderCase
  private let key = LoginKey()
  private let state = Mutex((asked: 0, failure: String?.none, login: [UInt8]?.none))

  init(_ example: ProviderCase) {
    self.example = example
  }

  /// How often a service, a program or a person was asked for a key.
  var asked: Int { state.withLock { $0.asked } }

  /// From now on nobody gives a key, and whoever is asked says this.
  func fail(_ text: String?) { state.withLock { $0.failure = text } }

  func surroundings() -> Surroundings {
    Surroundings(
      environment: .home(
        ["AWS_REGION": "eu-west-1"].merging(example.variables) { $1 }), files: self,
      transport: self, timekeeper: clock, random: { 0.5 }, processes: self, ask: self)
  }

  func contents(of path: String) throws(FileReadingError) -> [UInt8]? {
    let end = AWSTimestamp.iso8601.text(clock.wall + 36_000)
    let text: String? =
      switch path {
      case "/home/me/.aws/config": example.config
      case "/var/token": "a-token"
      case SSOBench.sessionPath, SSOBench.legacyPath:
        #"{"accessToken":"sso-token","expiresAt":"\#(end)"}"#
      case Self.loginPath:
        state.withLock { $0.login }.map { String(decoding: $0, as: UTF8.self) } ?? login
      default: nil
      }
    return text.map { Array($0.utf8) }
  }

  /// Named by the SHA-256 of `arn:me`.
  private static let loginPath =
    "/home/me/.aws/login/cache/545571cfa93b7f589504ef846805e040f577bbf468827bf924b3b42c243ad70d.json"

  /// Expired as long as nobody has renewed it.
  private var login: String {
    SSOBench.json(["refreshToken": "r", "clientId": "c", "dpopKey": key.pem]).dropLast()
      + #","accessToken":{"accessKeyId":"AKIALOGIN","secretAccessKey":"s","sessionToken":"t","#
      + #""expiresAt":"2020-01-01T00:00:00Z"}}"#
  }

  func replace(_ path: String, with contents: [UInt8]) throws(FileReadingError) {
    if path == Self.loginPath { state.withLock { $0.login = contents } }
  }

  func answer(to question: Question) async throws(AskError) -> String {
    if state.withLock({ $0.failure }) != nil {
      _ = count()
      throw .declined
    }
    return "123456"
  }

  func run(
    _ arguments: [String], environment: Environment, within limit: Duration
  ) async throws(ChildProcessError) -> ChildProcessOutcome {
    let (number, failure) = count()
    if let failure {
      return ChildProcessOutcome(status: 1, output: Array(failure.utf8), errors: failure)
    }
    let key = #"{"Version":1,"AccessKeyId":"ASIA\#(number)","SecretAccessKey":"s"}"#
    return ChildProcessOutcome(status: 0, output: Array(key.utf8), errors: "")
  }

  func send(_ request: HTTPRequest, within limit: Duration) async throws -> HTTPResponse {
    if request.url.hasPrefix("https://sts.") { return sts(request) }
    if request.url.hasPrefix("https://portal.sso.") { return portal() }
    if request.url == "https://eu-west-1.signin.aws.amazon.com/v1/token" { return signin() }
    if request.url.hasPrefix("http://169.254.170.2/") { return container() }
    if request.url.hasPrefix("http://169.254.169.254/") { return instance(request) }
    throw NeverHappened(description: "nobody asks \(request.url)")
  }

  private func count() -> (number: Int, failure: String?) {
    state.withLock { state in
      state.asked += 1
      return (state.asked, state.failure)
    }
  }

  private var end: String { AWSTimestamp.iso8601.text(clock.wall + 3600) }

  private func sts(_ request: HTTPRequest) -> HTTPResponse {
    let body = String(decoding: request.body, as: UTF8.self)
    let action =
      body.contains("AssumeRoleWithWebIdentity") ? "AssumeRoleWithWebIdentity" : "AssumeRole"
    let (number, failure) = count()
    if let failure {
      let text = failure.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
      return .fault(403, "AccessDenied", text)
    }
    let call = RoleWorld.Call(action: action, parameters: [:], url: request.url)
    return HTTPResponse(
      status: 200, body: Array(RoleWorld.document(call, number, clock.wall).utf8))
  }

  private func portal() -> HTTPResponse {
    let (number, failure) = count()
    guard let failure else { return SSOBench.role("ASIA\(number)", expiring: clock.wall + 3600) }
    return json(403, ["__type": "ForbiddenException", "message": failure])
  }

  private func signin() -> HTTPResponse {
    let (number, failure) = count()
    if let failure { return json(400, ["message": failure]) }
    return SigninService.keys(number, seconds: 3600, refresh: "r")
  }

  private func container() -> HTTPResponse {
    let (number, failure) = count()
    if let failure { return json(400, ["code": "Failed", "message": failure]) }
    return key(number)
  }

  private func instance(_ request: HTTPRequest) -> HTTPResponse {
    if request.method == "PUT" { return HTTPResponse(status: 200, body: Array("tok".utf8)) }
    guard request.url.hasSuffix("/role") else {
      return HTTPResponse(status: 200, body: Array("role".utf8))
    }
    let (number, failure) = count()
    if let failure { return json(200, ["Code": "Failed", "Message": failure]) }
    return key(number)
  }

  private func key(_ number: Int) -> HTTPResponse {
    HTTPResponse(status: 200, body: Array(InstanceKey.text("ASIA\(number)", end: end).utf8))
  }

  private func json(_ status: Int, _ members: [String: String]) -> HTTPResponse {
    HTTPResponse(status: status, body: Array(SSOBench.json(members).utf8))
  }
}
