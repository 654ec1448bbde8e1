import Foundation
import Glibc
import Support
import Testing

/// What the program has started ends with it: a `credential_process` has a session of its own, which
/// no terminal's C-c and hang-up reach.
@Suite(.timeLimit(.minutes(5))) struct LeavingTests {
  /// A home folder with a profile whose program never ends, and tells who it is.
  private struct Home {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("exportdeck-leaving-\(UUID().uuidString)")
    var pidFile: String { folder.appendingPathComponent("pid").path }

    init() throws {
      let aws = folder.appendingPathComponent(".aws")
      try FileManager.default.createDirectory(at: aws, withIntermediateDirectories: true)
      let program = folder.appendingPathComponent("get")
      try "echo $$ > '\(pidFile).new'; mv '\(pidFile).new' '\(pidFile)'; exec sleep 600\n"
        .write(to: program, atomically: true, encoding: .utf8)
      try "[default]\nregion = eu-west-1\ncredential_process = /bin/sh '\(program.path)'\n"
        .write(to: aws.appendingPathComponent("config"), atomically: true, encoding: .utf8)
    }

    var variables: [String: String] {
      [
        "PATH": "/usr/bin:/bin", "HOME": folder.path, "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
        "LD_LIBRARY_PATH": ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"] ?? "",
      ]
    }

    func programStarts() async throws -> pid_t {
      let file = pidFile
      try await eventually("the program") { FileManager.default.fileExists(atPath: file) }
      let text = try String(contentsOfFile: file, encoding: .utf8)
      return try #require(pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines)))
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }
  }

  /// One that has ended may stay as a zombie where nobody reaps orphans.
  private func expectGone(_ pid: pid_t) async throws {
    try await eventually("the end of \(pid)") {
      guard kill(pid, 0) == 0 else { return true }
      return (try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8))?
        .contains(") Z ") ?? true
    }
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
  func `a command that a signal ends takes its credential process with it`(number: Int32)
    async throws
  {
    let home = try Home()
    defer { home.remove() }
    let command = try ProcessRunner.start(
      ProcessRunner.exportdeck, ["list"], environment: home.variables)
    let program = try await home.programStarts()
    kill(command.pid, number)
    #expect(command.wait() == 128 + number)
    try await expectGone(program)
  }

  @Test func `a dashboard that is left takes its credential process with it`() async throws {
    let home = try Home()
    defer { home.remove() }
    let terminal = try TmuxTerminal(columns: 100, rows: 30, environment: home.variables)
    try terminal.type(ProcessRunner.exportdeck)
    try terminal.press("Enter")
    let program = try await home.programStarts()
    try terminal.press("q")
    try await terminal.waitFor(#"ready\$ ?$"#)
    try await expectGone(program)
  }
}
