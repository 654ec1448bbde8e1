import Foundation
import Glibc
import Synchronization

/// A program in a pseudo-terminal of its own, without a shell between: what it died of is seen as it is,
/// and the test decides whether anybody reads what it shows.
public final class TerminalProgram: Sendable {
  private struct Reading {
    var bytes: [UInt8] = []
    var isOn = true
  }

  public let pid: pid_t
  private let keyboard: Int32
  /// Held open, so that the terminal outlives the program.
  private let terminal: Int32
  private let before: [UInt8]
  private let reading = Mutex(Reading())
  private let status = Mutex<Int32?>(nil)

  public init(
    _ program: String, _ arguments: [String], environment: [String: String]
  ) throws {
    var (keyboard, terminal): (Int32, Int32) = (-1, -1)
    var size = winsize(ws_row: 40, ws_col: 120, ws_xpixel: 0, ws_ypixel: 0)
    guard openpty(&keyboard, &terminal, nil, nil, &size) == 0, let path = ttyname(terminal) else {
      throw NeverHappened(description: "openpty: \(String(cString: strerror(errno)))")
    }
    for end in [keyboard, terminal] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    _ = fcntl(keyboard, F_SETFL, O_NONBLOCK)
    (self.keyboard, self.terminal) = (keyboard, terminal)
    before = Self.settings(of: terminal)
    pid = try Self.spawn(program, arguments, environment, at: String(cString: path))
  }

  deinit {
    if status.withLock({ $0 }) == nil {
      kill(pid, SIGKILL)
      var ignored: Int32 = 0
      waitpid(pid, &ignored, 0)
    }
    close(keyboard)
    close(terminal)
  }

  /// A session of its own, whose leader's first terminal is the one that it opens.
  private static func spawn(
    _ program: String, _ arguments: [String], _ environment: [String: String], at path: String
  ) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, path, O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, 0, 1)
    posix_spawn_file_actions_adddup2(&actions, 0, 2)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    // The last is POSIX_SPAWN_SETSID, which stands behind a feature macro of the C library's.
    let flags = Int32(POSIX_SPAWN_SETSIGMASK) | Int32(POSIX_SPAWN_SETSIGDEF) | 0x80
    posix_spawnattr_setflags(&attributes, Int16(flags))
    var words = ([program] + arguments).map { strdup($0) } + [nil]
    let variables = environment.merging(ProcessRunner.sanitizerSettings) { own, _ in own }
    var settings = variables.map { strdup("\($0)=\($1)") } + [nil]
    defer { for word in words + settings { free(word) } }
    var child: pid_t = 0
    let code = posix_spawn(&child, program, &actions, &attributes, &words, &settings)
    guard code == 0 else {
      throw NeverHappened(description: "\(program): \(String(cString: strerror(code)))")
    }
    return child
  }

  private static func settings(of terminal: Int32) -> [UInt8] {
    var settings = termios()
    tcgetattr(terminal, &settings)
    let flags = [settings.c_iflag, settings.c_oflag, settings.c_cflag, settings.c_lflag]
    return flags.flatMap { flag in withUnsafeBytes(of: flag) { Array($0) } }
      + withUnsafeBytes(of: settings.c_cc) { Array($0) }
  }

  /// Whether the terminal is set as it was before the program began.
  public var isSetAsBefore: Bool { Self.settings(of: terminal) == before }

  /// Whether what is typed is shown.
  public var echoes: Bool {
    var settings = termios()
    tcgetattr(terminal, &settings)
    return settings.c_lflag & tcflag_t(ECHO) != 0
  }

  /// All that was shown, as far as it was read.
  public var shown: String {
    reading.withLock { reading in
      var chunk = [UInt8](repeating: 0, count: 64 << 10)
      while reading.isOn {
        let count = read(keyboard, &chunk, chunk.count)
        guard count > 0 else { break }
        reading.bytes += chunk[..<count]
      }
      return String(decoding: reading.bytes, as: UTF8.self)
    }
  }

  /// Whether the alternate screen was entered and not left again.
  public var isInAlternateScreen: Bool {
    let shown = shown
    guard let entered = shown.range(of: "\u{1B}[?1049h", options: .backwards) else { return false }
    return shown[entered.upperBound...].range(of: "\u{1B}[?1049l") == nil
  }

  /// From now on nobody reads, as behind a connection that hangs.
  public func stopReading() { reading.withLock { $0.isOn = false } }

  public func goOnReading() { reading.withLock { $0.isOn = true } }

  public func type(_ text: String) {
    let bytes = Array(text.utf8)
    _ = write(keyboard, bytes, bytes.count)
  }

  /// How many bytes were typed that the program has not read.
  public var unread: Int {
    var count: Int32 = 0
    _ = ioctl(terminal, UInt(FIONREAD), &count)
    return Int(count)
  }

  public func shows(_ text: String) async throws {
    try await eventually("“\(text)”") { self.shown.contains(text) }
  }

  /// Waits for its end: its exit status, or the signal that ended it as a negative number.
  public func end() async throws -> Int32 {
    try await eventually("the end of the program") {
      _ = self.shown
      return self.hasEnded
    }
    let status = status.withLock { $0 ?? 0 }
    let signal = status & 0x7F
    return signal == 0 ? (status >> 8) & 0xFF : -signal
  }

  private var hasEnded: Bool {
    status.withLock { known in
      var status: Int32 = 0
      if known == nil, waitpid(pid, &status, WNOHANG) == pid { known = status }
      return known != nil
    }
  }

  /// What `/proc` says that it does: R, S, T (stopped), Z.
  public var state: Character? {
    (try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8))
      .flatMap { $0.split(separator: ")").last?.first { !$0.isWhitespace } }
  }
}
