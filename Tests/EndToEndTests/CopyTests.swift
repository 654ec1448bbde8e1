import Foundation
import Support
import Testing

/// What is copied, and what is said of it, in a real tmux with the settings that it comes with.
@Suite(.serialized, .enabled(if: Judge.hasTmux), .timeLimit(.minutes(10)))
struct `A copy in a real terminal` {
  private func opened(
    _ variables: (TmuxTerminal) throws -> [String: String]
  ) async throws -> (TmuxTerminal, identifier: String) {
    let terminal = try TmuxTerminal(columns: 120, rows: 40)
    try await terminal.waitFor(#"ready\$ ?$"#)
    let settings = try variables(terminal).map { "\($0.key)='\($0.value)'" }
    try terminal.type(
      (settings + ["\(ProcessRunner.exportdeck) demo"]).joined(separator: " "))
    try terminal.press("Enter")
    try await terminal.waitFor(#"\d+ exports"#)
    try terminal.press("y")
    let screen = try await terminal.waitFor("Copy of ")
    let named = try #require(screen.range(of: #"Copy of [-\w]+"#, options: .regularExpression))
    return (terminal, String(screen[named].dropFirst("Copy of ".count)))
  }

  /// Copies until what is said of it is seen: a notice goes away by itself, and other tests may hold
  /// this one for longer than that.
  private func copied(_ terminal: TmuxTerminal, saying words: String) async throws -> String {
    for _ in 0..<20 {
      try terminal.press("y")
      if let screen = try? await terminal.waitFor(words, limit: .seconds(4)) { return screen }
      try terminal.press("y")
      try await terminal.waitFor("Copy of ")
    }
    try terminal.press("y")
    return try await terminal.waitFor(words)
  }

  @Test func `tmux has it in its buffer, and its terminal gets it`() async throws {
    let (terminal, identifier) = try await opened { try $0.ownVariables() }
    let outside = try TerminalProgram(
      terminal.attaching.program, terminal.attaching.arguments,
      environment: ["TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "HOME": "/nonexistent"])
    try await outside.shows("Copy of")
    #expect(try terminal.fact("#{?session_attached,yes,no}") == "yes")
    _ = try await copied(terminal, saying: "copied to tmux, and to its terminal if")
    #expect(terminal.buffer() == identifier)
    let encoded = Data(identifier.utf8).base64EncodedString()
    try await outside.shows("\u{1B}]52;;\(encoded)")
    Judge.report("a real terminal (tmux): copy", cases: 1)
  }

  @Test func `a tmux that doesn't answer is no copy, and the way out is told`() async throws {
    let (terminal, identifier) = try await opened { _ in
      ["TMUX": "/nonexistent/socket,1,0", "TMUX_PANE": "%0"]
    }
    let screen = try await copied(
      terminal, saying: "sent to the terminal, which gets it if tmux has")
    #expect(screen.contains("set-clipboard"))
    #expect(screen.contains(": \(identifier)"))
    #expect(terminal.buffer() == nil)
  }

  @Test func `a terminal that never answers is not said to have copied`() async throws {
    let (terminal, identifier) = try await opened { _ in ["TERM": "xterm-256color"] }
    _ = try await copied(terminal, saying: "sent to the terminal: \(identifier)")
  }
}
