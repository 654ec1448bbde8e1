import Foundation
import Glibc
import Support
import Testing

/// Every signal of the system at a dashboard that is up: what signal(7) says that it does by default is
/// what it does, and whoever dies gives the terminal back.
@Suite(.serialized, .timeLimit(.minutes(10))) struct `A signal at the dashboard` {
  private let home = FileManager.default.temporaryDirectory
    .appendingPathComponent("exportdeck-signal-\(UUID().uuidString)")

  private func open() async throws -> TerminalProgram {
    let program = try TerminalProgram(
      ProcessRunner.exportdeck, ["demo", "--speed", "60"],
      environment: [
        "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "",
        "LD_LIBRARY_PATH": ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"] ?? "",
        "HOME": home.path, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8",
      ])
    try await program.shows(" exports")
    #expect(program.isInAlternateScreen)
    return program
  }

  private func expectRestored(_ program: TerminalProgram) {
    #expect(program.isSetAsBefore)
    #expect(!program.isInAlternateScreen)
  }

  private static let stopping = [SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU]
  /// What the program goes on after; of these, it ignores PIPE itself, since a peer that goes away is no
  /// end of a dashboard, and the C library takes 33 for its own use once there is a thread.
  private static let harmless = [SIGCHLD, SIGCONT, SIGURG, SIGWINCH, SIGPIPE, 33]
  /// What the program is told of, and ends by itself: with the status that a shell gives the signal.
  private static let told = [SIGTERM, SIGHUP, SIGINT, SIGQUIT]
  /// The C library ignores 32, which it keeps for itself, in every program that it spawns, as here; and
  /// what was ignored at the start stays so.
  private static let ending = (1...64).filter {
    !(stopping + harmless + told + [SIGKILL, 32]).contains($0)
  }

  @Test(arguments: ending)
  func `ends it by the default action, and the terminal is as before`(_ number: Int32) async throws
  {
    let program = try await open()
    kill(program.pid, number)
    #expect(try await program.end() == -number)
    expectRestored(program)
    Judge.report("signals at the dashboard", cases: 64)
  }

  @Test(arguments: told)
  func `is heard, and the terminal is as before`(_ number: Int32) async throws {
    let program = try await open()
    kill(program.pid, number)
    #expect(try await program.end() == 128 + number)
    expectRestored(program)
  }

  @Test(arguments: harmless + [SIGTSTP, SIGTTIN, SIGTTOU])
  func `is lived through`(_ number: Int32) async throws {
    // Nobody could make it go on: the kernel stops no orphaned process group but by STOP.
    let program = try await open()
    kill(program.pid, number)
    program.type("?")
    try await program.shows("keys")
    // The help, and the program.
    try await eventually("the end") {
      program.type("q")
      return program.isSetAsBefore
    }
    #expect(try await program.end() == 0)
    expectRestored(program)
  }

  @Test func `stops it, and it goes on`() async throws {
    let program = try await open()
    kill(program.pid, SIGSTOP)
    try await eventually("it is stopped") { program.state == "T" }
    kill(program.pid, SIGCONT)
    try await eventually("it goes on") { program.state != "T" }
    kill(program.pid, SIGUSR1)
    #expect(try await program.end() == -SIGUSR1)
    expectRestored(program)
  }

  @Test func `that is ignored from the start stays so`() async throws {
    let program = try TerminalProgram(
      "/bin/sh",
      [
        "-c", "trap '' USR1 ALRM HUP 40 2>/dev/null; exec \"$0\" demo", ProcessRunner.exportdeck,
      ],
      environment: [
        "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "",
        "LD_LIBRARY_PATH": ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"] ?? "",
        "HOME": home.path, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8",
      ])
    try await program.shows(" exports")
    for number in [SIGUSR1, SIGALRM, SIGHUP] { kill(program.pid, number) }
    program.type("?")
    try await program.shows("keys")
    kill(program.pid, SIGUSR2)
    #expect(try await program.end() == -SIGUSR2)
    expectRestored(program)
  }

  /// How long that takes is a figure of `scripts/check blocked-terminal`.
  @Test(arguments: [SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGUSR1, SIGSEGV])
  func `ends it in a terminal that takes no output`(_ number: Int32) async throws {
    let program = try await open()
    program.stopReading()
    // Each of them draws the whole screen; once nothing more fits, keys are no longer read.
    var looks = 0
    for _ in 0..<20_000 where looks < 100 {
      program.type("\u{C}")
      try await Task.sleep(for: .milliseconds(5))
      looks = program.unread > 0 ? looks + 1 : 0
    }
    try #require(program.unread > 0, "the program still reads")
    kill(program.pid, number)
    #expect(try await program.end() == -number)
    program.goOnReading()
    expectRestored(program)
  }
}
