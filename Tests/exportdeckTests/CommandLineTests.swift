import ArgumentParser
import Testing

@testable import exportdeck

/// What the program says to a command line that runs no command.
@Suite struct CommandLineTests {
  private func answer(_ words: [String]) -> (text: String, code: Int32) {
    do {
      var command = try ExportdeckCommand.command(for: words)
      // Help is a command of the parser's; nothing else is run here.
      if type(of: command)._commandName == "help" { try command.run() }
      return ("", 0)
    } catch {
      let (text, code) = ExportdeckCommand.answer(to: error, columns: 80)
      return (text, code.rawValue)
    }
  }

  // MARK: Commands

  @Test(arguments: [
    ("lst", "`lst` is no command: did you mean `list`?"),
    ("demmo", "`demmo` is no command: did you mean `demo`?"),
    ("lst --output json", "`lst` is no command: did you mean `list`?"),
    ("lst --help", "`lst` is no command: did you mean `list`?"),
    (
      "zzz",
      "`zzz` is no command; there are dashboard, demo, list, start, show, cancel, wait, "
        + "queue, journal, doctor, simulate, config, themes."
    ),
    ("dashbord --read-only", "did you mean `dashboard`?"),
    ("help nope", "`nope` is no command; there are dashboard"),
    ("help lst", "did you mean `list`?"),
    ("help config shw", "`shw` is no command of `exportdeck config`: did you mean `show`?"),
    ("help list extra", "`exportdeck list` has no commands of its own, such as `extra`."),
    ("config shw", "`shw` is no command of `exportdeck config`: did you mean `show`?"),
    ("config shw --help", "`shw` is no command of `exportdeck config`: did you mean `show`?"),
    ("themes chek", "`chek` is no command of `exportdeck themes`: did you mean `check`?"),
    ("config help", "`help` goes first: `exportdeck help config`."),
    ("--region eu-west-1 list", "`list` goes before all options: `exportdeck list …`."),
    ("--read-only --theme=nord demmo", "`demmo` is no command: did you mean `demo`?"),
    ("--no-ascii -- demo", "`demo` goes before all options"),
    ("config --output json path", "`path` goes before all options: `exportdeck config path …`."),
  ])
  func `a word that is no command is told with a guess`(line: String, expected: String) {
    let (text, code) = answer(line.split(separator: " ").map(String.init))
    #expect(code == 64)
    #expect(text.contains(expected), "\(text)")
    #expect(text.contains("Usage: exportdeck"))
  }

  @Test func `an empty word is one too`() {
    #expect(answer([""]).text.contains("An empty word is no command; there are dashboard"))
    #expect(answer(["list", ""]).code == 64)
  }

  @Test(arguments: [
    "list x", "doctor x", "simulate x", "demo x", "dashboard x", "config show x", "config path x",
    "config init x", "themes list x",
  ])
  func `a word too many is a wrong use of every command`(line: String) {
    let (text, code) = answer(line.split(separator: " ").map(String.init))
    #expect(code == 64)
    #expect(text.contains("Unexpected argument 'x'"), "\(text)")
  }

  @Test(arguments: [
    "", "--region eu-west-1", "--theme=nord --no-ascii", "list --output json",
    "wait a b --timeout 1h30m", "config",
    "config --output json", "themes", "themes check nord x.toml", "--profile list",
  ])
  func `what is right is taken`(line: String) {
    #expect(answer(line.split(separator: " ").map(String.init)).code == 0)
  }

  // MARK: Options

