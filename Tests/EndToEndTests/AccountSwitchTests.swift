import AWSCore
import Canvas
import Dashboard
import Foundation
import Ground
import Monitor
import RDSExports
import Support
import Testing
import Tracking

@testable import exportdeck

/// `~/.aws/credentials` is written anew for another account under a running dashboard, as a login tool
/// does: nothing is shown or done under the other account's name.
@Suite(.serialized, .timeLimit(.minutes(3))) @MainActor struct AccountSwitchTests {
  /// The program without a terminal and without a network.
  @MainActor private final class App {
    let clock = HandCrankedTimekeeper()
    let accounts = TwoAccounts()
    let files = RewrittenFiles()
    let loop: DashboardLoop
    private let screen: MemoryScreen
    private let effects: EffectRunner
    private let surroundings: Surroundings

    init(isProduction: Bool = false) async throws {
      files.logIn(with: "AKIDONE")
      let clock = clock
      surroundings = Surroundings(
        environment: Environment(variables: [
          "HOME": "/home/ana", "AWS_EC2_METADATA_DISABLED": "true", "AWS_MAX_ATTEMPTS": "1",
        ]), files: files, transport: accounts, timekeeper: clock)
      let context = LiveContext(surroundings)
      let mailbox = Mailbox()
      let visit: @Sendable () async throws(AWSError) -> SiteVisit = {
        () async throws(AWSError) in try await context.visit()
      }
      let poller = Poller(
        context: ContextID(0), label: context.firstLabel, sites: Sites(), timekeeper: clock,
        random: { 0.5 }, visit: visit, deliver: { mailbox.post($0, $1) })
      let surroundings = surroundings
      effects = EffectRunner(
        lanes: [ContextID(0): EffectRunner.Lane(poller: poller, visit: visit)], mailbox: mailbox,
        timekeeper: clock, whenLookingAnew: { surroundings.forgetFailures() })
      screen = MemoryScreen(
        size: Size(columns: 120, rows: 40), whenScriptEnds: { _ in [.woken] })
      var state = State(settings: Settings(), size: Size(columns: 120, rows: 40))
      state.watch = WatchSet([
        Watched(id: ContextID(0), label: context.firstLabel, isProduction: isProduction)
      ])
      loop = DashboardLoop(
        state: state, screen: screen, mailbox: mailbox, effects: effects,
        themes: ThemeChoice { _ in .builtIn },
        moment: { Moment(wall: clock.wall, monotonic: clock.monotonic) })
      effects.begin()
      try await until("only-in-111111111111")
    }

    func end() { effects.end() }

    var state: Dashboard.State { loop.state }

    var text: String { screen.text }

    func press(_ keys: Key...) {
      for key in keys {
        clock.drift(by: .milliseconds(150))
        screen.type(.key(key))
        loop.turn()
      }
    }

    func until(_ wanted: String) async throws {
      try await until("the screen shows \(wanted)") { self.text.contains(wanted) }
    }

    func until(_ what: String, _ condition: () -> Bool) async throws {
      let end = ContinuousClock.now + .seconds(120)
      while !condition() {
        if ContinuousClock.now > end {
          throw NeverHappened(description: "\(what): never came; the screen:\n\(text)")
        }
        await clock.nudge(by: .milliseconds(200))
        try await Task.sleep(for: .milliseconds(1))
        loop.turn()
      }
    }
  }

  @Test func `no row of one account stands under the other's number`() async throws {
    let app = try await App()
    #expect(app.text.contains("default · eu-west-1 · 111111111111"))
    app.press(.character(" "), .character("j"))
    app.files.logIn(with: "AKIDTWO")
    try await app.until("only-in-222222222222")
    #expect(app.text.contains("default · eu-west-1 · 222222222222"))
    #expect(!app.text.contains("only-in-111111111111"))
    #expect(app.state.counts.total == 2)
    #expect(app.state.list.marks.isEmpty)
    app.press(.character("R"))
    try await app.until("nothing is under way") { app.loop.isIdle }
    #expect(!app.text.contains("only-in-111111111111"))
    app.end()
  }

  @Test(arguments: [false, true])
  func `a panel that was open when the account changed cancels nothing anywhere`(
    isProduction: Bool
  ) async throws {
    let app = try await App(isProduction: isProduction)
    app.press(.character("x"))
    if isProduction {
      let name = try #require(app.state.list.selected?.identifier)
      for letter in name { app.press(.character(letter)) }
    }
    // Before any poll has noticed.
    app.files.logIn(with: "AKIDTWO")
    app.press(.control("y"))
    try await app.until("Nothing was sent")
    #expect(app.text.contains("account 111111111111 in eu-west-1"))
    #expect(app.accounts.acts == [])
    #expect(app.state.acting.isEmpty)
    try await app.until("only-in-222222222222")
    #expect(app.accounts.acts == [])
    app.end()
  }

  @Test func `a cancel names the account that it is done in`() async throws {
    let app = try await App()
    app.files.logIn(with: "AKIDTWO")
    try await app.until("only-in-222222222222")
    app.press(.character("g"), .character("x"))
    #expect(app.text.contains("in account 222222222222 · eu-west-1 · profile default"))
    app.press(.control("y"))
    try await app.until("a cancel was sent") { !app.accounts.acts.isEmpty }
    #expect(app.accounts.acts == ["CancelExportTask in 222222222222"])
    app.end()
  }

  @Test func `another region is another list, and an old panel acts in neither`() async throws {
    let app = try await App()
    app.press(.character("x"))
    app.files.logIn(with: "AKIDONE", region: "us-east-1")
    app.press(.control("y"))
    try await app.until("111111111111 in us-east-1 now")
    #expect(app.accounts.acts == [])
    try await app.until("default · us-east-1 · 111111111111")
    app.end()
  }

  @Test func `while nobody says whose new keys are, the rows stay and nothing can be done`()
    async throws
  {
    let app = try await App()
    app.press(.character("x"))
    app.accounts.stopSTS(true)
    app.files.logIn(with: "AKIDTWO")
    app.press(.control("y"))
    try await app.until("an account that isn't known yet")
    #expect(app.accounts.acts == [])
    try await app.until("111111111111?")
    #expect(app.text.contains("only-in-111111111111"))
    #expect(!app.text.contains("only-in-222222222222"))
    app.press(.character("x"))
    #expect(app.text.contains("whose credentials these are isn't known yet"))
    app.accounts.stopSTS(false)
    app.press(.character("R"))
    try await app.until("only-in-222222222222")
    #expect(app.text.contains("default · eu-west-1 · 222222222222"))
    app.end()
  }

  @Test func `the environment's keys sign, and it says so, whatever profile is named`() async throws
  {
    let files = RewrittenFiles()
    files.logIn(with: "AKIDONE")
    let surroundings = Surroundings(
      environment: Environment(variables: [
        "HOME": "/home/ana", "AWS_PROFILE": "default", "AWS_ACCESS_KEY_ID": "AKIDTWO",
        "AWS_SECRET_ACCESS_KEY": "a-secret", "AWS_EC2_METADATA_DISABLED": "true",
      ]), files: files, transport: TwoAccounts(), timekeeper: HandCrankedTimekeeper())
    let visit = try await LiveContext(surroundings).visit()
    #expect(visit.label.profile == "environment variables")
    #expect(visit.label.sourceWords == "environment variables")
    #expect(await visit.account() == "222222222222")
  }
}
