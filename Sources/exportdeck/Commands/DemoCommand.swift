import ArgumentParser
import Simulator

struct DemoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Open the dashboard on a simulated account.",
    usage: "exportdeck demo [<options>]",
    discussion: """
      Simulator and dashboard run in this one process and talk HTTP over loopback. It needs no \
      credentials, no network and no configuration, and ignores yours.
      """)

  @OptionGroup var screen: ScreenOptions
  @OptionGroup var world: WorldOptions

  private static let speed = WorldOptions.speed(10)
  @Option(Self.speed) var speed: GivenText?

  func validate() throws { _ = try options() }

  func options() throws -> SimulatorOptions {
    try world.options(speed: Self.speed.value(speed))
  }

  func run() throws {
    let options = try options()
    try MainActor.assumeIsolated {
      try DashboardSession.demo(
        environment: ThisProcess.environment, options: options,
        configuration: .ofDemo(given: screen.given)
      ).runAndLeave()
    }
  }
}