  @Test(arguments: [
    ("demo --speed -1", "--speed: `-1` won't do: give a number from 0.5 to 100000"),
    ("demo --speed=-1", "--speed: `-1` won't do: give a number from 0.5 to 100000"),
    ("demo --speed abc", "--speed: `abc` won't do: give a number from 0.5 to 100000"),
    ("demo --speed nan", "--speed: `nan` won't do"),
    ("demo --speed 1e9", "--speed: `1e9` won't do"),
    ("simulate --speed 0", "--speed: `0` won't do: give a number from 0.5 to 100000"),
    ("demo --tasks -5", "--tasks: `-5` won't do: give 0 to 1000000"),
    ("demo --tasks 1.5", "--tasks: `1.5` won't do: give 0 to 1000000"),
    ("demo --seed -3", "--seed: `-3` won't do: give a whole number from 0"),
    ("simulate --port -1", "--port: `-1` won't do: give 0 to 65535"),
    ("simulate --port 65536", "--port: `65536` won't do: give 0 to 65535"),
    ("--interval -5", "--interval: `-5` won't do: give 1 to 3600 seconds"),
    ("dashboard --interval=-5", "--interval: `-5` won't do: give 1 to 3600 seconds"),
    ("--interval abc", "--interval: `abc` won't do: give 1 to 3600 seconds"),
    ("config show --interval 0", "--interval: `0` won't do: give 1 to 3600 seconds"),
    ("list --log-level -1", "--log-level: `-1` is none of off, error, info, debug"),
    ("list --output jsn", "--output: `jsn` is none of table, json, ndjson: did you mean `json`?"),
    ("doctor --output foo", "--output: `foo` is none of text, json"),
    ("config --output jsn", "--output: `jsn` is none of table, json: did you mean `json`?"),
    ("list --sort data,nope", "--sort: `nope` is no column"),
    ("list --sort statis", "--sort: `statis` is no column: did you mean `status`?"),
    ("cancel", "Missing expected argument '<identifier> ...'"),
    ("cancel a --max-actions 0", "--max-actions: `0` won't do: give 1 to 1000 tasks"),
    ("show a b", "Unexpected argument 'b'"),
    ("journal --since x", "--since: `x` won't do: a time span is in s, m, h, d or w"),
    ("journal --only here,nope", "--only: `nope` is none of status, progress, alerts, here"),
    ("wait", "Missing expected argument '<identifier> ...'"),
    ("queue add", "Name the export: --export-task-identifier"),
    ("queue add --from-task a --from-file b", "can't be given together"),
    ("queue add --from-task a --latest 22:00", "--latest goes with --at"),
    ("queue add --from-task a --at 25:00", "--at: `25:00` is no time"),
    ("queue list --output xml", "--output: `xml` is none of text, json, ndjson"),
    ("start --newest-snapshot --source-arn a", "can't be given together"),
    ("wait a --timeout 5", "--timeout: `5` won't do: a time span is in s, m, h, d or w"),
    ("wait a --timeout 0s", "--timeout: `0s` won't do"),
    ("demo --speed --tasks 5", "--speed: its value is missing before `--tasks`"),
    ("--log-level --region x", "--log-level: its value is missing before `--region`"),
    ("demo --speed", "Missing value for '--speed <number>'"),
    ("list --region --output json", "Missing value for '--region <name>'"),
    ("--them dark", "Unknown option '--them'. Did you mean '--theme'?"),
    ("--regoin eu", "Unknown option '--regoin'. Did you mean '--region'?"),
    ("--speed 5", "Unknown option '--speed'"), ("demo --profile x", "Unknown option '--profile'"),
    ("--read-only=false", "does not take any value"),
  ])
  func `a wrong option says what would be right`(line: String, expected: String) {
    let (text, code) = answer(line.split(separator: " ").map(String.init))
    #expect(code == 64)
    #expect(text.contains(expected), "\(text)")
    for line in text.split(separator: "\n") where !line.hasPrefix("Help:") {
      #expect(line.count <= 100, "\(line)")
    }
  }

