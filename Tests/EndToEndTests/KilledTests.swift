import AWSCore
import Foundation
import Ground
import Journal
import Simulator
import Support
import Synchronization
import Testing
import Tracking

@testable import exportdeck

/// What must survive does, however the program ends.
@Suite(.serialized, .timeLimit(.minutes(20))) struct KilledTests {
  private let home = FileManager.default.temporaryDirectory
    .appendingPathComponent("exportdeck-killed-\(UUID().uuidString)")
  private var state: String { home.appendingPathComponent("exportdeck").path }

  private func open(_ server: SimulatorServer, _ options: SimulatorOptions) throws
    -> TerminalProgram
  {
    try TerminalProgram(
      ProcessRunner.exportdeck, ["--interval", "1"], environment: environment(server, options))
  }

  private func environment(
    _ server: SimulatorServer, _ options: SimulatorOptions
  ) -> [String: String] {
    [
      "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "",
      "LD_LIBRARY_PATH": ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"] ?? "",
      "HOME": home.path, "XDG_STATE_HOME": home.path, "TERM": "xterm-256color",
      "LC_ALL": "C.UTF-8", "AWS_ACCESS_KEY_ID": SimulatorServer.accessKeyID,
      "AWS_SECRET_ACCESS_KEY": SimulatorServer.secretAccessKey, "AWS_REGION": options.region,
      "AWS_ENDPOINT_URL": server.endpoint, "AWS_EC2_METADATA_DISABLED": "true",
    ]
  }

  private func journal(_ problems: Problems) -> Journal {
    Journal(
      .folder(state, size: 32 << 20), timekeeper: SystemTimekeeper(), mask: { $0 },
      tell: { problems.add($0) })
  }

  private final class Problems: Sendable {
    private let all = Mutex<[JournalProblem]>([])
    var told: [JournalProblem] { all.withLock { $0 } }
    func add(_ problem: JournalProblem) { all.withLock { $0.append(problem) } }
  }

  @Test func `killed twenty times at any moment, a dashboard knows what it knew at first`()
    async throws
  {
    try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: home) }
    // Half of the speed that is real: what runs goes on running.
    let options = SimulatorOptions(tasks: 30, seed: 1, speed: 0.5)
    let server = try await SimulatorServer.start(options, timekeeper: SystemTimekeeper())
    let site = Site(
      endpoint: server.endpoint, region: options.region, partition: "aws",
      account: "123456789012")
    let problems = Problems()
    let looking = journal(problems)
    let program = try open(server, options)
    try await eventually("what runs is remembered") { await !looking.load(site).isEmpty }
    let first = await looking.load(site)
    kill(program.pid, SIGKILL)
    _ = try await program.end()
    for round in 0..<20 {
      let program = try open(server, options)
      if round.isMultiple(of: 2) { try await program.shows(" exports") }
      // While it opens, while the past comes, between two batches and in one.
      try await Task.sleep(for: .milliseconds(round * 75))
      kill(program.pid, SIGKILL)
      #expect(try await program.end() == -SIGKILL)
    }
    let last = Dictionary(
      uniqueKeysWithValues: await looking.load(site).map { ($0.identifier, $0) })
    for memory in first {
      let kept = try #require(last[memory.identifier], "\(memory.identifier) is forgotten")
      #expect(kept.knownSince == memory.knownSince, "\(memory.identifier)")
      #expect(kept.seenAt >= memory.seenAt)
    }
    #expect(problems.told == [], "the file is sound")
    await looking.end()
    await server.stop()
  }

  @Test func `killed twenty times while exports end, it tells of each end once`() async throws {
    let configuration = home.appendingPathComponent(".config/exportdeck")
    try FileManager.default.createDirectory(at: configuration, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: home) }
    let told = home.appendingPathComponent("told")
    let rule = """
      [[alerts]]
      kinds = ["failed", "warnings", "complete"]
      command = ["/bin/sh", "-c", "cat >> '\(told.path)'"]
      """
    try Data(rule.utf8).write(to: configuration.appendingPathComponent("config.toml"))
    let options = SimulatorOptions(tasks: 30, seed: 3, speed: 3000, arrivals: true)
    let server = try await SimulatorServer.start(options, timekeeper: SystemTimekeeper())
    let site = Site(
      endpoint: server.endpoint, region: options.region, partition: "aws",
      account: "123456789012")
    let problems = Problems()
    let looking = journal(problems)
    var program = try open(server, options)
    try await eventually("what runs is remembered") { await !looking.load(site).isEmpty }
    let begin = Date()
    var random = SeededGenerator(seed: 11)
    var claimed: [Set<String>] = [[]]
    for _ in 0..<20 {
      try await Task.sleep(for: .milliseconds(Int.random(in: 50...1200, using: &random)))
      kill(program.pid, SIGKILL)
      #expect(try await program.end() == -SIGKILL)
      await claimed.append(Set(looking.alerts(site).claimed.map(\.subject)))
      program = try open(server, options)
    }
    let ended = try await ends(server, options, since: begin)
    try #require(ended.count >= 5, "too little happened to judge by")
    try await eventually("every end is on the screen") {
      await ended.isSubset(of: Set(looking.alerts(site).told.map(\.subject)))
    }
    try await eventually("each has been told, or was claimed by a program that was killed then") {
      await looking.alerts(site).claimed.isSuperset(
        of: looking.alerts(site).told.filter { ended.contains($0.subject) })
    }
    kill(program.pid, SIGKILL)
    _ = try await program.end()
    await claimed.append(Set(looking.alerts(site).claimed.map(\.subject)))
    let lines = try String(contentsOf: told, encoding: .utf8).split(separator: "\n")
    let names = try lines.map { line in
      try #require(
        (JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])?["task"] as? String)
    }
    #expect(Set(names).count == names.count, "one was told twice: \(names.sorted())")
    let lost = ended.subtracting(names)
    #expect(lost.isSubset(of: claimed.last ?? []), "lost without a claim: \(lost.sorted())")
    // A program can die between a claim and its command. It claims one at a time, when its turn
    // has come: no death loses more than one.
    for (before, after) in zip(claimed, claimed.dropFirst()) {
      let lost = lost.intersection(after).subtracting(before)
      #expect(lost.count <= 1, "one death lost \(lost.sorted())")
    }
    #expect(problems.told == [], "the file is sound")
    await looking.end()
    await server.stop()
  }

  /// The exports that have ended since then, as AWS's list has them.
  private func ends(
    _ server: SimulatorServer, _ options: SimulatorOptions, since begin: Date
  ) async throws -> Set<String> {
    let output = try await ProcessRunner.runBeside(
      ProcessRunner.exportdeck,
      ["list", "--output", "json", "--filter", "status=complete,failed"],
      environment: environment(server, options))
    #expect(output.status == 0, "\(output.errors)")
    let object = try JSONSerialization.jsonObject(with: Data(output.output.utf8))
    let tasks = (object as? [String: Any])?["ExportTasks"] as? [[String: Any]] ?? []
    let (whole, split) = (ISO8601DateFormatter(), ISO8601DateFormatter())
    split.formatOptions = [.withInternetDateTime, .withFractionalSeconds]
    return Set(
      tasks.compactMap { task in
        guard let text = task["TaskEndTime"] as? String,
          let end = whole.date(from: text) ?? split.date(from: text),
          end > begin
        else { return nil }
        return task["ExportTaskIdentifier"] as? String
      })
  }

  @Test func `nothing is left behind where that is wanted`() async throws {
    try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: home) }
    #expect(
      Journal.Place.ofUser(Environment(variables: ["HOME": home.path]), size: 0) == .inMemory)
    #expect(Journal.Place.ofUser(nil, size: 32) == .inMemory, "the demo")
    #expect(Journal.Place.ofUser(Environment(), size: 32) == .unknown)
    #expect(
      Journal.Place.ofUser(Environment(variables: ["HOME": "/home/ana"]), size: 2)
        == .folder("/home/ana/.local/state/exportdeck", size: 2 << 20))
  }
}
