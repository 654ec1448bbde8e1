import Foundation
import Glibc
import Support
import Testing

/// The real program in a real terminal: what only a terminal shows.
@Suite(.serialized, .enabled(if: Judge.hasTmux)) struct `In a real terminal` {
  static let demo = "\(ProcessRunner.exportdeck) demo --tasks 40 --speed 60"

  /// A shell that has run `stty`, so that the same can be compared afterwards.
  func shell(
    columns: Int = 120, rows: Int = 40, environment: [String: String] = [:]
  ) async throws -> TmuxTerminal {
    let terminal = try TmuxTerminal(columns: columns, rows: rows, environment: environment)
    try await terminal.waitFor(#"ready\$ ?$"#)
    return terminal
  }

  func openDemo(_ terminal: TmuxTerminal, options: String = "") async throws {
    try terminal.type("cd; stty -g > before; \(Self.demo) \(options)")
    try terminal.press("Enter")
    try await terminal.waitFor(#"\d+ exports"#)
  }

  /// Checks that the terminal is as it was: modes, screen, cursor.
  func expectRestored(_ terminal: TmuxTerminal) async throws {
    try await terminal.waitFor(#"ready\$ ?$"#)
    #expect(try terminal.fact("#{alternate_on}") == "0")
    #expect(try terminal.fact("#{cursor_flag}") == "1")
    #expect(try terminal.fact("#{keypad_cursor_flag}#{keypad_flag}") == "00")
    try terminal.type("stty -g > after; cmp before after && echo modes-are-the-same")
    try terminal.press("Enter")
    try await terminal.waitFor("^modes-are-the-same")
  }

  func program(_ terminal: TmuxTerminal) throws -> Int32 {
    try #require(try terminal.child(named: "exportdeck"))
  }

  @Test func `it opens, filters, shows details and quits`() async throws {
    let terminal = try await shell()
    try await openDemo(terminal)
    try terminal.press("/")
    try terminal.type("status=complete")
    try await terminal.waitFor("status=complete")
    try terminal.press("Enter")
    try await terminal.waitForNo("▶ running +[█▏▎▍▌▋▊▉·]")
    try terminal.press("Enter")
    try await terminal.waitFor("overview")
    try terminal.press("Escape")
    try await terminal.waitForNo("overview")
    try terminal.press("q")
    try await expectRestored(terminal)
    Judge.report("a real terminal (tmux): open, filter, details, quit", cases: 1)
  }

  @Test func `a task is canceled, and goes through CANCELING to CANCELED`() async throws {
    let terminal = try await shell()
    try await openDemo(terminal)
    try terminal.press("/")
    try terminal.type("status=running")
    try terminal.press("Enter")
    try await terminal.waitFor("▶ running")
    try terminal.press("g")
    let before = try terminal.screen()
    let row = try #require(before.split(separator: "\n").first { $0.contains("▌") })
    let identifier = try #require(row.split(separator: " ").first { $0.contains("-") })
    try terminal.press("x")
    try await terminal.waitFor("isn't removed")
    try await terminal.press("C-y", untilGone: "isn't removed")
    try terminal.press("/", "C-u")
    try terminal.type("\(identifier)")
    try terminal.press("Enter")
    try await terminal.waitFor("\(identifier) .*◐ canceling")
    try await terminal.waitFor("\(identifier) .*⊘ canceled")
    try terminal.press("q")
    try await expectRestored(terminal)
    Judge.report("a real terminal (tmux): cancel", cases: 1)
  }

  @Test func `an ARN that is pasted into the list does nothing`() async throws {
    let terminal = try await shell()
    try await openDemo(terminal)
    try terminal.paste("arn:aws:rds:eu-west-1:123456789012:snapshot:q-x-q\nq\nxy")
    try terminal.press("?")
    // The hints name the help too: its title alone shows that it is open.
    try await terminal.waitFor("keys and signs")
    try await terminal.press("Escape", untilGone: "keys and signs")
    try terminal.press("/")
    try terminal.paste("arn:aws:rds")
    try await terminal.waitFor("arn:aws:rds")
    try terminal.press("C-c")
    try await expectRestored(terminal)
    Judge.report("a real terminal (tmux): paste", cases: 1)
  }

  @Test func `it follows the size, recovers from a tiny one, and leaves no trace`() async throws {
    let terminal = try await shell()
    try await openDemo(terminal)
    for (columns, rows) in [(80, 24), (30, 5), (200, 60), (20, 3), (120, 40)] {
      try terminal.resize(columns: columns, rows: rows)
      if columns < 40 {
        try await terminal.waitFor("40.8")
      } else {
        try await terminal.waitFor(#"^ *\d+ exports"#)
        try await terminal.waitFor("IDENTIFIER")
      }
    }
    try terminal.press("q")
    try await expectRestored(terminal)
    Judge.report("a real terminal (tmux): resize", cases: 5)
  }

  @Test func `an export is started from the keyboard`() async throws {
    let terminal = try await shell()
    try terminal.type("cd; stty -g > before; \(ProcessRunner.exportdeck) demo --speed 60 --tasks 0")
    try terminal.press("Enter")
    try await terminal.waitFor("0 exports")
    try terminal.press("n")
    try await terminal.waitFor("export-task-identifier")
    for text in [
      "arn:aws:rds:eu-west-1:123456789012:snapshot:orders-prod-before-upgrade",
      "from-the-keyboard", "acme-lake-raw",
    ] {
      try terminal.type(text)
      try terminal.press("Tab")
    }
    try terminal.paste("rds/pasted")
    try terminal.press("Tab")
    try terminal.type("arn:aws:iam::123456789012:role/rds-s3-export")
    try terminal.press("Tab")
    try terminal.type("alias/lake")
    try await terminal.waitFor("rds/pasted")
    try terminal.press("C-s")
    try await terminal.waitFor("y +(yes|start)|start it")
    try await terminal.press("C-y", untilGone: "export-task-identifier")
    try await terminal.waitFor("from-the-keyboard .*(starting|running)")
    try terminal.press("q")
    try await expectRestored(terminal)
    Judge.report("a real terminal (tmux): start", cases: 1)
  }

  @Test(arguments: [SIGTERM, SIGHUP, SIGINT, SIGQUIT])
  func `a signal ends it and the terminal is as before`(number: Int32) async throws {
    let terminal = try await shell()
    try await openDemo(terminal, options: "; echo status=$?")
    kill(try program(terminal), number)
    try await terminal.waitFor("^status=\(128 + number)")
    try await expectRestored(terminal)
    Judge.report("a real terminal (tmux): signal \(number)", cases: 1)
  }

  @Test(arguments: [SIGSEGV, SIGABRT, SIGILL, SIGBUS, SIGFPE, SIGTRAP])
  func `a crash gives the terminal back`(number: Int32) async throws {
    let terminal = try await shell()
    try await openDemo(terminal)
    kill(try program(terminal), number)
    try await expectRestored(terminal)
    Judge.report("a real terminal (tmux): crash \(number)", cases: 1)
  }

  @Test func `it stops and goes on`() async throws {
    let terminal = try await shell()
    try await openDemo(terminal)
    try terminal.press("C-z")
    try await terminal.waitFor("Stopped")
    #expect(try terminal.fact("#{alternate_on}") == "0")
    try terminal.type("fg")
    try terminal.press("Enter")
    try await terminal.waitFor(#"\d+ exports"#)
    #expect(try terminal.fact("#{alternate_on}") == "1")
    try terminal.press("q")
    try await expectRestored(terminal)
    Judge.report("a real terminal (tmux): suspend", cases: 1)
  }

  @Test func `the end of its terminal is its own end`() async throws {
    var terminal: TmuxTerminal? = try await shell()
    try await openDemo(terminal!)
    let program = try program(terminal!)
    terminal = nil
    try await eventually("the end of the program") { kill(program, 0) != 0 }
    Judge.report("a real terminal (tmux): closed terminal", cases: 1)
  }

  @Test func `ASCII is enough where the locale has nothing else`() async throws {
    let terminal = try await shell(environment: ["LC_ALL": "C", "LANG": "C"])
    try await openDemo(terminal)
    let screen = try terminal.screen()
    #expect(!screen.unicodeScalars.contains { !$0.isASCII })
    #expect(screen.contains("running"))
    try terminal.press("q")
    try await expectRestored(terminal)
    Judge.report("a real terminal (tmux): ASCII", cases: 1)
  }

  @Test func `a dumb terminal gets one sentence`() async throws {
    let terminal = try await shell()
    try terminal.type("TERM=dumb \(Self.demo); echo status=$?")
    try terminal.press("Enter")
    let screen = try await terminal.waitFor("^status=1")
    #expect(screen.contains("exportdeck list"))
    Judge.report("a real terminal (tmux): TERM=dumb", cases: 1)
  }

  @Test func `without a terminal it says so and points to list`() throws {
    let result = try ProcessRunner.run(ProcessRunner.exportdeck, ["demo"])
    #expect(result.status == 1)
    #expect(result.errors.contains("exportdeck list"))
    #expect(result.output.isEmpty)
  }
}