  @Test func `a number may be written with all its options`() throws {
    let words = ["demo", "--speed", "0.5", "--tasks=0", "--seed", "7"]
    let demo = try #require(try ExportdeckCommand.command(for: words) as? DemoCommand)
    let options = try demo.options()
    #expect(options.speed == 0.5)
    #expect(options.tasks == 0)
    #expect(options.seed == 7)
    let plain = try #require(try ExportdeckCommand.command(for: ["demo"]) as? DemoCommand)
    #expect(try plain.options().speed == 3)
    #expect(try plain.options().tasks == 40)
    #expect(try plain.options().seed == 1)
  }

  @Test(arguments: [
    ("list --output json x", true), ("list --output=ndjson x", true), ("--output json", true),
    ("list --output table x", false), ("list x", false), ("list -- --output json", false),
    ("list --output", false), ("list json", false),
  ])
  func `a program that wants JSON is told in JSON what is wrong`(line: String, isWanted: Bool) {
    let words = line.split(separator: " ").map(String.init)
    #expect(ExportdeckCommand.wantsJSON(words) == isWanted)
  }

  @Test func `what is wrong and how it is used are two members`() {
    let error = ExportdeckCommand.misuse(answer(["cancel", "--yes"]).text)
    #expect(error.name == "Usage" && error.isMisuse)
    #expect(error.message == "Missing expected argument '<identifier> ...'")
    #expect(error.advice?.contains("Usage: exportdeck cancel <identifier> ...") == true)
  }

  // MARK: Help

  private static let commands: [[String]] = [
    [], ["dashboard"], ["demo"], ["list"], ["start"], ["show"], ["cancel"], ["wait"],
    ["queue"], ["queue", "list"], ["queue", "add"], ["queue", "remove"], ["queue", "hold"],
    ["queue", "release"], ["queue", "move"], ["queue", "run"],
    ["journal"], ["doctor"], ["simulate"], ["config"],
    ["config", "show"], ["config", "path"], ["config", "init"], ["themes"], ["themes", "list"],
    ["themes", "check"],
  ]

  @Test func `every command is among those whose help is read here`() {
    func paths(_ command: any ParsableCommand.Type, _ path: [String]) -> [[String]] {
      [path] + command.configuration.subcommands.flatMap { paths($0, path + [$0._commandName]) }
    }
    #expect(Set(paths(ExportdeckCommand.self, [])) == Set(Self.commands))
  }

  @Test(arguments: commands)
  func `a help has no blank rows, no long ones, and no numbers for names`(command: [String]) throws
  {
    let (help, code) = answer(command + ["--help"])
    #expect(code == 0)
    #expect(help == answer(["help"] + command).text)
    let lines = help.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.last != "")
    for (line, next) in zip(lines, lines.dropFirst()) {
      #expect(!line.isEmpty || !next.isEmpty, "two blank rows in \(help)")
    }
    for line in lines {
      #expect(line.count <= 80 && line.last != " ", "\(line)|")
    }
    let shown = lines.map { $0.trimmingPrefix { $0 == " " } }.joined(separator: " ")
    for case let setting as any DeclaredOption in Configuration.declared.all
    where shown.contains("\(setting.flag) <") && setting.flag != "--output" {
      #expect(shown.contains(setting.sentence), "\(setting.flag)")
    }
    #expect(!shown.contains(".0)"))
  }

  @Test func `the log level's default is a word`() {
    let help = answer(["--help"]).text.replacing(/\n */, with: " ")
    #expect(help.contains("(off, error, info, debug; default: error)"))
  }

  @Test func `the program's own help shows every option of the dashboard`() {
    let help = answer(["--help"]).text
    let dashboard = answer(["dashboard", "--help"]).text
    let flags = dashboard.matches(of: /--[a-z][a-z-]+/).map { String($0.output) }
    #expect(flags.contains("--profile") && flags.contains("--read-only") && flags.count > 10)
    for flag in flags { #expect(help.contains(flag), "\(flag)") }
    #expect(help.ranges(of: "--help").count == 1)
    #expect(help.ranges(of: "--version").count == 1)
    #expect(answer(["-h"]).text == help)
  }
}
