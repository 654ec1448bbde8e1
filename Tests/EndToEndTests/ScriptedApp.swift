import AWSCore
import Canvas
import Foundation
import Ground
import Listing
import Monitor
import RDSExports
import Simulator
import Support
import Tracking

@testable import Dashboard
@testable import exportdeck

/// The whole program without a terminal: keys in, frames out, a clock that is turned by hand and the
/// simulator behind it over real HTTP.
@MainActor
final class ScriptedApp {
  let clock: HandCrankedTimekeeper
  let screen: MemoryScreen
  let server: SimulatorServer
  private(set) var loop: DashboardLoop
  private let effects: EffectRunner
  private let mailbox: Mailbox
  private let transport: AsyncHTTPTransport

  /// - Parameter files: Where the shared files are looked for; none by default, as in the demo.
  init(
    size: Size = Size(columns: 120, rows: 40), abilities: Abilities = Abilities(),
    options: SimulatorOptions = SimulatorOptions(tasks: 40, seed: 1, speed: 60),
    settings: Settings = Settings(themeNames: ["default"]), isProduction: Bool = false,
    environment: ((SimulatorServer) -> Environment)? = nil, files: any FileAccess = DemoFiles()
  ) async throws {
    let clock = HandCrankedTimekeeper()
    let server = try await SimulatorServer.start(options, timekeeper: clock)
    let transport = AsyncHTTPTransport(timekeeper: clock)
    let account =
      environment?(server)
      ?? Environment(variables: [
        "AWS_ACCESS_KEY_ID": SimulatorServer.accessKeyID,
        "AWS_SECRET_ACCESS_KEY": SimulatorServer.secretAccessKey,
        "AWS_REGION": options.region, "AWS_ENDPOINT_URL": server.endpoint,
      ])
    let context = LiveContext(
      Surroundings(environment: account, files: files, transport: transport, timekeeper: clock))
    let mailbox = Mailbox()
    let visit: @Sendable () async throws(AWSError) -> SiteVisit = {
      () async throws(AWSError) in try await context.visit()
    }
    let poller = Poller(
      context: ContextID(0), label: context.firstLabel, sites: Sites(), timekeeper: clock,
      random: { 0.5 }, visit: visit, deliver: { mailbox.post($0, $1) })
    let effects = EffectRunner(
      lanes: [
        ContextID(0): EffectRunner.Lane(
          poller: poller, visit: visit,
          visitLooking: { () async throws(AWSError) in try await context.visitLooking() },
          isReadOnly: settings.isReadOnly)
      ], mailbox: mailbox, timekeeper: clock)
    screen = MemoryScreen(size: size, abilities: abilities, whenScriptEnds: { _ in [.woken] })
    var state = State(settings: settings, size: size)
    state.watch = WatchSet([
      Watched(id: ContextID(0), label: context.firstLabel, isProduction: isProduction)
    ])
    loop = DashboardLoop(
      state: state, screen: screen, mailbox: mailbox,
      effects: effects, themes: ThemeChoice { _ in .builtIn },
      moment: { Moment(wall: clock.wall, monotonic: clock.monotonic) })
    self.clock = clock
    self.server = server
    self.effects = effects
    self.mailbox = mailbox
    self.transport = transport
    screen.words = { [weak self] in self.map { Self.words(on: $0.state) } ?? [] }
    effects.begin()
  }

  /// What a notice or a dialog covers is not cut, and JSON is wrapped wherever it is.
  private static func words(on state: Dashboard.State) -> Set<String> {
    guard state.dialog == nil, state.notices.isEmpty, state.details?.page != .json else {
      return []
    }
    return Set(state.snapshots.values.flatMap(\.tasks).map(\.id.identifier))
  }

  /// Ends everything; each test calls it last.
  func end() async {
    effects.end()
    await transport.shutdown()
    await server.stop()
  }

  var state: Dashboard.State { loop.state }

  /// The screen's rows as text.
  var text: String { screen.text }

  /// Presses keys, each in a turn of its own.
  func press(_ keys: Key...) {
    for key in keys { turn([.key(key)]) }
  }

  /// Types a text, key by key.
  func type(_ text: String) {
    for character in text { turn([.key(.character(character))]) }
  }

  /// One turn of the loop with these inputs, a moment after the last.
  func turn(_ inputs: [Input] = [.woken]) {
    for input in inputs {
      clock.drift(by: .milliseconds(150))
      screen.type(input)
      loop.turn()
    }
  }

  /// One turn of the loop with inputs that are read together.
  func read(_ inputs: [Input], after time: Duration) {
    clock.drift(by: time)
    screen.type(inputs)
    loop.turn()
  }

  /// Opens the program again that was left, as it was.
  func openAgain() {
    let clock = clock
    loop = DashboardLoop(
      state: loop.state, screen: screen, mailbox: mailbox, effects: effects,
      themes: ThemeChoice { _ in .builtIn },
      moment: { Moment(wall: clock.wall, monotonic: clock.monotonic) })
  }

  /// Lets time pass in small steps until the screen shows a text.
  func until(_ wanted: String, step: Duration = .milliseconds(200)) async throws {
    try await until("the screen shows \(wanted)", step: step) { self.text.contains(wanted) }
  }

  /// Lets time pass in small steps until something holds.
  func until(
    _ what: String, step: Duration = .milliseconds(200), _ condition: () -> Bool
  ) async throws {
    let end = ContinuousClock.now + .seconds(600)
    while !condition() {
      if ContinuousClock.now > end {
        throw NeverHappened(description: "\(what): never came; the screen:\n\(text)")
      }
      await clock.nudge(by: step)
      try await Task.sleep(for: .milliseconds(1))
      turn([.due])
    }
  }

  /// Lets time pass without a key.
  func pass(_ time: Duration) async throws {
    let end = clock.monotonic + time
    while clock.monotonic < end {
      await clock.nudge(by: min(.milliseconds(500), end - clock.monotonic))
      try await Task.sleep(for: .milliseconds(1))
      turn([.due])
    }
  }
}

extension Row {
  /// For lists in which nothing waits.
  var task: TrackedTask {
    guard let task = item.task else { preconditionFailure("\(id.identifier) waits in the queue") }
    return task
  }
}
