import Foundation
import Support
import Testing

@testable import Simulator

/// The AWS CLI against the simulator.
@Suite(.enabled(if: Judge.hasPython)) struct `the aws command against the simulator` {
  @Test func `starts, describes and cancels`() async throws {
    let server = try await SimulatorServer.start(
      SimulatorOptions(tasks: 30, seed: 2), timekeeper: HandCrankedTimekeeper(wall: Date()))
    let aws = try #require(Judge.program("aws"))
    func run(_ arguments: String...) async throws -> Foreigner.Outcome {
      try await Foreigner.run(
        aws, ["rds"] + arguments + ["--endpoint-url", server.endpoint, "--output", "json"],
        against: server)
    }
    func json(_ outcome: Foreigner.Outcome) throws -> [String: Any] {
      #expect(outcome.status == 0, "\(outcome.errors)")
      let object = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
      return try #require(object as? [String: Any])
    }
    let order = [
      "start-export-task", "--export-task-identifier", "by-hand", "--source-arn",
      "arn:aws:rds:eu-west-1:123456789012:snapshot:stock-prod-before-upgrade",
      "--s3-bucket-name", "acme-lake-raw", "--iam-role-arn",
      "arn:aws:iam::123456789012:role/rds-s3-export", "--kms-key-id", "alias/rds-exports",
      "--s3-prefix", "by/hand", "--export-only", "stock.stock", "stock.attachments",
      "--endpoint-url", server.endpoint, "--output", "json",
    ]
    let started = try json(
      try await Foreigner.run(aws, ["rds"] + order, against: server))
    #expect(started["Status"] as? String == "STARTING")
    #expect(started["ExportOnly"] as? [String] == ["stock.stock", "stock.attachments"])

    let listed = try json(try await run("describe-export-tasks"))
    #expect((listed["ExportTasks"] as? [Any])?.count == 31)
    let one = try json(
      try await run(
        "describe-export-tasks", "--filters", "Name=status,Values=starting",
        "Name=s3-bucket,Values=acme-lake-raw", "--export-task-identifier", "by-hand"))
    let tasks = try #require(one["ExportTasks"] as? [[String: Any]])
    #expect(tasks.map { $0["S3Prefix"] as? String } == ["by/hand"])

    let cancelled = try json(
      try await run("cancel-export-task", "--export-task-identifier", "by-hand"))
    #expect(cancelled["Status"] as? String == "CANCELING")
    let unknown = try await run("cancel-export-task", "--export-task-identifier", "nobody")
    #expect(unknown.status != 0)
    #expect(unknown.errors.contains("(ExportTaskNotFound)"))
    let again = try await Foreigner.run(aws, ["rds"] + order, against: server)
    #expect(again.errors.contains("(ExportTaskAlreadyExists)"))
    Judge.report("the aws command against the simulator", cases: 6)
    await server.stop()
  }
}
