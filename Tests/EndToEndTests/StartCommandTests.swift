import Foundation
import Ground
import Simulator
import Support
import Testing

/// `exportdeck start` against the simulator: what is sent, what isn't, and what is said of it.
@Suite(.timeLimit(.minutes(10))) struct StartCommandTests {
  private static let source =
    "arn:aws:rds:eu-west-1:123456789012:snapshot:stock-prod-before-upgrade"
  private static let role = "arn:aws:iam::123456789012:role/rds-s3-export"
  static let order = [
    "--export-task-identifier", "by-hand", "--source-arn", source, "--s3-bucket-name",
    "acme-lake-raw", "--iam-role-arn", role, "--kms-key-id", "alias/lake",
  ]

  /// An account without tasks, and the program that starts some there.
  private struct Scene {
    let server: SimulatorServer

    init(
      tasks: Int = 0, speed: Double = 100_000,
      timekeeper: any Timekeeper = HandCrankedTimekeeper(wall: Date())
    )
      async throws
    {
      server = try await SimulatorServer.start(
        SimulatorOptions(tasks: tasks, seed: 2, speed: speed, arrivals: false),
        timekeeper: timekeeper)
    }

    func start(
      _ words: [String], input: String = "", with variables: [String: String] = [:]
    ) async throws -> ProcessRunner.Result {
      try await ProcessRunner.runBeside(
        ProcessRunner.exportdeck, ["start"] + words,
        environment: SimulatedAccount.environment(at: server.endpoint).merging(variables) { $1 },
        input: Data(input.utf8))
    }

    var starts: Int { server.calls(of: "StartExportTask") }

    func task(_ identifier: String) async throws -> [String: Any] {
      let list = try await ProcessRunner.runBeside(
        ProcessRunner.exportdeck, ["list", "--output", "json"],
        environment: SimulatedAccount.environment(at: server.endpoint))
      let document = try #require(
        try JSONSerialization.jsonObject(with: Data(list.output.utf8)) as? [String: Any])
      let tasks = try #require(document["ExportTasks"] as? [[String: Any]])
      return try #require(tasks.first { $0["ExportTaskIdentifier"] as? String == identifier })
    }
  }

  // MARK: What is sent

  @Test func `what is named is started, and printed as AWS has it`() async throws {
    let scene = try await Scene()
    let run = try await scene.start(
      Self.order + ["--s3-prefix", "by/hand/", "--export-only", "stock.stock", "stock.attachments"]
        + ["--output", "json"])
    #expect(run.status == 0, "\(run.errors)")
    let printed = try #require(
      try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    #expect(printed["ExportTaskIdentifier"] as? String == "by-hand")
    #expect(printed["Status"] as? String == "STARTING")
    let task = try await scene.task("by-hand")
    #expect(task["SourceArn"] as? String == Self.source)
    #expect(task["S3Prefix"] as? String == "by/hand")
    #expect(task["ExportOnly"] as? [String] == ["stock.stock", "stock.attachments"])
    #expect(scene.starts == 1)
    await scene.server.stop()
  }

  @Test func `a start whose answer is lost is made once, and said so`() async throws {
    let scene = try await Scene(speed: 1, timekeeper: SystemTimekeeper())
    var faults = Faults()
    faults.lostAnswers = .next(1)
    faults.onlyAction = "StartExportTask"
    scene.server.set(faults)
    let run = try await scene.start(Self.order)
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.hasPrefix("started by-hand ("))
    #expect(run.output.split(separator: "\n").count == 1)
    #expect(scene.starts == 2)
    #expect(scene.server.startCalls.compactMap(\.refusal) == ["ExportTaskAlreadyExists"])
    await scene.server.stop()
  }

  @Test func `a start that is sent once and whose answer is lost is found, and said so`()
    async throws
  {
    let scene = try await Scene(speed: 1, timekeeper: SystemTimekeeper())
    var faults = Faults()
    faults.lostAnswers = .next(1)
    faults.onlyAction = "StartExportTask"
    scene.server.set(faults)
    let run = try await scene.start(Self.order, with: ["AWS_MAX_ATTEMPTS": "1"])
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.hasPrefix("started by-hand ("))
    #expect(scene.starts == 1)
    // Where it can't be looked up, nobody says that it wasn't started.
    faults.lostAnswers = .always
    faults.onlyAction = nil
    scene.server.set(faults)
    let other = [
      "--export-task-identifier", "unknown", "--source-arn",
      "arn:aws:rds:eu-west-1:123456789012:snapshot:catalog-prod-before-upgrade",
    ]
    let lost = try await scene.start(
      Self.order + other + ["--checks", "off", "--output", "json"],
      with: ["AWS_MAX_ATTEMPTS": "1"])
    #expect(lost.status == 1)
    #expect(lost.errors.contains(#""error": "StartUnknown""#), "\(lost.errors)")
    #expect(lost.errors.contains("exportdeck show unknown"), "\(lost.errors)")
    await scene.server.stop()
  }

  @Test func `a task is repeated under a fresh name, with what is named instead`() async throws {
    let scene = try await Scene()
    #expect(try await scene.start(Self.order + ["--s3-prefix", "a"]).status == 0)
    let run = try await scene.start([
      "--from-task", "by-hand", "--s3-prefix", "", "--export-only", "stock", "--force",
    ])
    // One source is exported once at a time, also where a user insists.
    #expect(run.status == 1)
    #expect(run.errors.contains("is already being exported"), "\(run.errors)")
    let other = "arn:aws:rds:eu-west-1:123456789012:snapshot:catalog-prod-before-upgrade"
    let again = try await scene.start([
      "--from-task", "by-hand", "--source-arn", other, "--s3-prefix", "", "--export-only", "",
    ])
    #expect(again.status == 0, "\(again.errors)")
    let task = try await scene.task("by-hand-2")
    #expect(task["SourceArn"] as? String == other)
    #expect((task["S3Prefix"] as? String ?? "") == "")
    #expect(task["IamRoleArn"] as? String == Self.role)
    await scene.server.stop()
  }

  @Test func `a command or the JSON of a task is taken from a file or standard input`()
    async throws
  {
    let scene = try await Scene()
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("start-\(UUID().uuidString).sh")
    defer { try? FileManager.default.removeItem(at: file) }
    let words = Self.order.map { "'\($0)'" }.joined(separator: " \\\n  ")
    try Data("$ aws rds start-export-task --no-cli-pager \\\n \(words)\n".utf8).write(to: file)
    let first = try await scene.start(["--from-file", file.path])
    #expect(first.status == 0, "\(first.errors)")
    #expect(first.errors.contains("exportdeck: The option --no-cli-pager is passed over.\n"))
    let json = String(
      decoding: try JSONSerialization.data(withJSONObject: try await scene.task("by-hand")),
      as: UTF8.self)
    let second = try await scene.start(
      ["--from-file", "-", "--export-task-identifier", "again", "--source-arn"]
        + ["arn:aws:rds:eu-west-1:123456789012:snapshot:orders-prod-before-upgrade"], input: json)
    #expect(second.status == 0, "\(second.errors)")
    #expect(try await scene.task("again")["IamRoleArn"] as? String == Self.role)

    let broken = try await scene.start(["--from-file", "-"], input: "{\n\"S3Prefix\": 1}")
    #expect(broken.status == 1)
    #expect(
      broken.errors == "exportdeck: standard input:2: `S3Prefix` is a text, not a number\n")
    let missing = try await scene.start(["--from-file", "/nonexistent/x", "--output", "json"])
    #expect(missing.status == 1)
    #expect(missing.errors.contains(#""place": "/nonexistent/x""#))
    #expect(scene.starts == 2)
    await scene.server.stop()
  }

  @Test func `it waits until what it started has ended`() async throws {
    let scene = try await Scene(timekeeper: SystemTimekeeper())
    let run = try await scene.start(Self.order + ["--wait", "--interval", "1", "--timeout", "5m"])
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.hasPrefix("started by-hand ("))
    #expect(run.output.contains("by-hand: complete"), "\(run.output)")
    await scene.server.stop()
  }

  @Test func `it ends where nobody reads any more how the export is getting on`() async throws {
    let scene = try await Scene(speed: 100, timekeeper: SystemTimekeeper())
    let words = ([ProcessRunner.exportdeck, "start"] + Self.order).map { "'\($0)'" }
    let result = try await ProcessRunner.runBeside(
      "/bin/bash",
      [
        "-c",
        "set -o pipefail; \(words.joined(separator: " ")) --wait --interval 1 | head -n 1",
      ],
      environment: SimulatedAccount.environment(at: scene.server.endpoint))
    #expect(result.status == 141)
    #expect(result.errors.isEmpty)
    #expect(result.output.hasPrefix("started by-hand ("))
    let truth = try #require(scene.server.truth(of: "by-hand"))
    #expect(truth.end > Date(), "it was followed to its end")
    await scene.server.stop()
  }

  @Test func `what is started is written down, with its parameters`() async throws {
    let scene = try await Scene()
    let home = FileManager.default.temporaryDirectory
      .appendingPathComponent("start-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: home) }
    let run = try await scene.start(Self.order, with: ["HOME": home.path])
    #expect(run.status == 0)
    #expect(run.errors == "")
    let journal = try await ProcessRunner.runBeside(
      ProcessRunner.exportdeck, ["journal", "--output", "json"],
      environment: SimulatedAccount.environment(at: scene.server.endpoint).merging([
        "HOME": home.path
      ]) { $1 })
    #expect(journal.status == 0, "\(journal.errors)")
    for word in ["by-hand", Self.source, "acme-lake-raw", "user/demo"] {
      #expect(journal.output.contains(word), "\(word): \(journal.output)")
    }
    await scene.server.stop()
  }

  // MARK: What is not

  @Test func `a dry run sends nothing, and its command starts the same export`() async throws {
    let scene = try await Scene()
    let run = try await scene.start(Self.order + ["--s3-prefix", "it's/a b", "--dry-run"])
    #expect(run.status == 0, "\(run.output)\(run.errors)")
    #expect(scene.starts == 0)
    #expect(run.output.contains("pass     The identifier is free.\n"))
    #expect(run.output.contains("\nwarning  AWS writes “_” for spaces in a path"))
    let command = try #require(run.output.range(of: "aws rds start-export-task"))
    guard let aws = Judge.program("aws") else { return }
    let folder = URL(fileURLWithPath: aws).deletingLastPathComponent().path
    var environment = ProcessInfo.processInfo.environment
      .merging(SimulatedAccount.environment(at: scene.server.endpoint)) { $1 }
    environment["PATH"] = "\(folder):\(environment["PATH"] ?? "")"
    let by = try await ProcessRunner.runBeside(
      "/bin/sh", ["-c", String(run.output[command.lowerBound...])], environment: environment)
    #expect(by.status == 0, "\(by.errors)")
    let task = try await scene.task("by-hand")
    #expect(task["S3Prefix"] as? String == "it's/a b")
    #expect(task["SourceArn"] as? String == Self.source)
    Judge.report("the aws command that a dry run prints", cases: 1)

    let json = try await scene.start(Self.order + ["--dry-run", "--output", "json"])
    #expect(json.status == 1)
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    #expect(document["isReady"] as? Bool == false)
    let checks = try #require(document["checks"] as? [[String: String]])
    let failed = checks.filter { $0["outcome"] == "fail" }.map { $0["name"] }
    #expect(failed == ["identifier-free", "source-idle"])
    #expect(checks.allSatisfy { $0["sentence"]?.isEmpty == false })
    // What it prints is what it takes.
    let request = try JSONSerialization.data(
      withJSONObject: try #require(document["request"] as? [String: Any]))
    let again = try await scene.start(
      ["--from-file", "-", "--dry-run", "--output", "json"],
      input: String(decoding: request, as: UTF8.self))
    #expect(again.output == json.output)
    #expect(scene.starts == 1)
    await scene.server.stop()
  }

  @Test func `what a check has failed for is refused, unless a user insists`() async throws {
    let scene = try await Scene()
    #expect(try await scene.start(Self.order).status == 0)
    let refused = try await scene.start(Self.order)
    #expect(refused.status == 1)
    #expect(refused.errors.contains("Nothing was sent. An export of this identifier exists"))
    #expect(refused.errors.contains("--force"))
    #expect(scene.starts == 1)
    let forced = try await scene.start(Self.order + ["--force"])
    #expect(forced.status == 1)
    #expect(forced.errors.contains("AWS says: The export task with the ID by-hand already"))
    #expect(scene.starts == 2)
    await scene.server.stop()
  }

  @Test func `what is incomplete or wrong is wrong use, and sends nothing`() async throws {
    let scene = try await Scene()
    for (words, said) in [
      ([], "Name the export"),
      (["--export-task-identifier", "a"], "--source-arn: An export needs the ARN"),
      (["--from-task", "a", "--from-file", "b"], "can't be given together"),
      (["--kms-key-id"], "Missing value"),
      (["--from-task", "a", "--timeout", "5m"], "belong to --wait"),
      (["--from-task", "a", "--dry-run", "--wait"], "starts nothing"),
      (Self.order + ["--checks", "all"], "none of off, basic, full"),
    ] {
      let run = try await scene.start(words)
      #expect(run.status == 64, "\(words)")
      #expect(run.errors.contains(said), "\(words): \(run.errors)")
      #expect(run.output == "")
    }
    // In a session of its own it has no terminal, wherever these tests run.
    let alone = try await ProcessRunner.runBeside(
      "/usr/bin/setsid", ["-w", ProcessRunner.exportdeck, "start", "--production"] + Self.order,
      environment: SimulatedAccount.environment(at: scene.server.endpoint))
    #expect(alone.status == 64)
    #expect(alone.errors.contains("this context is production"), "\(alone.errors)")
    let nobody = try await scene.start(["--from-task", "nobody"])
    #expect(nobody.status == 1)
    #expect(nobody.errors.contains("There is no export task nobody."))
    #expect(scene.starts == 0)
    await scene.server.stop()
  }

  @Test func `where starting is off nothing is sent, but everything is checked`() async throws {
    let scene = try await Scene()
    let refused = try await scene.start(
      Self.order + ["--output", "json"], with: ["EXPORTDECK_READ_ONLY": "true"])
    #expect(refused.status == 1)
    #expect(refused.errors.contains("starting and canceling are off"))
    #expect(refused.errors.contains("EXPORTDECK_READ_ONLY"))
    let dry = try await scene.start(
      Self.order + ["--dry-run"], with: ["EXPORTDECK_READ_ONLY": "true"])
    #expect(dry.status == 0, "\(dry.output)\(dry.errors)")
    #expect(scene.starts == 0)
    await scene.server.stop()
  }

  @Test func `production is started by its name, and by no other`() async throws {
    let scene = try await Scene()
    let other = try await scene.start(Self.order + ["--production", "--confirm", "by-mistake"])
    #expect(other.status == 64)
    #expect(other.errors.contains("`by-mistake` is not `by-hand`"))
    #expect(scene.starts == 0)
    let run = try await scene.start(Self.order + ["--production", "--confirm", "by-hand"])
    #expect(run.status == 0, "\(run.errors)")
    #expect(scene.starts == 1)
    await scene.server.stop()
  }

  @Test(.enabled(if: Judge.hasTmux)) func `at a terminal the name is typed for production`()
    async throws
  {
    let scene = try await Scene(timekeeper: SystemTimekeeper())
    let terminal = try TmuxTerminal(
      columns: 100, rows: 30, environment: SimulatedAccount.environment(at: scene.server.endpoint))
    let words = Self.order.joined(separator: " ")
    try terminal.type("\(ProcessRunner.exportdeck) start \(words) --production")
    try terminal.press("Enter")
    try await terminal.waitFor("Type by-hand to go on:")
    try terminal.type("by-mistake")
    try terminal.press("Enter")
    try await terminal.waitFor("what was typed isn't by-hand")
    #expect(scene.starts == 0)
    // The question of before must not be taken for the next one.
    try terminal.type("clear")
    try terminal.press("Enter")
    try await terminal.waitForNo("to go on:")
    try terminal.type("\(ProcessRunner.exportdeck) start \(words) --production")
    try terminal.press("Enter")
    try await terminal.waitFor("Type by-hand to go on:")
    try terminal.type("by-hand")
    try terminal.press("Enter")
    try await terminal.waitFor("started by-hand \\(STARTING\\)")
    #expect(scene.starts == 1)
    await scene.server.stop()
  }
}
