import Foundation
import Glibc
import Support
import Testing

/// A program that was started for credentials is in a session of its own, where C-c doesn't reach it:
/// it must not outlive exportdeck all the same.
@Suite(.timeLimit(.minutes(15))) final class `A slow credential_process` {
  private let home = FileManager.default.temporaryDirectory
    .appendingPathComponent("exportdeck-leaving-\(UUID().uuidString)")

  init() throws {
    let folder = home.appendingPathComponent(".aws")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try """
    [default]
    region = eu-west-1
    credential_process = /bin/sh -c 'sleep 600 & echo $! $$ > \(home.path)/started; wait'
    """.write(to: folder.appendingPathComponent("config"), atomically: true, encoding: .utf8)
  }

  deinit { try? FileManager.default.removeItem(at: home) }

  private var variables: [String: String] {
    [
      "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "",
      "LD_LIBRARY_PATH": ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"] ?? "",
      "HOME": home.path, "LC_ALL": "C.UTF-8", "AWS_EC2_METADATA_DISABLED": "true",
      "XDG_STATE_HOME": home.appendingPathComponent("state").path,
    ]
  }

  /// The numbers of the program that was started, once it is, and of what it has started itself.
  private func started() async throws -> [pid_t] {
    let file = home.appendingPathComponent("started")
    @Sendable func numbers() -> [pid_t]? {
      (try? String(contentsOf: file, encoding: .utf8)).flatMap { text in
        text.hasSuffix("\n") ? text.dropLast().split(separator: " ").compactMap { pid_t($0) } : nil
      }
    }
    try await eventually("the program runs") { numbers() != nil }
    return try #require(numbers())
  }

  /// One that nobody has reaped counts as gone.
  private static func isGone(_ processes: [pid_t]) -> Bool {
    processes.allSatisfy { process in
      let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
      return status?.split(separator: ")").last?.hasPrefix(" Z") ?? true
    }
  }

  @Test(arguments: ["list", "doctor"], [SIGKILL, SIGSEGV, SIGUSR1, SIGQUIT])
  func `is ended where the command could not`(_ command: String, _ number: Int32) async throws {
    let child = try ProcessRunner.start(
      ProcessRunner.exportdeck, [command], environment: variables)
    let programs = try await started()
    #expect(programs.count == 2 && !Self.isGone(programs))
    kill(child.pid, number)
    #expect(child.wait() == 128 + number)
    try await eventually("the end of both") { Self.isGone(programs) }
  }

  @Test(arguments: ["list", "doctor"], [SIGINT, SIGTERM, SIGHUP])
  func `is ended with the command, which dies of the signal`(
    _ command: String, _ number: Int32
  ) async throws {
    let child = try ProcessRunner.start(
      ProcessRunner.exportdeck, [command], environment: variables)
    let program = try await started()
    kill(child.pid, number)
    #expect(child.wait() == 128 + number)
    // A busy machine takes its time over one that was killed.
    try await eventually("its end") { Self.isGone(program) }
  }

  @Test(.enabled(if: Judge.hasTmux)) func `is ended with the dashboard`() async throws {
    let terminal = try TmuxTerminal(columns: 80, rows: 24, environment: variables)
    try terminal.type("\(ProcessRunner.exportdeck); echo left $?")
    try terminal.press("Enter")
    let program = try await started()
    try await terminal.waitFor("waiting for")
    try terminal.press("q")
    try await terminal.waitFor("left 0")
    // A busy machine takes its time over one that was killed.
    try await eventually("its end") { Self.isGone(program) }
  }
}
