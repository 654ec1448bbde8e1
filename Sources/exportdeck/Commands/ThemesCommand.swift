import AWSCore
import ArgumentParser

struct ThemesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "themes", abstract: "Show which themes there are, or check them.",
    usage: "exportdeck themes [<command>]",
    discussion: """
      A theme is a TOML file. They are looked for in your own folder, beside the program and in \
      its repository; of two with one name the first counts.
      """,
    subcommands: [List.self, Check.self], defaultSubcommand: List.self)

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print every theme and where it is.", usage: "exportdeck themes [list]")

    func run() throws {
      try Printing.mustBePossible("the themes")
      try Printing.print(ThemeLibrary.ofUser(ThisProcess.environment).table, what: "the themes")
    }
  }

  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Say what is wrong with themes, with file, line and role.",
      usage: "exportdeck themes check [<theme> ...]",
      discussion: "Exits with 1 where something is wrong.")

    @Argument(
      help: """
        Names of themes, or paths of theme files or of folders of them. (default: every theme that \
        is found)
        """)
    var theme: [String] = []

    func run() throws {
      try Printing.mustBePossible("what is wrong")
      let library = ThemeLibrary.ofUser(ThisProcess.environment)
      let checks = theme.isEmpty ? library.checkAll() : theme.flatMap(library.check)
      try Printing.print(checks.map(\.text).joined(), what: "what is wrong")
      if !checks.allSatisfy(\.problems.isEmpty) { throw ExitCode.failure }
    }
  }
}

extension ThemeLibrary {
  /// The themes that the dashboard would find.
  static func ofUser(_ environment: Environment) -> ThemeLibrary {
    ThemeLibrary(
      folders: ThemeFolders.candidates(environment: environment, program: ThisProcess.path),
      builtIn: .builtIn, others: [.production])
  }
}
