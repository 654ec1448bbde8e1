import AWSCore
import ArgumentParser

struct DashboardCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dashboard", abstract: "Open the dashboard (the default).")

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var screen: ScreenOptions

  @Option(help: "Seconds between two polls while something runs.")
  var interval: Int = 5

  func validate() throws {
    guard (1...3600).contains(interval) else {
      throw ValidationError("--interval: give 1 to 3600 seconds")
    }
  }

  func run() throws {
    try MainActor.assumeIsolated {
      try DashboardSession.live(
        environment: ThisProcess.environment, overrides: connection.overrides,
        interval: .seconds(interval), look: screen.look, logLevel: connection.logLevel
      ).runAndLeave()
    }
  }
}
