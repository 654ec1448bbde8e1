import AWSCore
import Foundation
import Ground
import RDSExports
import Support
import Testing

@testable import Simulator

/// Calls that are carried out, but whose answers are lost on the way back.
@Suite(.timeLimit(.minutes(15))) struct `lost answers` {
  private static let request = StartExportTaskRequest(
    exportTaskIdentifier: "nightly-orders",
    sourceArn: "arn:aws:rds:eu-west-1:123456789012:snapshot:orders-prod-before-upgrade",
    s3BucketName: "acme-lake-raw", iamRoleArn: "arn:aws:iam::123456789012:role/rds-s3-export",
    kmsKeyId: "alias/lake", s3Prefix: "rds/")

  private func withClient<Value>(
    _ body: (RDSExportsClient, SimulatorServer) async throws -> Value
  ) async throws -> Value {
    let timekeeper = SystemTimekeeper()
    let server = try await SimulatorServer.start(SimulatorOptions(tasks: 5), timekeeper: timekeeper)
    let transport = AsyncHTTPTransport(timekeeper: timekeeper)
    let aws = AWSClient(
      region: "eu-west-1", endpoint: server.endpoint,
      credentials: StaticCredentials(
        Credentials(
          accessKeyID: SimulatorServer.accessKeyID,
          secretAccessKey: SimulatorServer.secretAccessKey)),
      transport: transport, timekeeper: timekeeper, random: { 0 },
      userAgent: UserAgent(product: "t", version: "1"))
    let result = await Result.of { try await body(RDSExportsClient(aws), server) }
    await transport.shutdown()
    await server.stop()
    return try result.get()
  }

  private func losing(
    _ dose: WritableKeyPath<Faults, Faults.Dose>, of action: String
  ) -> Faults {
    var faults = Faults()
    faults[keyPath: dose] = .next(1)
    faults.onlyAction = action
    return faults
  }

  @Test func `a start whose answer is lost starts one task and succeeds`() async throws {
    try await withClient { client, server in
      server.set(losing(\.lostAnswers, of: "StartExportTask"))
      let task = try await client.startExportTask(Self.request)
      #expect(task.exportTaskIdentifier == Self.request.exportTaskIdentifier)
      #expect(task.status?.isFinal == false)
      #expect(server.calls(of: "StartExportTask") == 2)
      #expect(server.calls(of: "DescribeExportTasks") == 1)
    }
  }

  @Test func `a start that meets somebody else's task fails, even where an answer was lost`()
    async throws
  {
    try await withClient { client, server in
      _ = try await client.startExportTask(Self.request)
      var other = Self.request
      other.s3Prefix = "elsewhere/"
      server.set(losing(\.droppedConnections, of: "StartExportTask"))
      let error = await #expect(throws: ExportTasksError.self) {
        _ = try await client.startExportTask(other)
      }
      guard case .modelled(.exportTaskAlreadyExists, let fault)? = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(fault.attempts == 2)
      #expect(server.calls(of: "DescribeExportTasks") == 1)
    }
  }

  @Test func `a cancel whose answer is lost succeeds`() async throws {
    try await withClient { client, server in
      let task = try await client.startExportTask(Self.request)
      server.set(losing(\.lostAnswers, of: "CancelExportTask"))
      let canceled = try await client.cancelExportTask(identifier: task.exportTaskIdentifier)
      #expect(canceled.status == .canceling || canceled.status == .canceled)
      #expect(server.calls(of: "CancelExportTask") == 2)
    }
  }
}

extension Result where Failure == any Error {
  fileprivate static func of(_ operation: () async throws -> Success) async -> Self {
    do { return .success(try await operation()) } catch { return .failure(error) }
  }
}
