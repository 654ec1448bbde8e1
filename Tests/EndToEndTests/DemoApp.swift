import AWSCore
import Canvas
import Foundation
import Ground
import Journal
import Monitor
import Simulator
import Support
import Tracking

@testable import Dashboard
@testable import exportdeck

/// The demo without a terminal: all of it but the screen, by a clock that is turned by hand.
@MainActor
final class DemoApp {
  /// Thursday, 2026-11-26, 02:40 UTC.
  static let night = Date(timeIntervalSince1970: 1_795_660_800)

  static var accounts: DemoAccounts {
    get throws {
      guard let demo = try ExportdeckCommand.command(for: ["demo"]) as? DemoCommand else {
        throw NeverHappened(description: "the command is the demo's")
      }
      return try demo.accounts(LocalTime(utcOffset: 0))
    }
  }

  let clock = HandCrankedTimekeeper(wall: DemoApp.night)
  let screen: MemoryScreen
  private let server: SimulatorServer
  private let transport: AsyncHTTPTransport
  private let journal: Journal
  private let effects: EffectRunner
  private let loop: DashboardLoop

  /// - Parameter isQuiet: Whether nothing is told as an alert.
  init(size: Size = Size(columns: 120, rows: 40), isQuiet: Bool = false) async throws {
    let clock = clock
    let accounts = try Self.accounts
    let quiet = isQuiet ? "\n[[alerts]]\nkinds = [\"credentials\"]\n" : ""
    let configuration = Configuration.ofDemo(given: [], accounts.configuration + quiet)
    server = try await SimulatorServer.start(accounts.simulated, timekeeper: clock)
    transport = AsyncHTTPTransport(timekeeper: clock)
    journal = Journal(.inMemory, timekeeper: clock, mask: { $0 }, tell: { _ in })
    let mailbox = Mailbox()
    let memory = DemoMemory(journal, server, start: clock.wall)
    let lanes = ContextLanes(
      configuration,
      surroundings: Surroundings(
        environment: accounts.environment(endpoint: server.endpoint), files: accounts.files,
        transport: transport, timekeeper: clock),
      policy: PollingPolicy(), isDemo: true, mailbox: mailbox, memory: memory)
    let configured = lanes.configured()
    effects = EffectRunner(
      lanes: Dictionary(uniqueKeysWithValues: configured.map { ($0.watched.id, $0.lane) }),
      mailbox: mailbox, timekeeper: clock, more: lanes, memory: memory)
    screen = MemoryScreen(size: size, abilities: Abilities(), whenScriptEnds: { _ in [.woken] })
    screen.keepsFrames = false
    var state = State(settings: Settings(isDemo: true, themeNames: ["default"]), size: size)
    state.watch = WatchSet(configured.map(\.watched))
    loop = DashboardLoop(
      state: state, screen: screen, mailbox: mailbox, effects: effects,
      themes: ThemeChoice { _ in .builtIn },
      moment: { Moment(wall: clock.wall, monotonic: clock.monotonic) })
    loop.open(configuration)
    effects.begin()
  }

  var state: Dashboard.State { loop.state }

  func end() async {
    effects.end()
    await transport.shutdown()
    await server.stop()
    await journal.end()
  }

  /// Until all is known, and what was remembered too: no time passes meanwhile.
  func open() async throws {
    try await until("everything is known") { state in
      state.snapshots.count == 3 && state.snapshots.values.allSatisfy(\.feed.hasSwept)
        && state.task("nightly-documents-1125")?.progress.lastMovement.map { $0 < Self.night - 60 }
          == true
        && state.alerts.open.count { $0.kind == .failed } == 7
        && state.task("nightly-search-1125")?.progress.expectedEnd != nil
        && state.task("nightly-shipping-1125")?.progress.expectedEnd != nil
        && state.task("staging-users-1125")?.progress.expectedEnd != nil
    }
  }

  func press(_ keys: Key...) {
    for key in keys { turn([.key(key)]) }
  }

  func resize(to size: Size) { turn([.resized(size)]) }

  /// Lets so many seconds pass, one by one, until all is still after each.
  func pass(seconds: Int) async throws {
    for _ in 0..<seconds {
      await clock.nudge(by: .seconds(1))
      try await until("all is still") { [loop] _ in loop.isIdle }
    }
  }

  private func until(_ what: String, _ condition: (Dashboard.State) -> Bool) async throws {
    let end = ContinuousClock.now + .seconds(600)
    repeat {
      if ContinuousClock.now > end {
        throw NeverHappened(description: "\(what): never; the screen:\n\(screen.text)")
      }
      try await Task.sleep(for: .milliseconds(1))
      turn([.due])
    } while !condition(state)
  }

  private func turn(_ inputs: [Input]) {
    screen.type(inputs)
    loop.turn()
  }
}

extension Dashboard.State {
  /// A known task by its identifier, which is one account's alone in the demo.
  func task(_ identifier: String) -> TrackedTask? {
    snapshots.values.lazy.compactMap { snapshot in
      snapshot.tasks.first { $0.identifier == identifier }
    }.first
  }
}
