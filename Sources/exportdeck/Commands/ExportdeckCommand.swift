import ArgumentParser

/// The program. Every command is synchronous: an asynchronous root would take `run` off the main
/// thread, which owns the screen.
@main
struct ExportdeckCommand: ParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "exportdeck",
    abstract: "A dashboard for Amazon RDS and Aurora exports to S3.",
    discussion: """
      Without a command it opens the dashboard of your account. `exportdeck demo` shows it on a \
      simulated one: no credentials, no network, no configuration.
      """,
    version: version,
    subcommands: [
      DashboardCommand.self, DemoCommand.self, ListCommand.self, DoctorCommand.self,
      SimulateCommand.self,
    ],
    defaultSubcommand: DashboardCommand.self)

  static func main() {
    ThisProcess.keepMemoryPrivate()
    main(nil)
  }
}
