import ArgumentParser

struct DemoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Open the dashboard on a simulated account.",
    discussion: """
      Simulator and dashboard run in this one process and talk HTTP over loopback. It needs no \
      credentials, no network and no configuration, and ignores yours.
      """)

  @OptionGroup var screen: ScreenOptions
  @OptionGroup var world: WorldOptions

  @Option(help: "How many times faster than life the exports move.")
  var speed: Double = 10

  func validate() throws { try world.check(speed: speed) }

  func run() throws {
    try MainActor.assumeIsolated {
      try DashboardSession.demo(
        environment: ThisProcess.environment, options: world.options(speed: speed),
        configuration: .ofDemo(given: screen.given)
      ).runAndLeave()
    }
  }
}
