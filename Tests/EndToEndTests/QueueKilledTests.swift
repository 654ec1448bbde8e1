import AWSCore
import Foundation
import Ground
import Journal
import Planning
import RDSExports
import Support
import Testing
import Tracking

@testable import Simulator
@testable import exportdeck

/// Forty exports in the queue, two runners beside each other, and twenty deaths.
@Suite(.serialized, .timeLimit(.minutes(10))) struct QueueKilledTests {
  private let home: QueueHome
  private var options: SimulatorOptions { home.options }

  init() throws { home = try QueueHome(SimulatorOptions(tasks: 0, seed: 1, speed: 2000)) }

  /// Of fewer sources than there are exports, so that some have to wait for their own.
  private func requests(_ count: Int) -> [StartExportTaskRequest] {
    let world = World.shop(region: options.region, account: options.account, start: Date())
    let sources = world.sources.filter { $0.value.engine.canExport && $0.value.isAvailable }.keys
      .sorted().prefix(14)
    var random = SeededGenerator(seed: 5)
    return (0..<count).map { number in
      StartExportTaskRequest(
        exportTaskIdentifier: "queued-\(number)", sourceArn: random.pick(Array(sources)),
        s3BucketName: "acme-lake-raw",
        iamRoleArn: "arn:aws:iam::123456789012:role/rds-s3-export", kmsKeyId: "alias/lake",
        s3Prefix: "queue")
    }
  }

  @Test
  func `killed twenty times, two runners start each of forty exports once and in order`()
    async throws
  {
    let server = try await home.server()
    let (store, site) = (home.store(), home.site(server))
    let requests = requests(40)
    let queued = try await store.add(requests.map { QueueDraft(site: site, request: $0) })
    var runners = [try home.run(server), try home.run(server)]
    var random = SeededGenerator(seed: 11)
    for _ in 0..<20 {
      try await Task.sleep(for: .milliseconds(Int.random(in: 30...400, using: &random)))
      let victim = Int.random(in: 0...1, using: &random)
      runners[victim].kill()
      runners[victim] = try home.run(server)
    }
    let open = try await store.entries().count(where: \.isOpen)
    #expect(open > 0, "it was over before it was killed often enough to judge by")
    try await eventually("all are started") { [store] in
      try await !store.entries().contains(where: \.isOpen)
    }
    for runner in runners {
      kill(runner.pid, SIGTERM)
      #expect(runner.wait() == 0)
    }
    let calls = server.startCalls
    let accepted = calls.filter { $0.refusal == nil }
    #expect(
      accepted.map(\.identifier).sorted() == requests.map(\.exportTaskIdentifier).sorted(),
      "each once, and nothing else")
    #expect(accepted.allSatisfy { $0.running <= 5 })
    // One that was killed between a start and its note may send once more. Nothing else is refused:
    // never a sixth, never a second of one source.
    #expect(calls.compactMap(\.refusal).allSatisfy { $0 == "ExportTaskAlreadyExists" })
    try checkOrder(accepted, queued, server)
    let entries = try await store.entries()
    #expect(entries.map(\.id) == queued.map(\.id))
    #expect(entries.allSatisfy { $0.isStarted })
    await store.close()
    await server.stop()
  }

  /// Whoever had an earlier turn and was overtaken, waited for its source.
  private func checkOrder(
    _ accepted: [SimulatorServer.StartCall], _ queued: [QueueEntry], _ server: SimulatorServer
  ) throws {
    let turns = Dictionary(
      uniqueKeysWithValues: queued.enumerated().map { ($1.request.exportTaskIdentifier, $0) })
    let sources = Dictionary(
      uniqueKeysWithValues: queued.map {
        ($0.request.exportTaskIdentifier, $0.request.sourceArn)
      })
    for (place, call) in accepted.enumerated() {
      let turn = try #require(turns[call.identifier])
      for later in accepted[(place + 1)...] where try #require(turns[later.identifier]) < turn {
        let isBusy = accepted[..<place].contains { other in
          sources[other.identifier] == sources[later.identifier]
            // The runner's knowledge is as old as its last question.
            && (server.truth(of: other.identifier)?.end ?? .distantPast)
              > call.at.addingTimeInterval(-2)
        }
        #expect(isBusy, "\(later.identifier) was overtaken by \(call.identifier)")
      }
    }
  }

  @Test func `a start whose answer is lost for good is found, and made once`() async throws {
    let server = try await home.server()
    var faults = Faults()
    faults.lostAnswers = .next(3)
    faults.onlyAction = "StartExportTask"
    server.set(faults)
    let (store, site) = (home.store(), home.site(server))
    _ = try await store.add(requests(2).map { QueueDraft(site: site, request: $0) })
    let runner = try home.run(server)
    try await eventually("both are started") { [store] in
      try await !store.entries().contains(where: \.isOpen)
    }
    kill(runner.pid, SIGTERM)
    #expect(runner.wait() == 0)
    let accepted = server.startCalls.filter { $0.refusal == nil }
    #expect(accepted.map(\.identifier).sorted() == ["queued-0", "queued-1"])
    await store.close()
    await server.stop()
  }

  private func queue(
    _ server: SimulatorServer, _ words: [String]
  ) async throws -> ProcessRunner.Result {
    try await ProcessRunner.runBeside(
      ProcessRunner.exportdeck, ["queue"] + words, environment: home.environment(server))
  }

  @Test func `the commands add, list, move, hold, release and remove, and run what is left`()
    async throws
  {
    let server = try await home.server()
    #expect(try await queue(server, ["list"]).output == "Nothing waits.\n")
    for request in requests(3) {
      let added = try await queue(
        server,
        [
          "add", "--export-task-identifier", request.exportTaskIdentifier, "--source-arn",
          request.sourceArn, "--s3-bucket-name", request.s3BucketName, "--iam-role-arn",
          request.iamRoleArn, "--kms-key-id", request.kmsKeyId, "--s3-prefix", "queue",
        ])
      #expect(added.status == 0, "\(added.errors)")
    }
    let words = [
      ["move", "queued-2", "--first"], ["hold", "queued-1"], ["remove", "1"],
    ]
    for words in words { #expect(try await queue(server, words).status == 0) }
    let table = try await queue(server, ["list"]).output
    #expect(table.contains("held by a person"))
    #expect(table.contains("Nothing starts what waits there now"), "\(table)")
    #expect(try await names(server) == ["queued-2", "queued-1"])
    let twice = try await queue(server, ["remove", "1"])
    #expect(twice.status == 1)
    #expect(twice.errors.contains("nothing in the queue has the number 1"))
    #expect(try await queue(server, ["release", "queued-1"]).status == 0)
    let runner = try home.run(server)
    try await eventually("both are started") {
      server.startCalls.count { $0.refusal == nil } == 2
    }
    let running = try await queue(server, ["list", "--output", "json"]).output
    #expect(running.contains("\"started\""), "\(running)")
    kill(runner.pid, SIGTERM)
    #expect(runner.wait() == 0)
    #expect(server.startCalls.map(\.identifier) == ["queued-2", "queued-1"])
    await server.stop()
  }

  private func names(_ server: SimulatorServer) async throws -> [String] {
    let output = try await queue(server, ["list", "--output", "json"]).output
    let object = try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any]
    let entries = object?["Queue"] as? [[String: Any]] ?? []
    return entries.compactMap { $0["ExportTaskIdentifier"] as? String }
  }

  @Test func `a damaged file means no queue, and it is left as it is`() async throws {
    let folder = home.state
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let server = try await home.server()
    let file = folder.appendingPathComponent("memory.sqlite")
    let text = Data(String(repeating: "no database. ", count: 500).utf8)
    try text.write(to: file)
    for words in [["list"], ["run"], ["remove", "1"]] {
      let result = try await queue(server, words)
      #expect(result.status == 1)
      #expect(
        result.errors.contains("the queue can't be used now: \(file.path) is damaged"),
        "\(result)")
    }
    #expect(try Data(contentsOf: file) == text)
    #expect(server.startCalls.isEmpty)
    await server.stop()
  }
}
