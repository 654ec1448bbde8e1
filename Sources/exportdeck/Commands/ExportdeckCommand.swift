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
    usage: "exportdeck [<options>]\nexportdeck <command> [<options>]",
    discussion: """
      Without a command it opens the dashboard of your account. `exportdeck demo` shows it on a \
      simulated one: no credentials, no network, no configuration. What the options say can be set \
      for good, too: `exportdeck config` shows all of it, and where it comes from. The options \
      below are the dashboard's.
      """,
    version: version,
    subcommands: [
      DashboardCommand.self, DemoCommand.self, ListCommand.self, StartCommand.self,
      ShowCommand.self, CancelCommand.self, WaitCommand.self, QueueCommand.self,
      JournalCommand.self,
      DoctorCommand.self, SimulateCommand.self, ConfigCommand.self, ThemesCommand.self,
    ],
    defaultSubcommand: DashboardCommand.self)

  static func main() {
    StandardStreams.prepare()
    ThisProcess.keepMemoryPrivate()
    do {
      try StartRequirements().check()
      var command = try command(for: Array(CommandLine.arguments.dropFirst()))
      try command.run()
    } catch let shortage as StartRequirements.Shortage {
      complaints.tell(shortage)
      Glibc.exit(ExitCode.failure.rawValue)
    } catch let error as CommandError {
      leave(with: complaints.end(with: error))
    } catch {
      leave(with: error)
    }
  }

  /// In the form that the command line asks for, whether or not it can be read as a whole.
  private static var complaints: Complaints {
    Complaints(isJSON: wantsJSON(Array(CommandLine.arguments.dropFirst())))
  }

  /// Whether a command line asks for JSON, for a program that reads what comes of it.
  static func wantsJSON(_ arguments: [String]) -> Bool {
    var rest = arguments.prefix { $0 != "--" }
    while let word = rest.popFirst() {
      let value =
        word == "--output"
        ? rest.first : word.hasPrefix("--output=") ? String(word.dropFirst(9)) : nil
      if let value, ["json", "ndjson"].contains(value) { return true }
    }
    return false
  }

  /// The command that a command line means.
  static func command(for arguments: [String]) throws -> any ParsableCommand {
    try CommandNames.check(arguments)
    return try parseAsRoot(arguments)
  }

  /// What the parser has to say instead of running a command: help, the version, what is wrong.
  /// - Parameter columns: Nil for the terminal's.
  static func answer(to error: any Error, columns: Int? = nil) -> (text: String, code: ExitCode) {
    var text = fullMessage(for: error, columns: columns)
    if text == helpMessage(columns: columns) { text = helpWithDashboard(columns: columns) }
    while text.last == "\n" { text.removeLast() }
    return (text, exitCode(for: error))
  }

  /// The program's own help, with the options of the dashboard, which are given without its name.
  private static func helpWithDashboard(columns: Int?) -> String {
    let own = helpMessage(columns: columns)
    let inner = DashboardCommand.helpMessage(columns: columns)
    guard let place = own.firstRange(of: "OPTIONS:\n"),
      let start = inner.firstRange(of: "OPTIONS:\n"), let end = inner.firstRange(of: "  -h, --help")
    else { return own }
    let options = inner[start.upperBound..<end.lowerBound]
    return "\(own[..<place.upperBound])\(options)\(own[place.upperBound...])"
  }

  /// What the parser says is wrong with a command line, as an error: what is wrong, and below it how
  /// the command is used.
  static func misuse(_ text: String) -> CommandError {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: true).map(String.init)
    let usage = lines.firstIndex { $0.hasPrefix("Usage:") || $0.hasPrefix("Help:") } ?? lines.count
    let message = lines[..<usage].joined(separator: " ").trimmingPrefix("Error: ")
    let rest = lines[usage...].map { String($0.trimmingPrefix { $0 == " " }) }
    return .misuse(String(message), advice: rest.joined(separator: " "))
  }

  /// Ends the program as its parser would, except that failing to print help or the version is an
  /// error.
  private static func leave(with error: any Error) -> Never {
    let (text, status) = answer(to: error)
    var code = status
    if !text.isEmpty {
      if code.isSuccess {
        do {
          try Printing.print(text + "\n", what: "the text")
        } catch {
          code = exitCode(for: error)
          if error is CommandError { complaints.tell(error) }
        }
      } else if complaints.isJSON {
        complaints.tell(misuse(text))
      } else {
        ThisProcess.write(text + "\n", to: STDERR_FILENO)
      }
    }
    Glibc.exit(code.rawValue)
  }
}
