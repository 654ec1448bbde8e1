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

/// Two regions of an account that count their slots together, because a setting says so.
@Suite(.timeLimit(.minutes(5))) struct QueueAccountTests {
  private let home: QueueHome

  init() throws { home = try QueueHome(SimulatorOptions(tasks: 0, seed: 1, speed: 1)) }

  /// The programs watch both regions, and nothing in their environment says which is meant.
  private func environment(
    _ here: SimulatorServer, _ there: SimulatorServer, in regions: [String]
  ) throws -> [String: String] {
    let folder = home.folder.appendingPathComponent("config/exportdeck")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let contexts = zip(regions, [here, there]).map { region, server in
      "[[contexts]]\nregion = \"\(region)\"\nendpoint = \"\(server.endpoint)\"\n"
    }
    let text = "queue-slots = \"account\"\nchecks = \"off\"\n\n" + contexts.joined(separator: "\n")
    try text.write(
      to: folder.appendingPathComponent("config.toml"), atomically: true, encoding: .utf8)
    var variables = home.environment(here)
    for name in ["AWS_REGION", "AWS_DEFAULT_REGION", "AWS_ENDPOINT_URL"] { variables[name] = nil }
    // A context's endpoint is RDS's alone.
    variables["AWS_ENDPOINT_URL_STS"] = here.endpoint
    variables["XDG_CONFIG_HOME"] = home.folder.appendingPathComponent("config").path
    return variables
  }

  private func words(_ name: String, _ source: String) -> [String] {
    [
      "--export-task-identifier", name, "--source-arn", source, "--s3-bucket-name",
      "acme-lake-raw", "--iam-role-arn", "arn:aws:iam::123456789012:role/rds-s3-export",
      "--kms-key-id", "alias/lake",
    ]
  }

  @Test func `five run in both together, whoever starts them`() async throws {
    var elsewhere = home.options
    elsewhere.region = "us-east-1"
    let here = try await home.server()
    let there = try await SimulatorServer.start(elsewhere, timekeeper: SystemTimekeeper())
    let regions = [home.options.region, elsewhere.region]
    let environment = try environment(here, there, in: regions)
    func sources(_ region: String) -> [String] {
      let world = World.shop(region: region, account: home.options.account, start: Date())
      return world.sources.filter { $0.value.engine.canExport && $0.value.isAvailable }.keys
        .sorted()
    }
    let runners = try (0..<2).map { _ in
      try ProcessRunner.start(
        ProcessRunner.exportdeck, ["queue", "run", "--interval", "1"], environment: environment)
    }
    @Sendable func accepted() -> Int {
      [here, there].reduce(0) { $0 + $1.startCalls.count { $0.refusal == nil } }
    }
    let store = home.store()
    let servers = [here, there]
    _ = try await store.add(
      (0..<8).map { number in
        let region = regions[number % 2]
        var site = home.site(servers[number % 2])
        site.region = region
        return QueueDraft(
          site: site,
          request: StartExportTaskRequest(
            exportTaskIdentifier: "queued-\(number)", sourceArn: sources(region)[number / 2],
            s3BucketName: "acme-lake-raw",
            iamRoleArn: "arn:aws:iam::123456789012:role/rds-s3-export", kmsKeyId: "alias/lake"))
      })
    try await eventually("five run") { accepted() == 5 }
    // A sixth has no slot, wherever it is to run and though its own region has one.
    let table = try await ProcessRunner.runBeside(
      ProcessRunner.exportdeck, ["queue", "list"], environment: environment)
    #expect(table.output.contains("all 5 slots are taken"), "\(table)")
    let sixth = try await ProcessRunner.runBeside(
      ProcessRunner.exportdeck,
      [
        "start", "--queue", "--checks", "basic", "--region", regions[1], "--endpoint-url",
        there.endpoint,
      ]
        + words("sixth", sources(regions[1])[6]), environment: environment)
    #expect(sixth.status == 0, "\(sixth.errors)")
    #expect(sixth.output.contains("all 5 slots are taken"), "\(sixth)")
    #expect(there.startCalls.count < 5)
    #expect(accepted() == 5)
    #expect([here, there].allSatisfy { $0.startCalls.allSatisfy { $0.refusal == nil } })
    for runner in runners {
      kill(runner.pid, SIGTERM)
      #expect(runner.wait() == 0)
    }
    await store.close()
    await here.stop()
    await there.stop()
  }
}
