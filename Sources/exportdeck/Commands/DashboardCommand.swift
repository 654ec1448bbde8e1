import ArgumentParser

struct DashboardCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dashboard", abstract: "Open the dashboard.",
    usage: "exportdeck [dashboard] [<options>]")

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var screen: ScreenOptions
  @OptionGroup var polling: PollingOptions

  func run() throws {
    let environment = ThisProcess.environment
    let configuration = Configuration.ofUser(
      environment, given: connection.given + screen.given + polling.given)
    // Written before the screen opens, so that it is in the terminal after the screen has gone.
    configuration.complain()
    try MainActor.assumeIsolated {
      try DashboardSession.live(environment: environment, configuration: configuration)
        .runAndLeave()
    }
  }
}
