import Canvas
import Foundation
import Ground
import Planning
import Simulator
import Support
import Testing
import Tracking
import Words

@testable import Dashboard
@testable import exportdeck

/// The demo's first minute: what a newcomer sees is there, and learned from what the simulator
/// answers.
@Suite(.timeLimit(.minutes(10))) @MainActor struct DemoNightTests {
  private static let folder = Judge.root.appendingPathComponent("Tests/Goldens")

  @Test func `the first screen has every trouble, by what was before, as it was written down`()
    async throws
  {
    let app = try await DemoApp(isQuiet: true)
    try await app.open()
    for (columns, rows) in [(80, 24), (200, 60), (120, 40)] {
      app.resize(to: Size(columns: columns, rows: rows))
      expectGolden(
        try #require(app.screen.frame), "demo-\(columns)x\(rows)", in: Self.folder)
    }
    let orders = try #require(app.state.task("nightly-orders-1125"))
    #expect(orders.isSlow(at: DemoApp.night))
    let usual = try #require(orders.usual)
    #expect(usual.runs >= 60 && !usual.isOfSource)
    #expect(abs(usual.duration / (70 * 60 / 3) - 1) < 0.1)
    let documents = try #require(app.state.task("nightly-documents-1125"))
    #expect(Phase(of: documents, at: DemoApp.night) == .stalled)
    let events = try #require(app.state.task("nightly-events-1125"))
    let known = try #require(events.progress.knownSince)
    #expect(abs(DemoApp.night.timeIntervalSince(known) - 52 * 60 / 3) <= 30)
    // The rest goes as ever.
    for name in ["nightly-search", "nightly-payments", "nightly-shipping", "staging-users"] {
      let task = try #require(app.state.task("\(name)-1125"))
      #expect(Phase(of: task, at: DemoApp.night) == .running, "\(name)")
      #expect(task.forecast(at: DemoApp.night, known: DemoApp.night) != nil, "\(name)")
    }
    app.press(.character("O"))
    #expect(app.screen.text.contains("4  RDS can't assume the IAM role rds-s3-export"))
    app.press(.escape, .character("E"))
    for name in ["nightly-search-1125", "nightly-shipping-1125", "staging-users-1125"] {
      #expect(app.screen.text.contains(name))
    }
    await app.end()
  }

  @Test func `what didn't come, what is late and what failed is known by the nights before`()
    async throws
  {
    let app = try await DemoApp(isQuiet: true)
    try await app.open()
    var runs = ExpectedRuns()
    let outlook = Outlook(
      now: DemoApp.night, known: DemoApp.night, isComplete: true, local: LocalTime(utcOffset: 0))
    for snapshot in app.state.snapshots.values {
      runs.take(
        snapshot.tasks, Changes(isWhole: true, added: 0..<snapshot.tasks.count), of: snapshot.id,
        names: [], outlook)
    }
    let states = Dictionary(runs.rows.map { ($0.series.pattern, $0.state) }) { first, _ in first }
    #expect(states["nightly-billing-*"] == .missing)
    #expect(states["nightly-shipping-*"] == .late)
    #expect(states["nightly-audit-*"]?.isTrouble == true)
    for name in ["crm", "ads", "clicks", "pricing"] {
      #expect(states["nightly-\(name)-*"] == .failed)
    }
    for name in ["users", "stock", "sessions", "leads"] {
      #expect(states["nightly-\(name)-*"] == .done)
    }
    await app.end()
  }

  @Test func `within a minute one ends, one gets its slot, one fails and is told, once`()
    async throws
  {
    let app = try await DemoApp()
    try await app.open()
    // What failed before was told before: it is there, and told no more.
    let before = app.state.alerts.open
    #expect(before.count { $0.kind == .failed } == 7)
    #expect(before.count <= 9)
    try await app.pass(seconds: 60)
    #expect(app.state.task("nightly-payments-1125")?.phase == .complete)
    #expect(app.state.task("nightly-audit-1125")?.phase == .starting)
    #expect(app.state.task("staging-reports-1125")?.phase == .starting)
    let failed = app.state.alerts.open.filter { $0.kind == .failed && !before.contains($0) }
    #expect(failed.map(\.name) == ["staging-loadtest-1125"])
    #expect(app.screen.text.contains("staging-loadtest-1125 failed"))
    #expect(app.screen.text.contains("◆"))
    await app.end()
  }

  @Test func `what is remembered is the same in every run, and of tonight`() async throws {
    var all: [[Event]] = []
    for _ in 0..<2 {
      let clock = HandCrankedTimekeeper(wall: DemoApp.night)
      let server = try await SimulatorServer.start(
        try DemoApp.accounts.simulated, timekeeper: clock)
      let sites = try DemoApp.accounts.simulated.map { options in
        Site(endpoint: "x", region: options.region, partition: "aws", account: options.account)
      }
      let seen = sites.map { DemoMemory.seen(at: $0, of: server, until: DemoApp.night) }
      #expect(seen.map { $0.memories.count { !$0.isOver } } == [5, 1, 2])
      all.append(seen.flatMap(\.events))
      let nobody = Site(endpoint: "x", region: "eu-west-1", partition: "aws")
      #expect(DemoMemory.seen(at: nobody, of: server, until: DemoApp.night).events == [])
      await server.stop()
    }
    #expect(all[0] == all[1])
    #expect((100...300).contains(all[0].count))
    #expect(all[0].allSatisfy { (DemoApp.night - 6 * 3600...DemoApp.night).contains($0.at) })
    #expect(all[0].count { $0.kind == .turned(from: "STARTING", to: "FAILED") } == 4)
  }
}
