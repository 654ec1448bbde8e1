import Foundation
import Glibc

/// Runs a program to its end, by the system's own calls: Foundation's `Process` waits by a run loop,
/// which a test's thread does not always turn.
public enum ProcessRunner {
  public struct Result: Sendable {
    public var status: Int32
    public var output: String
    public var errors: String
  }

  /// - Parameter environment: nil for that of the tests.
  public static func run(
    _ program: String, _ arguments: [String], environment: [String: String]? = nil,
    input: Data? = nil
  ) throws -> Result {
    // Files, not pipes: a program that writes more than a pipe holds must not stand still.
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("exportdeck-run-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let files = ["input", "output", "errors"].map { folder.appendingPathComponent($0) }
    try (input ?? Data()).write(to: files[0])
    let child = try start(
      program, arguments, environment: environment, input: files[0].path, output: files[1].path,
      errors: files[2].path)
    return Result(
      status: child.wait(), output: String(decoding: try Data(contentsOf: files[1]), as: UTF8.self),
      errors: String(decoding: try Data(contentsOf: files[2]), as: UTF8.self))
  }

  /// Runs a program to its end on a thread of its own, so that other tests go on meanwhile.
  public static func runBeside(
    _ program: String, _ arguments: [String], environment: [String: String]? = nil,
    input: Data? = nil
  ) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
      DispatchQueue.global().async {
        continuation.resume(
          with: Swift.Result {
            try run(program, arguments, environment: environment, input: input)
          })
      }
    }
  }

  /// A program that runs beside the test.
  public struct Child: Sendable {
    public let pid: pid_t

    /// Waits for its end and returns its exit status, or 128 and the signal that ended it.
    @discardableResult
    public func wait() -> Int32 {
      var status: Int32 = 0
      while waitpid(pid, &status, 0) < 0 && errno == EINTR {}
      let signal = status & 0x7F
      return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
    }

    /// Ends it at once.
    public func kill() {
      _ = Glibc.kill(pid, SIGKILL)
      wait()
    }
  }

  /// Starts a program; its files default to nothing.
  public static func start(
    _ program: String, _ arguments: [String], environment: [String: String]? = nil,
    input: String = "/dev/null", output: String = "/dev/null", errors: String = "/dev/null"
  ) throws -> Child {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT, 0o600)
    posix_spawn_file_actions_addopen(&actions, 2, errors, O_WRONLY | O_CREAT, 0o600)
    // Dispatch's threads block every signal, and a child would inherit that.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    let variables = (environment ?? ProcessInfo.processInfo.environment)
      .merging(sanitizerSettings) { own, _ in own }.map { "\($0)=\($1)" }
    var words = ([program] + arguments).map { strdup($0) } + [nil]
    var settings = variables.map { strdup($0) } + [nil]
    defer { for word in words + settings { free(word) } }
    var pid: pid_t = 0
    let code = posix_spawn(&pid, program, &actions, &attributes, &words, &settings)
    guard code == 0 else {
      throw NeverHappened(description: "\(program): \(String(cString: strerror(code)))")
    }
    return Child(pid: pid)
  }

  /// The program under test, which stands beside these tests as it was built with them: under a
  /// sanitizer where they are.
  public static var exportdeck: String {
    guard let tests = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    else { return Judge.root.appendingPathComponent(".build/debug/exportdeck").path }
    return URL(fileURLWithPath: tests).deletingLastPathComponent()
      .appendingPathComponent("exportdeck").path
  }

  /// What a sanitizer is told is the same for every program that a test starts.
  public static let sanitizerSettings = ProcessInfo.processInfo.environment
    .filter { ["TSAN_OPTIONS", "ASAN_OPTIONS", "LSAN_OPTIONS", "LD_PRELOAD"].contains($0.key) }
}
