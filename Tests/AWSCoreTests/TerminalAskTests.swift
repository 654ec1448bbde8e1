import AWSCore
import Foundation
import Glibc
import Support
import Synchronization
import Testing

/// A pseudo-terminal with the test at its other end.
@Suite(.timeLimit(.minutes(15))) struct TerminalAskTests {
  private let clock = HandCrankedTimekeeper()
  private let question = Question(
    text: "MFA code for arn:aws:iam::123456789012:mfa/ana", reason: "profile \"p\u{1B}\" needs it")

  private func ask(at path: String) -> Task<String, any Error> {
    Task { [clock, question] in
      try await TerminalAsk(path: path, timekeeper: clock).answer(to: question)
    }
  }

  @Test(arguments: [
    ("123456\n", "123456"), (" 12 \r", "12"), ("99\u{15}123\u{7F}4\n", "124"), ("é\u{8}x\n", "x"),
  ])
  func `a code is read and never shown, and the terminal is as it was`(typed: String, code: String)
    async throws
  {
    let terminal = try PseudoTerminal()
    let before = terminal.settings
    let answer = ask(at: terminal.path)
    try await terminal.shows("mfa/ana: ")
    #expect(terminal.settings.c_lflag & tcflag_t(ECHO) == 0)
    terminal.type(typed)
    #expect(try await answer.value == code)
    #expect(terminal.settings.c_lflag == before.c_lflag)
    let shown = terminal.shown
    #expect(
      shown == "profile \"p\" needs it\r\nMFA code for arn:aws:iam::123456789012:mfa/ana: \r\n")
    #expect(clock.appointments == 0)
  }

  @Test(arguments: ["\u{3}", "12\u{4}", "\n"])
  func `C-c, C-d and an empty line decline`(typed: String) async throws {
    let terminal = try PseudoTerminal()
    let before = terminal.settings
    let answer = ask(at: terminal.path)
    try await terminal.shows("mfa/ana: ")
    terminal.type(typed)
    await #expect(throws: AskError.declined) { try await answer.value }
    #expect(terminal.settings.c_lflag == before.c_lflag)
  }

  @Test func `a cancelled question and one that is too late end, and restore the terminal`()
    async throws
  {
    let terminal = try PseudoTerminal()
    let before = terminal.settings
    let cancelled = ask(at: terminal.path)
    try await terminal.shows("mfa/ana: ")
    cancelled.cancel()
    await #expect(throws: AskError.cancelled) { try await cancelled.value }
    #expect(terminal.settings.c_lflag == before.c_lflag)
    let late = ask(at: terminal.path)
    try await terminal.shows("mfa/ana: ")
    try await clock.advance(by: .seconds(120))
    await #expect(throws: AskError.timeout) { try await late.value }
    #expect(terminal.settings.c_lflag == before.c_lflag)
  }

  @Test func `what was typed before the question isn't its answer`() async throws {
    let terminal = try PseudoTerminal()
    terminal.type("before\n")
    let answer = ask(at: terminal.path)
    try await terminal.shows("mfa/ana: ")
    terminal.type("after\n")
    #expect(try await answer.value == "after")
  }

  @Test func `no terminal, nobody to ask`() async throws {
    await #expect(throws: AskError.nobody("there is no terminal to ask at")) {
      try await ask(at: "/absent/tty").value
    }
    let words = "/dev/null is no terminal that can hide what is typed"
    await #expect(throws: AskError.nobody(words)) { try await ask(at: "/dev/null").value }
  }

  @Test func `a terminal that is closed ends the question`() async throws {
    let terminal = try PseudoTerminal()
    let answer = ask(at: terminal.path)
    try await terminal.shows("mfa/ana: ")
    terminal.hangUp()
    await #expect(throws: AskError.nobody("the terminal was closed")) { try await answer.value }
  }
}

private final class PseudoTerminal: Sendable {
  private struct State {
    var master: Int32
    var shown = ""
  }

  let path: String
  /// Keeps the terminal and its settings alive between two openings.
  private let slave: Int32
  private let state: Mutex<State>

  init() throws {
    // posix_openpt and its kin stand behind a feature macro: TIOCSPTLCK, TIOCGPTN.
    let master = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    var (isLocked, number): (CInt, CInt) = (0, 0)
    guard master >= 0, ioctl(master, 0x4004_5431, &isLocked) == 0,
      ioctl(master, 0x8004_5430, &number) == 0
    else { throw NeverHappened(description: "no pseudo-terminal") }
    path = "/dev/pts/\(number)"
    slave = open(path, O_RDWR | O_NOCTTY)
    _ = fcntl(master, F_SETFL, O_NONBLOCK)
    state = Mutex(State(master: master))
  }

  deinit {
    hangUp()
    close(slave)
  }

  var settings: termios {
    var settings = termios()
    tcgetattr(slave, &settings)
    return settings
  }

  /// Everything that the terminal has shown since `shows` last found something.
  var shown: String {
    state.withLock { state in
      var bytes = [UInt8](repeating: 0, count: 4096)
      let count = read(state.master, &bytes, bytes.count)
      if count > 0 { state.shown += String(decoding: bytes[..<count], as: UTF8.self) }
      return state.shown
    }
  }

  /// Waits for it at the end of what is shown.
  func shows(_ text: String) async throws {
    try await eventually("the prompt") { self.shown.hasSuffix(text) }
  }

  func type(_ text: String) {
    let bytes = Array(text.utf8)
    _ = write(state.withLock { $0.master }, bytes, bytes.count)
  }

  func hangUp() {
    state.withLock { state in
      if state.master >= 0 { close(state.master) }
      state.master = -1
    }
  }
}
