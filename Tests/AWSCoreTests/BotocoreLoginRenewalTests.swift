import Foundation
import Ground
import Support
import Testing

@testable import AWSCore

/// botocore, with awscrt for its proofs, renews the same logins at the same server: what it asks,
/// gets and saves must be what we ask, get and save.
@Suite(.enabled(if: Judge.hasCRT)) struct BotocoreLoginRenewalTests {
  private struct Example: Sendable {
    var name: String
    var minutes: Double
    var requests: Int
    /// Status, `x-amzn-ErrorType` and `error`.
    var refusal: (status: Int, type: String, error: String)?
    /// Of botocore, where it fails.
    var error: String?
    var form = \LoginKey.pem
    var extra: [String: String] = [:]

    static let all = [
      Example(name: "fresh", minutes: 14.5, requests: 0),
      Example(name: "advisory", minutes: 7, requests: 0),
      Example(name: "due", minutes: 4.5, requests: 1),
      Example(name: "late", minutes: 0.5, requests: 1),
      Example(name: "expired", minutes: -1, requests: 1),
      Example(name: "yesterday", minutes: -1500, requests: 1),
      Example(name: "pkcs8", minutes: -1, requests: 1, form: \.pkcs8),
      Example(name: "windows", minutes: -1, requests: 1, form: \.windows),
      Example(name: "one-line", minutes: -1, requests: 1, form: \.oneLine),
      Example(
        name: "other", minutes: -1, requests: 1, extra: ["other": "\u{1F511} \"kept\"/"]),
      Example(
        name: "ended", minutes: -1, requests: 1,
        refusal: (401, "AccessDeniedException", "TOKEN_EXPIRED"), error: "LoginRefreshRequired"),
      Example(
        name: "changed", minutes: -1, requests: 1,
        refusal: (403, "AccessDeniedException", "USER_CREDENTIALS_CHANGED"),
        error: "LoginRefreshRequired"),
      Example(
        name: "denied", minutes: -1, requests: 1,
        refusal: (403, "AccessDeniedException", "INSUFFICIENT_PERMISSIONS"),
        error: "LoginInsufficientPermissions"),
      Example(
        name: "odd", minutes: -1, requests: 1,
        refusal: (403, "AccessDeniedException", "OTHER"), error: "LoginError"),
      Example(
        name: "invalid", minutes: -1, requests: 1,
        refusal: (400, "ValidationException", "INVALID_REQUEST"), error: "ClientError"),
    ]

    var refreshToken: String { "refresh-of-\(name)-of-1" }
  }

  private struct Answer: Codable, Equatable {
    var accessKeyID: String?
    var secretAccessKey: String?
    var sessionToken: String?
    var accountID: String?
    var error: String?
  }

  /// A request as far as it matters.
  private struct Asked: Equatable {
    var method: String
    var target: String
    var contentType: String?
    var authorization: String?
    var body: [String: String]
    /// Without the moment and the number that no other has.
    var proof: LoginKey.Proof

    init(
      _ request: LoopbackServer.Request, _ key: LoginKey, at endpoint: String, _ moment: Date
    ) throws {
      method = request.method
      target = request.target
      contentType = request.header("content-type")
      authorization = request.header("authorization")
      body = try JSONDecoder().decode([String: String].self, from: Data(request.body.utf8))
      proof = try key.verify(request.header("DPoP") ?? "")
      #expect(proof.iat == Int(moment.timeIntervalSince1970))
      #expect(UUID(uuidString: proof.jti) != nil)
      #expect(proof.htu == endpoint + target)
      (proof.iat, proof.jti, proof.htu) = (0, "", "")
    }
  }

  private static let client = """
    import json, sys, botocore.session
    answers = {}
    for profile in json.load(sys.stdin):
        try:
            found = botocore.session.Session(profile=profile).get_credentials()
            frozen = found.get_frozen_credentials()
            answers[profile] = {
                "accessKeyID": frozen.access_key, "secretAccessKey": frozen.secret_key,
                "sessionToken": frozen.token, "accountID": frozen.account_id}
        except Exception as error:
            name = type(error).__name__
            answers[profile] = {
                "error": "ClientError" if name == "ValidationException" else name}
    json.dump(answers, sys.stdout)
    """

  /// By another library than ours and awscrt.
  private static let verifier = """
    import base64, hashlib, json, sys
    from cryptography.hazmat.primitives.asymmetric import ec, utils
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.serialization import load_pem_private_key
    def plain(text):
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    answers = []
    for proof, pem in json.load(sys.stdin):
        head, claims, signature = proof.split(".")
        jwk = json.loads(plain(head))["jwk"]
        numbers = ec.EllipticCurvePublicNumbers(
            int.from_bytes(plain(jwk["x"]), "big"), int.from_bytes(plain(jwk["y"]), "big"),
            ec.SECP256R1())
        own = load_pem_private_key(pem.encode(), None).public_key().public_numbers()
        raw = plain(signature)
        halves = [int.from_bytes(half, "big") for half in (raw[:32], raw[32:])]
        numbers.public_key().verify(
            utils.encode_dss_signature(*halves), f"{head}.{claims}".encode(), ec.ECDSA(SHA256()))
        answers.append(numbers == own and len(raw) == 64)
    json.dump(answers, sys.stdout)
    """

  private static func server() throws -> LoopbackServer {
    try LoopbackServer { request, _ in
      guard
        let example = Example.all.first(where: { request.body.contains("\"\($0.refreshToken)\"") })
      else {
        return [
          .answer(
            body: """
              <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
              <GetCallerIdentityResult><Arn>arn:a</Arn><UserId>u</UserId>
              <Account>123456789012</Account></GetCallerIdentityResult>
              </GetCallerIdentityResponse>
              """)
        ]
      }
      if let refusal = example.refusal {
        return [
          .answer(
            refusal.status, headers: ["x-amzn-ErrorType": refusal.type],
            body: #"{"error":"\#(refusal.error)","message":"because"}"#)
        ]
      }
      // For so long that whoever reads them by a real clock has no reason to renew them.
      let answer = SigninService.keys(2, seconds: 43_200, refresh: "refresh-2")
      return [
        .answer(
          headers: ["Content-Type": "application/json"],
          body: String(decoding: answer.body, as: UTF8.self))
      ]
    }
  }

  /// A home folder with a profile and a login for each example.
  private final class Home {
    let folder = ScratchFolder()
    let server: LoopbackServer
    private let now: Date

    init(_ keys: [String: LoginKey], now: Date) throws {
      self.now = now
      server = try BotocoreLoginRenewalTests.server()
      let cache = try folder.makeFolder(".aws/login/cache")
      var config = ""
      for example in Example.all {
        config += """
          [profile \(example.name)]
          region = eu-west-1
          login_session = session of \(example.name)

          """
        let end = CachedTime.text(now.addingTimeInterval(example.minutes * 60))
        let members: [String: Any] = [
          "accessToken": [
            "accessKeyId": "ASIA1", "secretAccessKey": "s1", "sessionToken": "t1",
            "accountId": "123456789012", "expiresAt": end,
          ],
          "tokenType": "aws_sigv4", "clientId": LoginBench.client, "idToken": "id",
          "refreshToken": example.refreshToken,
          "dpopKey": keys[example.name]?[keyPath: example.form] ?? "",
        ]
        let text = try JSONSerialization.data(
          withJSONObject: members.merging(example.extra) { $1 })
        try text.write(to: URL(fileURLWithPath: "\(cache)/\(Self.name(example)).json"))
      }
      try config.write(
        toFile: "\(folder.path)/.aws/config", atomically: true, encoding: .utf8)
    }

    private static func name(_ example: Example) -> String {
      let path = try? LoginTokenFile(
        session: "session of \(example.name)", profileName: "p",
        surroundings: LoginBench().surroundings
      ).path
      return URL(fileURLWithPath: path ?? "").deletingPathExtension().lastPathComponent
    }

    var variables: [String: String] {
      [
        "HOME": folder.path, "AWS_ENDPOINT_URL_SIGNIN": "\(server.url)/base",
        "AWS_ENDPOINT_URL_STS": "\(server.url)/sts", "AWS_EC2_METADATA_DISABLED": "true",
      ]
    }

    var environment: [String: String] {
      ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("AWS_") }
        .merging(variables) { $1 }
    }

    /// What the file holds, with the end of the credentials in seconds from now.
    func members(of example: Example) throws -> [String: JSONValue] {
      let path = "\(folder.path)/.aws/login/cache/\(Self.name(example)).json"
      let bytes = try #require(try SystemFiles().contents(of: path))
      var members = try #require(JSONValue(bytes)?.members)
      var key = try #require(members["accessToken"]?.members)
      let end = try #require(key["expiresAt"]?.text.flatMap(CachedTime.date))
      key["expiresAt"] = .string("\(Int(end.timeIntervalSince(now))) s")
      members["accessToken"] = .object(key)
      return members
    }

    func requests(of example: Example, _ key: LoginKey) throws -> [Asked] {
      try server.requests.filter { request in
        guard request.target != "/sts",
          let body = try? JSONDecoder().decode(
            [String: String].self, from: Data(request.body.utf8))
        else { return false }
        return body["refreshToken"] == example.refreshToken
      }.map { try Asked($0, key, at: server.url, now) }
    }
  }

  @Test func `keys, requests, proofs and files agree, and the AWS CLI reads ours`() async throws {
    let keys = Dictionary(uniqueKeysWithValues: Example.all.map { ($0.name, LoginKey()) })
    let clock = StoppedClock()
    let (theirs, ours) = (try Home(keys, now: clock.wall), try Home(keys, now: clock.wall))
    let python = try #require(Judge.python)
    let result = try await ProcessRunner.runBeside(
      python, ["-c", clock.python + Self.client], environment: theirs.environment,
      input: JSONEncoder().encode(Example.all.map(\.name)))
    #expect(result.status == 0, "\(result.errors)")
    let answers = try JSONDecoder().decode([String: Answer].self, from: Data(result.output.utf8))

    let transport = AsyncHTTPTransport(timekeeper: clock)
    let surroundings = Surroundings(
      environment: Environment(variables: ours.variables), transport: transport,
      timekeeper: clock)
    for example in Example.all {
      let note: Comment = "\(example.name)"
      let our = await answer(for: example, in: surroundings)
      let their = try #require(answers[example.name])
      #expect(their.error == example.error, note)
      #expect(their.error == nil ? our == their : our.error == "loginNeeded", note)
      let key = try #require(keys[example.name])
      let (asked, theyAsked) = (
        try ours.requests(of: example, key), try theirs.requests(of: example, key)
      )
      #expect(asked == theyAsked, note)
      #expect(asked.count == example.requests, note)
      #expect(try ours.members(of: example) == theirs.members(of: example), note)
    }
    await transport.shutdown()

    let proofs: [[String]] = ours.server.requests.compactMap { request in
      guard let proof = request.header("DPoP"),
        let key = keys.values.first(where: { (try? $0.verify(proof)) != nil })
      else { return nil }
      return [proof, key.pem]
    }
    let verified = try await ProcessRunner.runBeside(
      python, ["-W", "ignore", "-c", Self.verifier], input: JSONEncoder().encode(proofs))
    #expect(verified.status == 0, "\(verified.errors)")
    let verdicts = try JSONDecoder().decode([Bool].self, from: Data(verified.output.utf8))
    #expect(verdicts.count == 13 && verdicts.allSatisfy(\.self))

    // The AWS CLI signs with what we have saved, and has no reason to renew it.
    let aws = try #require(Judge.program("aws"))
    let before = ours.server.requests.count
    for name in ["due", "pkcs8", "one-line"] {
      let result = try await ProcessRunner.runBeside(
        aws, ["sts", "get-caller-identity", "--profile", name], environment: ours.environment)
      #expect(result.status == 0, "\(result.errors)")
      let request = try #require(ours.server.requests.last)
      #expect(request.target == "/sts")
      #expect(request.header("authorization")?.contains("Credential=ASIA2/") == true)
      #expect(request.header("x-amz-security-token") == "marked-token-2")
    }
    #expect(ours.server.requests.count == before + 3)
    Judge.report("botocore renewals of aws login", cases: Example.all.count + 3)
  }

  private func answer(for example: Example, in surroundings: Surroundings) async -> Answer {
    do {
      let found = try await CredentialsChain(
        surroundings, overrides: SettingsOverrides(profile: example.name)
      ).credentials()
      return Answer(
        accessKeyID: found.accessKeyID, secretAccessKey: found.secretAccessKey,
        sessionToken: found.sessionToken, accountID: found.accountID)
    } catch {
      if case .loginNeeded = error { return Answer(error: "loginNeeded") }
      return Answer(error: "\(error)")
    }
  }
}
