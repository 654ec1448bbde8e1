import AWSCore
import Dashboard
import Foundation
import Ground
import RDSExports
import Support
import Synchronization
import Testing
import Tracking

@testable import Listing
@testable import exportdeck

/// An alert reaches the user's programs once, with nothing of AWS's in their arguments or
/// environment.
@Suite struct AlertTellerTests {
  private final class World: Sendable {
    struct Ran: Hashable, Sendable {
      var arguments: [String]
      var variables: [String: String]
      var input: String
    }

    private let state = Mutex((ran: [Ran](), posted: [Message](), claimed: Set<AlertKey>()))
    /// No command ends before it is given.
    let gate = Awaited<Bool>()

    var ran: [Ran] { state.withLock { $0.ran } }
    var notices: [String] {
      state.withLock { $0.posted }.compactMap {
        if case .notice(_, let text, _) = $0 { text } else { nil }
      }
    }
    var claimed: Set<String> { state.withLock { Set($0.claimed.map(\.subject)) } }
    var notified: Int {
      state.withLock { $0.posted }.count { if case .claimed = $0 { true } else { false } }
    }

    func teller(_ outcome: Result<Int32, ChildProcessError> = .success(0)) -> AlertTeller {
      AlertTeller(
        Environment(variables: [
          "PATH": "/bin", "AWS_PROFILE": "p", "AWS_SECRET_ACCESS_KEY": "marked", "TOKEN": "mine",
        ]),
        run: { (arguments, environment, input) async throws(ChildProcessError) in
          self.state.withLock {
            $0.ran.append(
              Ran(
                arguments: arguments, variables: environment.variables,
                input: String(decoding: input, as: UTF8.self)))
          }
          _ = await self.gate.value()
          return ChildProcessOutcome(
            status: try outcome.get(), output: [], errors: "one\nno such room\n\n")
        }, claim: { key in self.state.withLock { $0.claimed.insert(key).inserted } },
        release: { key in self.state.withLock { _ = $0.claimed.remove(key) } },
        post: { message in self.state.withLock { $0.posted.append(message) } })
    }
  }

  private func telling(_ name: String, ways: AlertWays = [], _ commands: [String]...) -> Telling {
    let alert = Alert(
      kind: .failed, subject: .task(TaskID(site: SiteID(1), identifier: name)),
      site: Site(
        endpoint: "https://rds.eu-west-1.amazonaws.com", region: "eu-west-1", partition: "aws",
        account: "123456789012"),
      at: Date(timeIntervalSince1970: 1_795_348_800), sharedTime: .distantPast, context: "prod",
      name: name,
      sentence: "No \"luck\".", mark: "")
    return Telling(alert: alert, ways: ways, commands: commands)
  }

  private func told(
    _ world: World, _ tellings: [Telling],
    _ outcome: Result<Int32, ChildProcessError> = .success(0)
  ) async {
    let teller = world.teller(outcome)
    teller.tell(tellings)
    world.gate.give(true)
    await teller.settled()
  }

  @Test func `a command gets the event on its input, and no key of AWS's`() async throws {
    let world = World()
    await told(world, [telling("orders", ["/usr/bin/tell", "me"])])
    let ran = try #require(world.ran.first)
    #expect(world.ran.count == 1 && ran.arguments == ["/usr/bin/tell", "me"])
    #expect(ran.variables == ["PATH": "/bin", "TOKEN": "mine"])
    #expect(
      ran.input == """
        {"account":"123456789012","at":"2026-11-22T12:00:00Z","context":"prod",\
        "endpoint":"https://rds.eu-west-1.amazonaws.com","kind":"failed","region":"eu-west-1",\
        "task":"orders","text":"orders failed: No \\"luck\\"."}

        """)
  }

  @Test func `what somebody else has told is not told again`() async {
    let world = World()
    let tellings = [telling("orders", ways: .notification, ["tell"])]
    await told(world, tellings)
    await told(world, tellings)
    #expect(world.ran.count == 1 && world.notified == 1)
  }

  @Test func `what a program that leaves could not tell is left to the next one`() async throws {
    let world = World()
    let teller = world.teller(.failure(.cancelled))
    teller.tell((0..<20).map { telling("t\($0)", ["tell"]) })
    try await eventually("the first one runs") { world.ran.count == 1 }
    teller.end()
    world.gate.give(true)
    await teller.settled()
    #expect(world.ran.count == 1 && world.claimed.isEmpty)
    let next = World()
    await told(next, (0..<20).map { telling("t\($0)", ["tell"]) })
    #expect(next.ran.count == 20 && next.claimed.count == 20)
  }

  @Test func `a command's failure is told once, with its last words`() async {
    let world = World()
    await told(world, (0..<5).map { telling("t\($0)", ["bin/tell"]) }, .success(3))
    #expect(world.ran.count == 5)
    #expect(world.notices == ["the alert's command bin/tell ended with 3: no such room"])
  }

  @Test(arguments: [
    (ChildProcessError.notStarted(program: "x", reason: "no such file"), "can't be started"),
    (.timeout(program: "x", limit: .seconds(30), errors: ""), "took longer than 30 s"),
    (.tooMuchOutput(program: "x"), "printed too much"),
  ])
  func `a command that can't end is told of`(error: ChildProcessError, words: String) async {
    let world = World()
    await told(world, [telling("a", ["tell"]), telling("b", ["tell"])], .failure(error))
    #expect(world.notices.count == 1 && world.notices[0].contains(words), "\(world.notices)")
  }

  @Test func `a night on which everything fails starts a hundred programs at most`() async {
    let world = World()
    await told(world, (0..<250).map { telling("t\($0)", ["tell"]) })
    #expect(world.ran.count == 100)
    #expect(world.notices == ["150 alerts were too many at once: no command got them"])
  }
}
