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

/// A dashboard that was stopped with C-z starts nothing, so another program may.
@Suite(.serialized, .enabled(if: Judge.hasTmux), .timeLimit(.minutes(5)))
struct QueueSuspendedTests {
  private let home = FileManager.default.temporaryDirectory
    .appendingPathComponent("exportdeck-stopped-\(UUID().uuidString)")
  private let options = SimulatorOptions(tasks: 3, seed: 1, speed: 60)

  private func environment(_ server: SimulatorServer) -> [String: String] {
    [
      "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "",
      "LD_LIBRARY_PATH": ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"] ?? "",
      "HOME": home.path, "XDG_STATE_HOME": home.path,
      "AWS_ACCESS_KEY_ID": SimulatorServer.accessKeyID,
      "AWS_SECRET_ACCESS_KEY": SimulatorServer.secretAccessKey, "AWS_REGION": options.region,
      "AWS_ENDPOINT_URL": server.endpoint, "AWS_EC2_METADATA_DISABLED": "true",
    ]
  }

  @Test func `another runner takes over, and the dashboard says so when it goes on`()
    async throws
  {
    try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: home) }
    let server = try await SimulatorServer.start(options, timekeeper: SystemTimekeeper())
    let site = Site(
      endpoint: server.endpoint, region: options.region, partition: "aws",
      account: options.account)
    let store = QueueStore(
      .folder(home.appendingPathComponent("exportdeck").path, size: 32 << 20),
      timekeeper: SystemTimekeeper(), mask: { $0 })
    _ = try await store.add([
      QueueDraft(
        site: site,
        request: StartExportTaskRequest(
          exportTaskIdentifier: "tomorrow-orders",
          sourceArn: "arn:aws:rds:eu-west-1:123456789012:snapshot:orders-prod-before-upgrade",
          s3BucketName: "acme-lake-raw",
          iamRoleArn: "arn:aws:iam::123456789012:role/rds-s3-export", kmsKeyId: "alias/lake"),
        schedule: QueueSchedule(start: Date(timeIntervalSinceNow: 86_400), zone: "UTC"))
    ])
    @Sendable func runner() async throws -> QueueRunnerName? {
      try await store.runners(of: [site])[site]
    }
    let terminal = try TmuxTerminal(columns: 120, rows: 30, environment: environment(server))
    try await terminal.waitFor(#"ready\$ ?$"#)
    try terminal.type(ProcessRunner.exportdeck)
    try terminal.press("Enter")
    try await terminal.waitFor("tomorrow-orders +.*waiting")
    try await eventually("the dashboard runs it") { try await runner()?.kind == .dashboard }
    try terminal.press("C-z")
    try await terminal.waitFor("Stopped")
    #expect(try await runner() == nil, "it gave the site back before it stopped")
    let other = try ProcessRunner.start(
      ProcessRunner.exportdeck, ["queue", "run", "--interval", "1"],
      environment: environment(server))
    try await eventually("the other one runs it") { try await runner()?.kind == .command }
    try terminal.type("fg")
    try terminal.press("Enter")
    try await terminal.waitFor("tomorrow-orders +.*waiting")
    try terminal.press("Q")
    try await terminal.waitFor(#"started by queue run \(pid \#(other.pid)\)"#)
    kill(other.pid, SIGTERM)
    #expect(other.wait() == 0)
    try await terminal.waitFor("started by this dashboard")
    #expect(server.startCalls.isEmpty)
    try terminal.press("C-c")
    try await terminal.waitFor("exportdeck queue run")
    try await terminal.press("C-y", untilGone: "Leave while")
    try await terminal.waitFor(#"ready\$ ?$"#)
    await store.close()
    await server.stop()
  }
}
