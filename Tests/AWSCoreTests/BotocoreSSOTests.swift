import Foundation
import Ground
import Support
import Synchronization
import Testing

@testable import AWSCore

/// botocore reads the same folder and asks the same servers: what it gets and what it asks must be
/// what we get and ask.
@Suite(.enabled(if: Judge.hasPython)) struct BotocoreSSOTests {
  private static let script = """
    import json, os, sys, botocore.session
    from botocore.exceptions import ClientError
    answers = {}
    for profile in json.load(sys.stdin):
        session = botocore.session.Session(profile=profile)
        try:
            found = session.get_credentials()
            frozen = found.get_frozen_credentials()
            answers[profile] = {
                "accessKeyID": frozen.access_key, "secretAccessKey": frozen.secret_key,
                "sessionToken": frozen.token, "accountID": frozen.account_id,
                "expiration": int(found._expiry_time.timestamp())}
        except ClientError as error:
            answers[profile] = {"error": error.response["Error"]["Code"]}
        except Exception as error:
            answers[profile] = {"error": type(error).__name__}
    json.dump(answers, sys.stdout)
    """

  private struct Answer: Codable, Equatable {
    var accessKeyID: String?
    var secretAccessKey: String?
    var sessionToken: String?
    var accountID: String?
    var expiration: Int?
    var error: String?
  }

  /// A request as far as it matters.
  private struct Asked: Equatable {
    var method: String
    var target: String
    var bearer: String?
    var contentType: String?
    var body: [String: String]

    init(_ request: LoopbackServer.Request) {
      method = request.method
      target = request.target
      bearer = request.header("x-amz-sso_bearer_token")
      contentType = request.body.isEmpty ? nil : request.header("content-type")
      body =
        (try? JSONDecoder().decode([String: String].self, from: Data(request.body.utf8))) ?? [:]
    }

    func concerns(_ profile: String) -> Bool {
      bearer?.hasSuffix("-of-\(profile)-") == true
        || body["refreshToken"]?.hasSuffix("-of-\(profile)-") == true
    }
  }

  @Test func `names of cache files agree`() async throws {
    let names = [
      "corp", "https://corp.awsapps.com/start", "https://corp.awsapps.com/start#/", "", " a b ",
      "my-sso", "d-123/üñí\u{1F511}", String(repeating: "x", count: 200),
    ]
    let script = """
      import json, sys
      from botocore.utils import SSOTokenLoader, generate_login_cache_key
      loader = SSOTokenLoader()
      names = json.load(sys.stdin)
      json.dump(
          [[loader._generate_cache_key("u", n) for n in names],
           [loader._generate_cache_key(n, None) for n in names],
           [generate_login_cache_key(n) for n in names]], sys.stdout)
      """
    let result = try await ProcessRunner.runBeside(
      try #require(Judge.python), ["-c", script], input: JSONEncoder().encode(names))
    #expect(result.status == 0, "\(result.errors)")
    let theirs = try JSONDecoder().decode([[String]].self, from: Data(result.output.utf8))
    var settings = SSOBench.session
    settings.startURL = "u"
    let ours = names.map { name in
      settings.session = name
      return SSOTokenFile.name(for: settings)
    }
    settings.session = nil
    let legacy = names.map { name in
      settings.startURL = name
      return SSOTokenFile.name(for: settings)
    }
    #expect(theirs[0] == ours)
    #expect(theirs[1] == legacy)
    for (name, theirs) in zip(names, theirs[2]) {
      let bench = SSOBench(
        environment: Environment(variables: ["AWS_LOGIN_CACHE_DIRECTORY": "/c"]))
      let error = await #expect(throws: AWSError.self) {
        try await LoginCredentials(
          session: name, profileName: "p", surroundings: bench.surroundings
        ).credentials()
      }
      #expect(error?.summary.hasSuffix("there is no /c/\(theirs).json") == true)
    }
    Judge.report("botocore cache file names", cases: names.count * 3)
  }

  @Test func `credentials, requests and files agree`() async throws {
    let cases = SSOCase.all
    let clock = StoppedClock()
    let theirHome = try LoginHome(cases, now: clock.wall)
    let ourHome = try LoginHome(cases, now: clock.wall)
    defer {
      theirHome.remove()
      ourHome.remove()
    }
    let theirServer = try LoopbackServer(SSOCase.script())
    let ourServer = try LoopbackServer(SSOCase.script())
    var environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("AWS_") }
    environment.merge(theirHome.environment(theirServer.url)) { _, new in new }
    let result = try await ProcessRunner.runBeside(
      try #require(Judge.python), ["-c", clock.python + Self.script], environment: environment,
      input: JSONEncoder().encode(cases.map(\.name)))
    #expect(result.status == 0, "\(result.errors)")
    let theirs = try JSONDecoder().decode([String: Answer].self, from: Data(result.output.utf8))

    let transport = AsyncHTTPTransport(timekeeper: clock)
    let surroundings = Surroundings(
      environment: Environment(variables: ourHome.environment(ourServer.url)), files: DiskFiles(),
      transport: transport, timekeeper: clock, random: { 0 })
    for example in cases {
      let ours = await answer(for: example, in: surroundings)
      let their = try #require(theirs[example.name])
      if let error = their.error {
        #expect(ours.error == SSOCase.ourName(of: error), "\(example.name): \(error)")
      } else {
        #expect(ours == their, "\(example.name)")
      }
      let (ourRequests, theirRequests) = (
        ourServer.requests.map(Asked.init).filter { $0.concerns(example.name) },
        theirServer.requests.map(Asked.init).filter { $0.concerns(example.name) }
      )
      #expect(ourRequests == theirRequests, "\(example.name)")
      #expect(ourRequests.count == example.requests, "\(example.name)")
      #expect(
        try ourHome.token(of: example) == theirHome.token(of: example), "\(example.name)")
    }
    await transport.shutdown()
    Judge.report("botocore logins", cases: cases.count)
  }

  private func answer(for example: SSOCase, in surroundings: Surroundings) async -> Answer {
    do {
      let found = try await SSOCredentials(
        example.settings, profiles: ProfileSet(), surroundings: surroundings
      ).credentials()
      return Answer(
        accessKeyID: found.accessKeyID, secretAccessKey: found.secretAccessKey,
        sessionToken: found.sessionToken, accountID: found.accountID,
        expiration: found.expiration.map { Int($0.timeIntervalSince1970) })
    } catch {
      switch error {
      case .loginNeeded: return Answer(error: "loginNeeded")
      case .configuration: return Answer(error: "configuration")
      case .service(let fault): return Answer(error: fault.code)
      default: return Answer(error: "\(error)")
      }
    }
  }
}
