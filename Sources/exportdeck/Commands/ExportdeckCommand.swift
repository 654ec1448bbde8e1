import ArgumentParser
import Glibc

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
      simulated one: no credentials, no network, no configuration. What the options say can be set \
      for good, too: `exportdeck config` shows all of it, and where it comes from.
      """,
    version: version,
    subcommands: [
      DashboardCommand.self, DemoCommand.self, ListCommand.self, DoctorCommand.self,
      SimulateCommand.self, ConfigCommand.self,
    ],
    defaultSubcommand: DashboardCommand.self)

  static func main() {
    StandardStreams.prepare()
    ThisProcess.keepMemoryPrivate()
    do {
      try StartRequirements().check()
      var command = try parseAsRoot()
      try command.run()
    } catch let shortage as StartRequirements.Shortage {
      ThisProcess.complain("\(shortage)")
      Glibc.exit(ExitCode.failure.rawValue)
    } catch {
      leave(with: error)
    }
  }

  /// Ends the program as its parser would, except that failing to print help or the version is an
  /// error.
  private static func leave(with error: any Error) -> Never {
    let text = fullMessage(for: error)
    var code = exitCode(for: error)
    if !text.isEmpty {
      if code.isSuccess {
        do {
          try Printing.print(text + "\n", what: "the text")
        } catch {
          code = exitCode(for: error)
        }
      } else {
        ThisProcess.write(text + "\n", to: STDERR_FILENO)
      }
    }
    Glibc.exit(code.rawValue)
  }
}
