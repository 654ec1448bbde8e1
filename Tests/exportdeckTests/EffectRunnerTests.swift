import AWSCore
import Dashboard
import Monitor
import RDSExports
import Support
import Synchronization
import Testing
import Tracking

@testable import exportdeck

/// Without keys, dialogs or the screen's own checks: whoever asks for an effect gets it only where
/// the program may have it.
@Suite(.timeLimit(.minutes(2))) struct EffectRunnerTests {
  private let account = CountingAccount()
  private let mailbox = Mailbox()
  private let id = TaskID(context: ContextID(1), identifier: "a")
  private let refusal = ExportTasksError.call(
    .configuration(place: "--read-only", message: "starting and canceling are off"))
  private let request = StartExportTaskRequest(
    exportTaskIdentifier: "a", sourceArn: "arn:aws:rds:eu-west-1:123456789012:snapshot:s",
    s3BucketName: "lake", iamRoleArn: "arn:aws:iam::123456789012:role/export",
    kmsKeyId: "alias/export")

  private func runner() -> EffectRunner {
    let clock = HandCrankedTimekeeper()
    let client: @Sendable () async throws(AWSError) -> (any ExportTasksClient, ContextLabel) = {
      [account] () async throws(AWSError) in (account, ContextLabel(profile: "prod", region: "r"))
    }
    let poller = Poller(
      context: id.context, label: ContextLabel(profile: "prod", region: "r"), timekeeper: clock,
      random: { 0.5 }, client: client, deliver: { _, _ in })
    return EffectRunner(
      lanes: [id.context: EffectRunner.Lane(poller: poller, client: client)], mailbox: mailbox,
      timekeeper: clock)
  }

  /// The one answer to what was asked for, once it is there.
  private func answer() async throws -> Result<ExportTask, ExportTasksError> {
    try await eventually("an answer") { [mailbox] in !mailbox.isEmpty }
    let messages = mailbox.takeAll()
    #expect(messages.count == 1)
    switch messages.first {
    case .canceled(let canceled, let result):
      #expect(canceled == id)
      return result
    case .started(let ticket, let result):
      #expect(ticket == 7)
      return result
    default: throw NeverHappened(description: "an answer to an effect: \(messages)")
    }
  }

  @Test func `read-only cancels nothing, whoever asks`() async throws {
    runner().cancel(id, isReadOnly: true)
    let answer = try await answer()
    #expect(throws: refusal) { try answer.get() }
    #expect(account.sent == [])
  }

  @Test func `read-only starts nothing, whoever asks`() async throws {
    runner().start(ticket: 7, id.context, request, isReadOnly: true)
    let answer = try await answer()
    #expect(throws: refusal) { try answer.get() }
    #expect(account.sent == [])
  }

  @Test func `what is not read-only cancels and starts`() async throws {
    let runner = runner()
    runner.cancel(id, isReadOnly: false)
    #expect(try await answer().get().exportTaskIdentifier == "a")
    runner.start(ticket: 7, id.context, request, isReadOnly: false)
    #expect(try await answer().get().exportTaskIdentifier == "a")
    #expect(account.sent == ["cancel a", "start a"])
  }
}

/// Agrees to everything and writes down what was sent.
private final class CountingAccount: ExportTasksClient {
  private let log = Mutex<[String]>([])

  var sent: [String] { log.withLock { $0 } }

  func describeExportTasks(
    _ request: DescribeExportTasksRequest
  ) async throws(ExportTasksError) -> ExportTaskPage {
    log.withLock { $0.append("describe") }
    throw .invalid([])
  }

  func startExportTask(
    _ request: StartExportTaskRequest
  ) async throws(ExportTasksError) -> ExportTask {
    log.withLock { $0.append("start \(request.exportTaskIdentifier)") }
    return ExportTask(exportTaskIdentifier: request.exportTaskIdentifier)
  }

  func cancelExportTask(identifier: String) async throws(ExportTasksError) -> ExportTask {
    log.withLock { $0.append("cancel \(identifier)") }
    return ExportTask(exportTaskIdentifier: identifier)
  }
}
