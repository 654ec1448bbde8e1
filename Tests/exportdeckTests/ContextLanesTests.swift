import AWSCore
import Dashboard
import Foundation
import Ground
import Monitor
import Support
import Synchronization
import Testing
import Tracking

@testable import exportdeck

/// What the configuration names is watched, and more of it while the program runs.
@Suite(.timeLimit(.minutes(5))) struct ContextLanesTests {
  /// The shared files of `ops`.
  private final class Home: FileAccess {
    let config: Mutex<String?>

    init(_ config: String?) { self.config = Mutex(config) }

    func contents(of path: String) throws(FileReadingError) -> [UInt8]? {
      guard path == "/home/ops/.aws/config" else { return nil }
      guard let text = config.withLock({ $0 }) else {
        throw FileReadingError(reason: "Input/output error")
      }
      return Array(text.utf8)
    }

    func replace(_ path: String, with contents: [UInt8]) throws(FileReadingError) {}
  }

  /// Refuses everything, and counts by access key.
  private final class Refusing: HTTPTransport {
    let keys = Mutex<[String]>([])

    func send(_ request: HTTPRequest, within limit: Duration) async throws -> HTTPResponse {
      let header = request.headers.first { $0.name == "Authorization" }?.value ?? ""
      let key = header.split(separator: "Credential=").last?.split(separator: "/").first
      keys.withLock { $0.append(key.map(String.init) ?? "") }
      return HTTPResponse(
        status: 403,
        body: Array("<ErrorResponse><Error><Code>AccessDenied</Code></Error></ErrorResponse>".utf8))
    }

    func asked(_ key: String) -> Int { keys.withLock { $0.count { $0 == key } } }
  }

  private static let profiles = """
    [default]
    aws_access_key_id = AKIDDEFAULT
    aws_secret_access_key = s
    region = eu-west-1
    [profile prod]
    aws_access_key_id = AKIDPROD
    aws_secret_access_key = s
    region = eu-central-1
    [profile bare]
    aws_access_key_id = AKIDBARE
    aws_secret_access_key = s
    [sso-session x]
    sso_region = eu-west-1
    """

  private let clock = HandCrankedTimekeeper()
  private let transport = Refusing()
  private let mailbox = Mailbox()
  private let home = Home(profiles)

  private func lanes(_ configuration: Configuration) -> ContextLanes {
    ContextLanes(
      configuration,
      surroundings: Surroundings(
        environment: Environment(variables: [
          "HOME": "/home/ops", "AWS_EC2_METADATA_DISABLED": "true", "AWS_MAX_ATTEMPTS": "1",
        ]), files: home, transport: transport, timekeeper: clock),
      policy: PollingPolicy(), isDemo: false, mailbox: mailbox)
  }

  private func runner(
    _ lanes: ContextLanes
  ) -> (runner: EffectRunner, watched: [Watched]) {
    let configured = lanes.configured()
    let runner = EffectRunner(
      lanes: Dictionary(uniqueKeysWithValues: configured.map { ($0.watched.id, $0.lane) }),
      mailbox: mailbox, timekeeper: clock, more: lanes)
    return (runner, configured.map(\.watched))
  }

  /// The messages that aren't snapshots.
  private func told() -> [Message] {
    mailbox.takeAll().filter { if case .snapshots = $0 { false } else { true } }
  }

  private func watched(_ message: Message?) throws -> Watched {
    guard case .watched(let watched) = message else {
      throw NeverHappened(description: "a watched context: \(String(describing: message))")
    }
    return watched
  }

  private static let file = """
    [[contexts]]
    name = "Main"
    [[contexts]]
    profile = "prod"
    region = "eu-central-1"
    production = true
    read-only = true
    """

  @Test func `each context has a number, a label and what protects it`() {
    let watched = runner(lanes(.of(Self.file))).watched
    #expect(watched.map(\.id.number) == [0, 1])
    #expect(watched.map(\.label.name) == ["Main", nil])
    #expect(watched.map(\.label.profile) == ["default", "prod"])
    #expect(watched.map(\.isProduction) == [false, true])
    #expect(watched.map(\.isReadOnly) == [false, true])
    #expect(watched.map(\.theme) == [nil, "production"])
  }

  @Test func `a profile is added with what protects it, polls, and is there once`() async throws {
    let (runner, _) = runner(lanes(.of(Self.file)))
    runner.begin()
    try await eventually("both were asked") { [transport] in
      transport.asked("AKIDDEFAULT") > 0 && transport.asked("AKIDPROD") > 0 && runner.isIdle
    }
    let before = transport.asked("AKIDPROD")
    runner.watch(WatchRequest(profile: "prod", region: "ap-south-1"))
    let added = try watched(told().first)
    #expect(added.id.number == 2)
    #expect(added.isProduction && added.isReadOnly)
    #expect(added.label.region == "ap-south-1")
    try await eventually("it is asked") { [transport] in
      transport.asked("AKIDPROD") > before && runner.isIdle
    }
    _ = mailbox.takeAll()
    runner.watch(WatchRequest(profile: "prod", region: "ap-south-1"))
    #expect(try watched(told().first) == added)
    runner.watch(WatchRequest(profile: "prod", region: "eu-central-1"))
    #expect(try watched(told().first).id.number == 1, "it is in the configuration")
    // Once it is gone, it is another when it comes back.
    runner.remove(added.id)
    runner.watch(WatchRequest(profile: "prod", region: "ap-south-1"))
    #expect(try watched(told().first).id.number == 3)
    runner.end()
  }

  @Test func `one that is added pauses where all pause`() async throws {
    let (runner, _) = runner(lanes(.of()))
    runner.begin()
    runner.setPaused(true)
    runner.watch(WatchRequest(profile: "bare", region: "eu-west-1"))
    try await eventually("all is quiet") { runner.isIdle }
    #expect(transport.asked("AKIDBARE") == 0)
    runner.setPaused(false)
    try await eventually("it is asked") { [transport] in transport.asked("AKIDBARE") > 0 }
    runner.end()
  }

  @Test func `the profiles of AWS's files are found, with their regions`() async throws {
    let (runner, _) = runner(lanes(.of()))
    runner.findProfiles()
    try await eventually("an answer") { [mailbox] in !mailbox.isEmpty }
    guard case .foundProfiles(let found, problem: nil) = told().first else {
      throw NeverHappened(description: "profiles")
    }
    #expect(
      found == [
        WatchRequest(profile: "default", region: "eu-west-1"), WatchRequest(profile: "bare"),
        WatchRequest(profile: "prod", region: "eu-central-1"),
      ])
  }

  @Test func `files that can't be read are told by name`() async throws {
    home.config.withLock { $0 = nil }
    let (runner, _) = runner(lanes(.of()))
    runner.findProfiles()
    try await eventually("an answer") { [mailbox] in !mailbox.isEmpty }
    guard case .foundProfiles(let found, let problem?) = told().first else {
      throw NeverHappened(description: "a problem")
    }
    #expect(found.isEmpty)
    #expect(problem == "~/.aws/config: can't be read: Input/output error")
  }
}
