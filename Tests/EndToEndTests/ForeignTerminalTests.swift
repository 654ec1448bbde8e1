import Foundation
import Support
import Testing

/// Terminals, locales and lines that the machine doesn't know, and the real program in them.
@Suite(.serialized, .timeLimit(.minutes(10))) struct `In a terminal that is not like the others` {
  private func terminal(
    _ arguments: [String], _ variables: [String: String]
  ) throws -> TerminalProgram {
    var environment = [
      "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "",
      "LD_LIBRARY_PATH": ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"] ?? "",
      "HOME": "/nonexistent", "TERM": "xterm-256color", "AWS_EC2_METADATA_DISABLED": "true",
    ]
    environment.merge(variables) { $1 }
    return try TerminalProgram(ProcessRunner.exportdeck, arguments, environment: environment)
  }

  /// What doctor says of the terminal, in one line.
  private func doctor(_ variables: [String: String]) async throws -> String {
    let program = try terminal(["doctor"], variables)
    #expect(try await program.end() == 1)
    let lines = program.shown.replacingOccurrences(of: "\r", with: "").components(separatedBy: "\n")
    let first = try #require(lines.firstIndex { $0.hasPrefix("terminal ") })
    let rest = lines[(first + 1)...].prefix { $0.hasPrefix(" ") }
    return ([lines[first]] + rest).map { $0.trimmingCharacters(in: .whitespaces) }
      .joined(separator: " ")
  }

  /// Names of places that no machine has.
  private static let locales: [(variables: [String: String], words: String)] = [
    (["LC_ALL": "xx_XX.UTF-8"], "locale C.UTF-8, because LC_ALL=xx_XX.UTF-8 is not installed"),
    (["LANG": "xx_XX.utf8@euro"], "locale C.UTF-8, because LANG=xx_XX.utf8@euro is not installed"),
    (["LC_CTYPE": "xx_XX.UTF8"], "locale C.UTF-8, because LC_CTYPE=xx_XX.UTF8 is not installed"),
    (["LC_CTYPE": "UTF-8"], "locale C.UTF-8, because LC_CTYPE=UTF-8 is not installed"),
    (["LC_ALL": "C.UTF-8", "LANG": "C"], "locale C.UTF-8"),
    (["LC_ALL": "", "LANG": "C.UTF-8", "LC_TIME": "xx_XX.UTF-8"], "locale C.UTF-8"),
    (["LANG": "C.utf8"], "locale C.utf8"),
    (["LC_ALL": "xx_XX"], "locale C (ASCII only), because LC_ALL=xx_XX is not installed"),
    (
      ["LANG": "xx_XX.ISO-8859-1"],
      "locale C (ASCII only), because LANG=xx_XX.ISO-8859-1 is not installed"
    ),
    (["LC_ALL": "C", "LANG": "C.UTF-8"], "locale C (ASCII only)"),
    (["LC_ALL": "POSIX"], "locale C (ASCII only)"),
    ([:], "locale C (ASCII only), because none is set"),
  ]

  @Test(arguments: locales)
  func `doctor says which locale took effect`(
    variables: [String: String], words: String
  ) async throws {
    let said = try await doctor(variables)
    #expect(said.hasSuffix(", \(words)"), "\(said)")
  }

  @Test func `doctor says what the terminal is drawn as, and what can't be used`() async throws {
    #expect(
      try await doctor(["TERM": "xterm-exportdeck"]).contains(
        "TERM=xterm-exportdeck is unknown on this machine: drawn as xterm-256color, 256 colours"))
    #expect(try await doctor(["TERM": "exportdeck"]).contains("failed: TERM=exportdeck"))
    #expect(try await doctor(["ESCDELAY": "soon"]).contains("ESCDELAY=soon is no number"))
    #expect(
      try await doctor(["LANG": "C.UTF-8", "EXPORTDECK_ASCII": "true"]).contains(
        "ASCII only by environment variable EXPORTDECK_ASCII"))
  }

  @Test func `a UTF-8 locale that isn't installed shows what UTF-8 shows`() async throws {
    for name in ["xx_XX.UTF-8", "UTF-8"] {
      let program = try terminal(["demo"], ["LC_ALL": name])
      try await program.shows(" exports")
      try await program.shows("▶")
      program.type("q")
      #expect(try await program.end() == 0)
    }
  }

  @Test func `an unknown terminal is drawn as its like, and says so once`() async throws {
    let program = try terminal(["demo"], ["TERM": "xterm-exportdeck", "LC_ALL": "C.UTF-8"])
    try await program.shows(" exports")
    try await program.shows("is unknown on this machine")
    #expect(program.isInAlternateScreen)
    program.type("q")
    #expect(try await program.end() == 0)
    #expect(!program.isInAlternateScreen)
    #expect(program.isSetAsBefore)
    for term in ["", "dumb", "exportdeck"] {
      let program = try terminal(["demo"], ["TERM": term])
      #expect(try await program.end() == 1)
      #expect(program.shown.contains("exportdeck list"))
    }
  }

  @Test(.enabled(if: Judge.hasTmux))
  func `an arrow that arrives in pieces is an arrow, if ESCDELAY says so`() async throws {
    let terminal = try TmuxTerminal(columns: 100, rows: 20, environment: ["ESCDELAY": "8000"])
    try terminal.type("\(ProcessRunner.exportdeck) demo")
    try terminal.press("Enter")
    try await terminal.waitFor(#"\d+ exports"#)
    try terminal.press("?")
    try await terminal.waitFor("keys and signs")
    try await terminal.waitFor("In the list")
    for piece in ["\u{1B}", "[", "B"] {
      try terminal.type(piece)
      try await Task.sleep(for: .milliseconds(100))
    }
    try await terminal.waitForNo("In the list")
    #expect(try terminal.screen().contains("keys and signs"))
    Judge.report("a real terminal (tmux): a slow line", cases: 1)
  }
}
