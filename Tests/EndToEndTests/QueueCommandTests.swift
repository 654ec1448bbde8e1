import Foundation
import Ground
import Journal
import Support
import Testing

@testable import Simulator

/// `start --queue`, `queue add` and `queue list` as whole programs: what waits, what is refused, and
/// what is said and written down of it.
@Suite(.timeLimit(.minutes(10))) final class QueueCommandTests: Sendable {
  private let home = FileManager.default.temporaryDirectory
    .appendingPathComponent("exportdeck-queueing-\(UUID().uuidString)")
  private static let start = "arn:aws:rds:eu-west-1:123456789012:snapshot:"

  init() throws {
    try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: home) }

  private func server(
    tasks: Int = 0, speed: Double = 100_000,
    _ timekeeper: any Timekeeper = HandCrankedTimekeeper(wall: Date())
  ) async throws -> SimulatorServer {
    try await SimulatorServer.start(
      SimulatorOptions(tasks: tasks, seed: 2, speed: speed, arrivals: false),
      timekeeper: timekeeper)
  }

  private func environment(_ server: SimulatorServer) -> [String: String] {
    SimulatedAccount.environment(at: server.endpoint, home: home.path)
      .merging(["TZ": "Europe/Berlin"]) { $1 }
  }

  private func run(
    _ server: SimulatorServer, _ words: [String], _ variables: [String: String] = [:]
  ) async throws -> ProcessRunner.Result {
    // In a session of its own it has no terminal, wherever these tests run.
    try await ProcessRunner.runBeside(
      "/usr/bin/setsid", ["-w", ProcessRunner.exportdeck] + words,
      environment: environment(server).merging(variables) { $1 })
  }

  private func order(_ name: String, _ source: String = "stock-prod-before-upgrade") -> [String] {
    [
      "--export-task-identifier", name,
      "--source-arn", source.hasPrefix("arn:") ? source : Self.start + source,
      "--s3-bucket-name", "acme-lake-raw", "--iam-role-arn",
      "arn:aws:iam::123456789012:role/rds-s3-export", "--kms-key-id", "alias/lake",
    ]
  }

  private func objects(_ text: String) throws -> [[String: Any]] {
    try text.split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
  }

  private func queue(_ server: SimulatorServer) async throws -> [[String: Any]] {
    try objects(try await run(server, ["queue", "list", "--output", "ndjson"]).output)
  }

  private func steps(_ server: SimulatorServer) async throws -> [String] {
    let journal = try await run(server, ["journal", "--only", "here", "--output", "json"])
    return try objects(journal.output).compactMap { $0["event"] as? String }
  }

  // MARK: start --queue

  @Test func `what can't start now waits, is said with the reason, and is written down`()
    async throws
  {
    let server = try await server()
    let first = try await run(server, ["start", "--queue"] + order("a"))
    #expect(first.status == 0 && first.output.hasPrefix("started a ("), "\(first.errors)")
    let refused = try await run(server, ["start"] + order("b"))
    #expect(refused.status == 1)
    let dry = try await run(server, ["start", "--queue", "--dry-run"] + order("b"))
    #expect(dry.status == 0, "\(dry.output)")
    #expect(dry.output.contains("\nwaits    a is exporting this source"))
    #expect(dry.output.contains("It would wait in the queue: its source is exported by a first."))
    #expect(try await queue(server).isEmpty)

    let queued = try await run(server, ["start", "--queue"] + order("b"))
    #expect(queued.status == 0, "\(queued.errors)")
    #expect(
      queued.output.hasPrefix(
        "queued b as number 1, in account 123456789012 in eu-west-1: its source is exported "
          + "by a first. Nothing starts what waits there now"), "\(queued.output)")
    #expect(queued.errors == "", "what is waited for is no warning")
    #expect(server.startCalls.map(\.identifier) == ["a"])

    let again = try await run(server, ["start", "--queue"] + order("B"))
    #expect(again.status == 1)
    #expect(again.errors.contains("waits in the queue already, as number 1"), "\(again.errors)")
    #expect(try await steps(server) == ["startSent", "startAccepted", "queueAdded"])
    let journal = try await run(server, ["journal", "--output", "json"])
    let added = try #require(try objects(journal.output).last)
    #expect((added["caller"] as? String)?.hasSuffix("user/demo") == true, "\(added)")
    #expect(added["means"] as? String == "start")
    let parameters = try #require(added["parameters"] as? [String: Any])
    #expect(parameters["S3BucketName"] as? String == "acme-lake-raw")
    await server.stop()
  }

  @Test func `the sixth waits, whoever knows it, and nobody is overtaken who could start`()
    async throws
  {
    let server = try await server()
    let world = World.shop(region: "eu-west-1", account: "123456789012", start: Date())
    let sources = world.sources.filter { $0.value.engine.canExport && $0.value.isAvailable }.keys
      .sorted()
    try #require(sources.count >= 7)
    for number in 0..<4 {
      let run = try await run(
        server, ["start", "--checks", "off"] + order("t\(number)", sources[number]))
      #expect(run.status == 0, "\(run.errors)")
    }
    // One waits that could start: who comes later doesn't take its slot.
    let early = try await run(server, ["queue", "add"] + order("early", sources[4]))
    #expect(early.status == 0, "\(early.errors)")
    let late = try await run(server, ["start", "--queue"] + order("late", sources[5]))
    #expect(late.output.contains("one that waits in the queue has an earlier turn"), "\(late)")
    #expect(try await run(server, ["start"] + order("t4", sources[6])).status == 0)
    let sixth = try await run(
      server, ["start", "--queue", "--output", "json"] + order("t5", sources[5]))
    #expect(sixth.status == 0, "\(sixth.errors)")
    #expect(sixth.output.contains(#""Why" : "all 5 slots are taken""#), "\(sixth.output)")
    #expect(server.startCalls.count == 5, "AWS was not asked for what it would refuse")
    // Where nothing is checked, it comes behind those that wait all the same.
    let behind = try await run(
      server, ["start", "--queue", "--checks", "off"] + order("behind", sources[6]))
    #expect(
      behind.output.contains("2 that wait in the queue have an earlier turn"), "\(behind.output)")
    #expect(server.startCalls.count == 5)
    // Where none waits, AWS says it.
    #expect(try await run(server, ["queue", "remove", "1", "2", "3", "4"]).status == 0)
    let unchecked = try await run(
      server, ["start", "--queue", "--checks", "off"] + order("t6", sources[5]))
    #expect(unchecked.status == 0, "\(unchecked.errors)")
    #expect(unchecked.output.contains("queued t6 as number 5"), "\(unchecked.output)")
    #expect(unchecked.output.contains("as many as AWS allows"), "\(unchecked.output)")
    #expect(
      server.startCalls.compactMap(\.refusal) == ["ExportTaskLimitReachedFault"],
      "\(server.startCalls)")
    await server.stop()
  }

  @Test func `it waits through the queue to the end, and says how it left it`() async throws {
    let clock = HandCrankedTimekeeper(wall: Date())
    let server = try await server(clock)
    #expect(try await run(server, ["start"] + order("a")).status == 0)
    let words = ["start", "--queue", "--wait", "--interval", "1", "--output", "json"]
    let late = try await run(server, words + ["--timeout", "1s"] + order("late"))
    #expect(late.status == 124)
    let end = try #require(try objects(late.output).last)
    #expect(end["end"] as? String == "timeout" && end["exitCode"] as? Int == 124)
    #expect(try await run(server, ["queue", "hold", "late"]).status == 0)

    let output = home.appendingPathComponent("waited").path
    let waiting = try ProcessRunner.start(
      ProcessRunner.exportdeck, words + order("b"), environment: environment(server),
      output: output)
    let removed = try ProcessRunner.start(
      ProcessRunner.exportdeck, words + order("c"), environment: environment(server))
    try await eventually("both wait") { [self] in try await queue(server).count == 3 }
    #expect(try await run(server, ["queue", "remove", "c"]).status == 0)
    #expect(removed.wait() == 2)
    let runner = try ProcessRunner.start(
      ProcessRunner.exportdeck, ["queue", "run", "--interval", "1"],
      environment: environment(server))
    // The first one ends, and then the one that came after it.
    try await clock.advance(by: .seconds(60))
    try await eventually("it is started") { server.startCalls.last?.identifier == "b" }
    try await clock.advance(by: .seconds(60))
    #expect(waiting.wait() == 0)
    kill(runner.pid, SIGTERM)
    runner.wait()
    let events = try objects(try String(contentsOfFile: output, encoding: .utf8))
    #expect(events.first?["event"] as? String == "queued", "\(events)")
    #expect(events.contains { $0["event"] as? String == "queueStarted" }, "\(events)")
    #expect(events.last?["end"] as? String == "complete", "\(events)")
    await server.stop()
  }

  // MARK: queue add

  @Test func `what AWS would refuse for good is found before it waits, unless a user insists`()
    async throws
  {
    let server = try await server()
    #expect(try await run(server, ["start"] + order("taken")).status == 0)
    let other = "arn:aws:rds:eu-west-1:210987654321:snapshot:x"
    for (words, said) in [
      (order("taken", "catalog-prod-before-upgrade"), "An export of this identifier exists"),
      (order("a", "nothing-of-that-name"), "There is no such DB snapshot"),
      (order("a", other), "There is no such DB snapshot"),
      (order("a") + ["--s3-bucket-name", "no-such-bucket-anywhere"], "bucket"),
    ] {
      let refused = try await run(server, ["queue", "add"] + words)
      #expect(refused.status == 1, "\(words): \(refused.output)")
      #expect(refused.errors.contains("Nothing was sent."), "\(refused.errors)")
      #expect(refused.errors.contains(said), "\(refused.errors)")
    }
    #expect(try await queue(server).isEmpty)
    // A source that is being exported is what the queue is for.
    let dry = try await run(server, ["queue", "add", "--dry-run"] + order("a"))
    #expect(dry.status == 0, "\(dry.output)\(dry.errors)")
    #expect(try await queue(server).isEmpty)
    let forced = try await run(
      server, ["queue", "add", "--force"] + order("b", "nothing-of-that-name"))
    #expect(forced.status == 0, "\(forced.errors)")
    #expect(forced.errors.contains("There is no such DB snapshot"))
    await server.stop()
  }

  @Test func `an export is queued again under a name of its own, at its time, with its zone once`()
    async throws
  {
    let server = try await server()
    #expect(try await run(server, ["start"] + order("first")).status == 0)
    for _ in 0..<2 {
      let added = try await run(
        server, ["queue", "add", "--from-task", "first", "--at", "2099-11-30 02:30"])
      #expect(added.status == 0, "\(added.errors)")
      #expect(added.errors.contains("--newest-snapshot takes the newest of its database"))
    }
    let newest = try await run(
      server, ["queue", "add", "--from-task", "first", "--newest-snapshot"])
    #expect(newest.status == 0, "\(newest.errors)")
    #expect(newest.errors.contains("the source is the newest snapshot, rds:stock-prod-"))
    let entries = try await queue(server)
    #expect(
      entries.map { $0["ExportTaskIdentifier"] as? String } == ["first-2", "first-3", "first-4"])
    let time = "2099-11-30T01:30:00Z"
    #expect(entries.map { $0["NotBefore"] as? String } == [time, time, nil])
    #expect(
      (entries[2]["SourceArn"] as? String)?.contains(":snapshot:rds:stock-prod-") == true,
      "\(entries)")
    let json = try await run(server, ["queue", "list", "--output", "json"])
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    let listed = try #require(document["Queue"] as? [[String: Any]])
    #expect(listed.map { Set($0.keys) } == entries.map { Set($0.keys) })
    #expect(entries[2]["LikelyStart"] == nil, "nobody would start it")
    let store = QueueStore(
      .folder(home.appendingPathComponent(".local/state/exportdeck").path, size: 32 << 20),
      timekeeper: SystemTimekeeper(), mask: { $0 })
    let sites = try await Set(store.entries().map(\.site))
    try await store.standBy(as: .dashboard, for: sites)
    let ready = try await queue(server)[2]
    #expect(ready["LikelyStart"] is String, "its source is free, and so is a slot")
    #expect(ready["Runner"] as? String == "dashboard")
    #expect(ready["IsRunnerOnStandby"] as? Bool == true)
    await store.close()
    let table = try await run(server, ["queue", "list"])
    #expect(table.output.ranges(of: "CET").count == 1, "\(table.output)")
    #expect(table.output.contains("until 2099-11-30, held after"), "\(table.output)")
    #expect(table.output.contains("nobody runs it"), "\(table.output)")
    let offline = try await run(
      server, ["queue", "list", "--offline"], ["AWS_ENDPOINT_URL": "http://127.0.0.1:9"])
    #expect(offline.status == 0 && offline.errors == "")
    let unreachable = try await run(
      server, ["queue", "list"], ["AWS_ENDPOINT_URL": "http://127.0.0.1:9"])
    #expect(unreachable.status == 0)
    #expect(unreachable.errors.contains("likely starts may be missing"), "\(unreachable.errors)")
    await server.stop()
  }

  @Test func `a snapshot that may not be looked up stays the old one, with the reason`()
    async throws
  {
    let server = try await server()
    #expect(try await run(server, ["start"] + order("first")).status == 0)
    var faults = Faults()
    faults.accessDenied = .always
    faults.onlyAction = "DescribeDBSnapshots"
    server.set(faults)
    let denied = try await run(
      server,
      ["queue", "add", "--from-task", "first", "--newest-snapshot", "--output", "json"])
    #expect(denied.status == 1)
    let error = try #require(try objects(denied.errors).last)
    #expect(error["error"] as? String == "AccessDenied", "\(error)")
    #expect(error["place"] as? String == "--newest-snapshot")
    #expect(try await queue(server).isEmpty)
    await server.stop()
  }

  // MARK: Production

  @Test func `in production an export is queued and released by its name, and by no other`()
    async throws
  {
    let server = try await server()
    let production = ["EXPORTDECK_PRODUCTION": "true"]
    let unasked = try await run(server, ["queue", "add"] + order("a"), production)
    #expect(unasked.status == 64)
    #expect(unasked.errors.contains("this context is production"), "\(unasked.errors)")
    let wrong = try await run(server, ["queue", "add", "--confirm", "b"] + order("a"), production)
    #expect(wrong.status == 64)
    #expect(try await queue(server).isEmpty)
    let right = try await run(server, ["queue", "add", "--confirm", "a"] + order("a"), production)
    #expect(right.status == 0, "\(right.errors)")
    #expect(try await run(server, ["queue", "hold", "a"], production).status == 0)
    let release = try await run(server, ["queue", "release", "a"], production)
    #expect(release.status == 64)
    #expect(release.errors.contains("this context is production"), "\(release.errors)")
    #expect(try await queue(server).first?["State"] as? String == "held")
    for words in [["hold"], ["release"], ["remove"], ["move", "--first"]] {
      let refused = try await run(
        server, ["queue"] + words + ["a"], ["EXPORTDECK_READ_ONLY": "true"])
      #expect(refused.status == 1)
      #expect(refused.errors.contains("is read-only here"), "\(words): \(refused.errors)")
    }
    #expect(try await queue(server).map { $0["State"] as? String } == ["held"])
    let named = try await run(server, ["queue", "release", "a", "--confirm", "a"], production)
    #expect(named.status == 0, "\(named.errors)")
    #expect(try await queue(server).first?["State"] as? String == "waiting")
    #expect(try await steps(server) == ["queueAdded", "queueHeld", "queueReleased"])
    let off = try await run(
      server, ["queue", "add"] + order("c"), ["EXPORTDECK_READ_ONLY": "true"])
    #expect(off.status == 1 && off.errors.contains("starting and canceling are off"))
    await server.stop()
  }

  @Test(.enabled(if: Judge.hasTmux)) func `at a terminal the name is typed to queue in production`()
    async throws
  {
    let server = try await server(SystemTimekeeper())
    let terminal = try TmuxTerminal(columns: 100, rows: 30, environment: environment(server))
    let words = order("a").joined(separator: " ")
    try terminal.type("\(ProcessRunner.exportdeck) queue add --production \(words)")
    try terminal.press("Enter")
    try await terminal.waitFor("Type a to go on:")
    try terminal.type("b")
    try terminal.press("Enter")
    try await terminal.waitFor("what was typed isn't a")
    #expect(try await queue(server).isEmpty)
    // The question of before must not be taken for the next one.
    try terminal.type("clear")
    try terminal.press("Enter")
    try await terminal.waitForNo("to go on:")
    try terminal.type("\(ProcessRunner.exportdeck) queue add --production \(words)")
    try terminal.press("Enter")
    try await terminal.waitFor("Type a to go on:")
    try terminal.type("a")
    try terminal.press("Enter")
    try await terminal.waitFor("queued a as number 1")
    await server.stop()
  }
}
