import Foundation
import Glibc
import Simulator
import Support
import Testing

/// What the commands without a screen say, where, and what they leave, when something is wrong.
@Suite(.timeLimit(.minutes(15))) final class `A command in trouble` {
  private let home = FileManager.default.temporaryDirectory
    .appendingPathComponent("exportdeck-trouble-\(UUID().uuidString)")

  deinit { try? FileManager.default.removeItem(at: home) }

  private func run(
    _ arguments: [String], _ variables: [String: String] = [:]
  ) async throws -> ProcessRunner.Result {
    var all = [
      "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "",
      "LD_LIBRARY_PATH": ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"] ?? "",
      "HOME": home.path, "LC_ALL": "C.UTF-8", "AWS_EC2_METADATA_DISABLED": "true",
    ]
    all.merge(variables) { $1 }
    return try await ProcessRunner.runBeside(
      ProcessRunner.exportdeck, arguments, environment: all)
  }

  private let key = [
    "AWS_ACCESS_KEY_ID": SimulatorServer.accessKeyID,
    "AWS_SECRET_ACCESS_KEY": SimulatorServer.secretAccessKey, "AWS_REGION": "eu-west-1",
  ]

  @Test func `without credentials, list tells of every source in order`() async throws {
    let result = try await run(["list"], ["AWS_REGION": "eu-west-1"])
    #expect(result.status == 1)
    #expect(result.output.isEmpty)
    let places = [
      "exportdeck: No AWS credentials were found.\n", "AWS_ACCESS_KEY_ID",
      "AWS_WEB_IDENTITY_TOKEN_FILE", "profile \"default\"", "AWS_CONTAINER_CREDENTIALS_FULL_URI",
      "AWS_EC2_METADATA_DISABLED", "\nRun `aws configure`",
    ]
    var rest = result.errors[...]
    for place in places {
      let found = try #require(rest.range(of: place), "\(place) in \(result.errors)")
      rest = rest[found.upperBound...]
    }
  }

  @Test func `what is wrong and what to do are two lines`() async throws {
    let port = try LoopbackServer.freePort()
    let result = try await run(["list", "--endpoint-url", "http://127.0.0.1:\(port)"], key)
    #expect(result.status == 1)
    let lines = result.errors.split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines.first?.hasPrefix("exportdeck: 127.0.0.1:\(port) refuses connections") == true)
    #expect(lines.last?.hasPrefix("Check that the endpoint's") == true)
  }

  @Test(arguments: [
    ["list", "--output", "xml"], ["doctor", "--output", "table"], ["list", "--log-level", "loud"],
    ["doctor", "--nonsense"], ["nonsense"], ["lst"], ["demmo", "--help"], ["help", "nope"],
    ["demo", "--speed", "-1"], ["--interval", "-5"], ["themes", "chek"],
  ])
  func `a wrong option is 64, on standard error`(_ arguments: [String]) async throws {
    let result = try await run(arguments)
    #expect(result.status == 64)
    #expect(result.output.isEmpty)
    #expect(result.errors.contains("Usage: exportdeck"))
  }

  @Test(arguments: [
    ["list", "--sort", "nope"], ["start"], ["start", "--from-task", "a", "--timeout", "5m"],
    ["show"], ["cancel"], ["cancel", "a"], ["wait"], ["wait", "a", "--nonsense"], ["journal", "x"],
    ["queue", "list", "x"], ["queue", "add"], ["doctor", "x"], ["config", "show", "x"],
    ["config", "shw"], ["list", "--profile", "a", "--profile", "b"], ["nonsense"],
  ])
  func `a wrong use is 64 and an object on standard error where JSON is wanted`(
    _ arguments: [String]
  ) async throws {
    let result = try await ProcessRunner.runBeside(
      "/usr/bin/setsid", ["-w", ProcessRunner.exportdeck] + arguments + ["--output", "json"],
      environment: [
        "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "",
        "LD_LIBRARY_PATH": ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"] ?? "",
        "HOME": home.path, "LC_ALL": "C.UTF-8",
      ])
    #expect(result.status == 64, "\(result.errors)")
    #expect(result.output.isEmpty)
    let lines = result.errors.split(separator: "\n")
    #expect(lines.count == 1, "\(result.errors)")
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data((lines.last ?? "").utf8)) as? [String: Any])
    #expect(object["error"] as? String == "Usage", "\(object)")
    #expect((object["message"] as? String)?.isEmpty == false)
    #expect((object["advice"] as? String)?.isEmpty == false)
  }

  @Test func `a theme's problems are told with their lines, and are a failure`() async throws {
    let folder = home.appendingPathComponent(".config/exportdeck/themes")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let file = folder.appendingPathComponent("mine.toml").path
    try "extends = \"default\"\n\n[roles]\ntitle = { fg = \"rde\" }\n\"status.fialed\" = {}\n"
      .write(toFile: file, atomically: true, encoding: .utf8)
    let wrong = try await run(["themes", "check", "mine"])
    #expect(wrong.status == 1)
    #expect(
      wrong.output == """
        \(file):4: title: unknown colour `rde`: did you mean `red`?
        \(file):5: status.fialed: unknown role: did you mean `status.failed`?

        """)
    #expect(wrong.errors.isEmpty)
    let all = try await run(["themes", "check"])
    #expect(all.status == 1)
    #expect(all.output.contains("mine.toml:4: title: "))
    #expect(all.output.contains("/themes/nord.toml: nothing is wrong\n"))
    let right = try await run(["themes", "check", "nord"])
    #expect(right.status == 0)
    let list = try await run(["themes"])
    #expect(list.status == 0)
    #expect(list.output.contains("\nmine               \(file)\n"), "\(list.output)")
  }

  @Test(arguments: ["list", "doctor"])
  func `an output that is full is no success`(_ command: String) async throws {
    let server = try await SimulatorServer.start(
      SimulatorOptions(tasks: 3, seed: 1), timekeeper: HandCrankedTimekeeper(wall: Date()))
    let words = "\(ProcessRunner.exportdeck) \(command) --endpoint-url \(server.endpoint)"
    var variables = key.merging([
      "PATH": "/usr/bin:/bin", "HOME": home.path, "AWS_EC2_METADATA_DISABLED": "true",
    ]) { $1 }
    variables["LD_LIBRARY_PATH"] = ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"]
    let result = try await ProcessRunner.runBeside(
      "/bin/sh", ["-c", "\(words) > /dev/full"], environment: variables)
    await server.stop()
    #expect(result.status == 1)
    #expect(result.errors.contains("No space left on device"))
  }

  /// Runs what a shell makes of a line in which `exportdeck` is the program.
  private func shell(_ line: String) async throws -> ProcessRunner.Result {
    let exact = line.replacing("exportdeck", with: ProcessRunner.exportdeck)
    var variables = key.merging([
      "PATH": "/usr/bin:/bin", "HOME": home.path, "AWS_EC2_METADATA_DISABLED": "true",
      "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
    ]) { $1 }
    variables["LD_LIBRARY_PATH"] = ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"]
    return try await ProcessRunner.runBeside("/bin/bash", ["-c", exact], environment: variables)
  }

  @Test(arguments: ["list", "list --output json", "doctor", "simulate", "--help", "--version"])
  func `a closed output is told of, and a full one`(_ command: String) async throws {
    let closed = try await shell("exportdeck \(command) >&-")
    #expect(closed.status == 1)
    #expect(closed.errors.contains("standard output is closed"), "\(closed.errors)")
    // What is printed only at the end of the work has a test of its own.
    guard !["list", "list --output json"].contains(command) else { return }
    let full = try await shell("exportdeck \(command) > /dev/full")
    #expect(full.status == 1)
    #expect(full.errors.contains("No space left on device"), "\(full.errors)")
  }

  /// The first file that is opened would get the number of a closed stream, and what is written there.
  @Test(arguments: ["<&-", "2>&-", "<&- 2>&-"])
  func `what is closed stays closed`(_ closed: String) async throws {
    let result = try await shell("exportdeck simulate --help \(closed)")
    #expect(result.status == 0)
    let list = try await shell("exportdeck list \(closed)")
    #expect(list.status == 1)
    #expect(list.output.isEmpty)
    #expect(list.errors.contains("refuses connections") == !closed.contains("2"))
  }

  private static let isSanitized = !ProcessRunner.sanitizerSettings.isEmpty

  @Test(arguments: ["list", "doctor", "simulate", "demo"])
  func `a limit on open files is told of`(_ command: String) async throws {
    for limit in [8, 10, 12, 14, 20, 32] {
      let result = try await shell("ulimit -n \(limit); exportdeck \(command)")
      #expect(result.status == 1)
      #expect(result.errors.contains("Too few open files are allowed here: \(limit)"))
      #expect(result.errors.contains("ulimit -n 64"))
    }
    guard command == "list" else { return }
    // Other tests run at the same time, and what they have open may come along.
    let closing =
      "for fd in /proc/self/fd/*; do fd=${fd##*/}; ((fd > 2)) && eval \"exec $fd>&-\"; done"
    let enough = try await shell("\(closing); ulimit -n 64; exportdeck list")
    #expect(enough.errors.contains("refuses connections"), "\(enough.errors)")
  }

  /// Below what loads its libraries, the loader has the word.
  @Test(.enabled(if: !isSanitized))
  func `a limit on memory is told of`() async throws {
    var sentences = 0
    for megabytes in stride(from: 90, through: 400, by: 30) {
      let result = try await shell("ulimit -v \(megabytes << 10); exportdeck list")
      switch result.status {
      case 127: #expect(result.errors.contains("error while loading shared libraries"))
      default:
        #expect(result.status == 1, "\(megabytes) MB")
        let isShort = result.errors.contains("Too little memory may be used here")
        #expect(isShort || result.errors.contains("refuses connections"), "\(result.errors)")
        sentences += isShort ? 1 : 0
      }
    }
    #expect(sentences > 0)
  }

  @Test(.enabled(if: geteuid() != 0 && !isSanitized))
  func `a limit on threads is told of`() async throws {
    let result = try await shell("ulimit -u 1; exec exportdeck list")
    #expect(result.status == 1)
    #expect(result.errors.contains("Too few threads may run here"))
  }

  @Test(arguments: [("off", false), ("error", true), ("info", true)])
  func `the log is as talkative as it is told to be`(_ level: String, _ isWritten: Bool)
    async throws
  {
    let port = try LoopbackServer.freePort()
    let result = try await run(
      ["list", "--endpoint-url", "http://127.0.0.1:\(port)", "--log-level", level], key)
    #expect(result.status == 1)
    let log = home.appendingPathComponent(".local/state/exportdeck/calls.log").path
    #expect(FileManager.default.fileExists(atPath: log) == isWritten)
  }

  @Test func `what the doctor tells of a profile can't move the cursor`() async throws {
    let result = try await run(["doctor", "--profile", "p\u{1B}[2J"], ["AWS_REGION": "eu-west-1"])
    #expect(result.status == 1)
    #expect(!result.output.contains("\u{1B}"))
  }

  @Test func `the doctor says a thing once`() async throws {
    let missing = try await run(["doctor", "--profile", "nope"])
    #expect(missing.output.ranges(of: "there is no profile \"nope\"").count == 2)
    let port = try LoopbackServer.freePort()
    let refused = try await run(
      ["doctor"], key.merging(["AWS_ENDPOINT_URL": "http://127.0.0.1:\(port)"]) { $1 })
    #expect(refused.output.ranges(of: "refuses connections").count == 2)
  }
}
