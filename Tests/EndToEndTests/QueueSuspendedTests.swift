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
  @Test func `another runner takes over, and the dashboard says so when it goes on`()
    async throws
  {
    let home = try QueueHome(SimulatorOptions(tasks: 3, seed: 1, speed: 60))
    let server = try await home.server()
    let (site, store) = (home.site(server), home.store())
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
    let terminal = try TmuxTerminal(columns: 120, rows: 30, environment: home.environment(server))
    try await terminal.waitFor(#"ready\$ ?$"#)
    try terminal.type(ProcessRunner.exportdeck)
    try terminal.press("Enter")
    try await terminal.waitFor("tomorrow-orders +.*waiting")
    try await eventually("the dashboard runs it") { try await runner()?.kind == .dashboard }
    try terminal.press("C-z")
    try await terminal.waitFor("Stopped")
    #expect(try await runner() == nil, "it gave the site back before it stopped")
    let other = try home.run(server)
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

  @Test func `a stopped queue run lets another go on, and stands by when it does so itself`()
    async throws
  {
    let home = try QueueHome(SimulatorOptions(tasks: 3, seed: 1, speed: 60))
    let server = try await home.server()
    let (site, store) = (home.site(server), home.store())
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
    @Sendable func pid() async throws -> Int32? { try await store.runners(of: [site])[site]?.pid }
    let one = try home.run(server)
    try await eventually("it runs the queue") { try await pid() == one.pid }
    kill(one.pid, SIGTSTP)
    try await eventually("it gave the site back") { try await store.starter(at: site) == nil }
    let other = try home.run(server)
    try await eventually("the other one runs it") { try await pid() == other.pid }
    kill(one.pid, SIGCONT)
    kill(other.pid, SIGTERM)
    #expect(other.wait() == 0)
    try await eventually("the first one runs it again") { try await pid() == one.pid }
    kill(one.pid, SIGTERM)
    #expect(one.wait() == 0)
    await store.close()
    await server.stop()
  }
}
