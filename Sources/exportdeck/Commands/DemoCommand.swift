import ArgumentParser
import Ground
import Simulator

struct DemoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Open the dashboard on a simulated night.",
    usage: "exportdeck demo [<options>]",
    discussion: """
      Three accounts at 02:40, with a hundred nights behind them; with --tasks, one account with \
      so many exports. Simulator and dashboard run in this one process and talk HTTP over \
      loopback. It needs no credentials, no network and no configuration, and ignores yours.
      """)

  @OptionGroup var screen: ScreenOptions
  @OptionGroup var world: WorldOptions

  private static let speed = WorldOptions.speed(3)
  @Option(Self.speed) var speed: GivenText?

  func validate() throws { _ = try options() }

  func options() throws -> SimulatorOptions {
    try world.options(speed: Self.speed.value(speed))
  }

  /// The night, unless a number of exports is asked for.
  func accounts(_ local: LocalTime) throws -> DemoAccounts {
    let options = try options()
    return world.tasks == nil ? .night(options, local) : .one(options)
  }

  func run() throws {
    let local = ThisProcess.clocks(around: SystemTimekeeper().wall)
    let accounts = try accounts(local)
    try MainActor.assumeIsolated {
      try DashboardSession.demo(
        environment: ThisProcess.environment, accounts: accounts, given: screen.given,
        clock: DemoClock(at: Night.hour, local)
      ).runAndLeave()
    }
  }
}
