import AWSCore
import ArgumentParser

struct ConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config", abstract: "Show what is set and where it comes from, or begin a file.",
    usage: "exportdeck config [<command>] [<options>]",
    discussion: """
      An option on the command line goes before an EXPORTDECK_* variable, that before config.toml, \
      and that before the default. AWS's own variables and files fill what is left open.
      """,
    subcommands: [Show.self, Path.self, Init.self], defaultSubcommand: Show.self)

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print each setting's value and who set it.",
      usage: "exportdeck config [show] [<options>]")

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var screen: ScreenOptions
    @OptionGroup var polling: PollingOptions

    enum Output: CaseIterable { case table, json }

    private static let output = CommandOption.choice(
      "--output", of: "output", fallback: Output.table, help: "How to print them.")
    @Option(Self.output) var output: GivenText?

    func validate() throws { _ = try Self.output.value(output) }

    func run() throws {
      try Printing.mustBePossible("the configuration")
      let environment = ThisProcess.environment
      let configuration = Configuration.ofUser(
        environment, given: connection.given + screen.given + polling.given)
      let report = ConfigurationReport(
        configuration, settings: Configuration.declared.all,
        mask: SecretMask(environment: environment))
      let isTable = try Self.output.value(output) == .table
      Complaints(isJSON: !isTable).tell(of: configuration)
      try Printing.print(isTable ? report.text : report.json, what: "the configuration")
    }
  }

  struct Path: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print where config.toml is looked for.", usage: "exportdeck config path")

    func run() throws {
      try Printing.mustBePossible("the path")
      let file = try ConfigCommand.file()
      do {
        switch try file.contents(SystemFiles()) {
        case .text: break
        case .absent:
          ThisProcess.complain("there is no such file yet; `exportdeck config init` makes one")
        case .silent: ThisProcess.complain(ConfigurationFile.silence)
        }
      } catch {
        ThisProcess.complain(error.message)
      }
      try Printing.print(file.path + "\n", what: "the path")
    }
  }

  struct Init: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write a config.toml with every setting commented out.",
      usage: "exportdeck config init",
      discussion: "What is there already stays as it is.")

    func run() throws {
      let file = try ConfigCommand.file()
      do {
        let text = ConfigurationText(settings: Configuration.declared.all).text
        try ConfigurationStart.write(text, to: file)
      } catch {
        ThisProcess.complain("\(error)")
        throw ExitCode.failure
      }
      try Printing.print("wrote \(file.path)\n", what: "where it was written")
    }
  }

  private static func file() throws -> ConfigurationFile {
    if let file = ConfigurationFile(ThisProcess.environment) { return file }
    ThisProcess.complain("neither XDG_CONFIG_HOME nor HOME says where config.toml would be")
    throw ExitCode.failure
  }
}
