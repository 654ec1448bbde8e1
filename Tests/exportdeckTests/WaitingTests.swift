import AWSCore
import Canvas
import Dashboard
import Foundation
import Ground
import Monitor
import Support
import Synchronization
import Testing
import Tracking

@testable import exportdeck

/// The whole way from a helper that hangs to the screen.
@Suite(.timeLimit(.minutes(15))) struct WaitingTests {
  private final class HungProcesses: ProcessRunning {
    private let begun = Mutex(0)

    var count: Int { begun.withLock { $0 } }

    func run(
      _ arguments: [String], environment: AWSCore.Environment, within limit: Duration
    ) async throws(ChildProcessError) -> ChildProcessOutcome {
      begun.withLock { $0 += 1 }
      while !Task.isCancelled { try? await Task.sleep(for: .milliseconds(1)) }
      throw .cancelled
    }
  }

  private struct NoTransport: HTTPTransport {
    func send(_ request: HTTPRequest, within limit: Duration) async throws -> HTTPResponse {
      throw ConnectionFailure(kind: .refused, peer: "", detail: "")
    }
  }

  @Test(arguments: [
    ([:], nil, "default", true), (["AWS_PROFILE": "dev"], nil, "dev", true),
    (["AWS_ACCESS_KEY_ID": "AKIDEXAMPLE"], nil, "environment variables", false),
    (
      ["AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_PROFILE": "dev"], nil, "environment variables",
      false
    ),
    (["AWS_ACCESS_KEY_ID": "AKIDEXAMPLE"], "prod", "prod", true),
    (["AWS_ACCESS_KEY_ID": " "], nil, "default", true),
  ])
  func `the title names at once whose credentials will sign`(
    variables: [String: String], profile: String?, shown: String, isProfile: Bool
  ) {
    let context = LiveContext(
      Surroundings(
        environment: Environment(variables: variables), transport: NoTransport(),
        timekeeper: HandCrankedTimekeeper()),
      overrides: SettingsOverrides(profile: profile))
    #expect(context.firstLabel.profile == shown)
    #expect(context.firstLabel.isProfile == isProfile)
  }

  @Test func `a helper that hangs is on the screen within three seconds, with its limit`()
    async throws
  {
    let folder = try ThemeFolder([
      "config": """
      [profile prod]
      region = eu-west-1
      credential_process = /usr/local/bin/aws-vault export --format json prod

      """
    ])
    let (clock, processes, mailbox) = (HandCrankedTimekeeper(), HungProcesses(), Mailbox())
    let context = LiveContext(
      Surroundings(
        environment: Environment(variables: [
          "HOME": folder.path, "AWS_CONFIG_FILE": folder.file("config"), "AWS_PROFILE": "prod",
        ]), transport: NoTransport(), timekeeper: clock, processes: processes))
    let poller = Poller(
      context: ContextID(0), label: context.firstLabel, sites: Sites(), timekeeper: clock,
      random: { 0.5 },
      visit: { () async throws(AWSError) in try await context.visit() },
      deliver: { mailbox.post($0, $1) })
    var state = State(settings: Settings(), size: Size(columns: 80, rows: 24))
    poller.start()
    while processes.count == 0 { try await Task.sleep(for: .milliseconds(1)) }
    await clock.nudge(by: .seconds(3))
    while mailbox.isEmpty { try await Task.sleep(for: .milliseconds(1)) }
    let moment = Moment(wall: clock.wall, monotonic: clock.monotonic)
    for message in mailbox.takeAll() { _ = update(&state, message, at: moment) }
    let (frame, due) = view(state, at: moment)
    let text = (0..<24).map(frame.text(row:)).joined(separator: " ")
      .split(separator: " ").joined(separator: " ")
    #expect(
      text.contains(
        "waiting for the credential_process `/usr/local/bin/aws-vault …` of profile \"prod\", "
          + "60 s at most"))
    #expect(text.contains("◌ waiting"))
    #expect(try #require(due) <= .seconds(5), "the time waited is drawn anew")
    poller.stop()
  }
}
