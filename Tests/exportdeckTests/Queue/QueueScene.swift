import AWSCore
import Foundation
import Ground
import Journal
import Monitor
import Planning
import RDSExports
import Support
import Synchronization
import Tracking

@testable import exportdeck

/// An account whose answers a test decides.
final class QueuedAccount: ExportTasksClient {
  struct State {
    var tasks: [ExportTask] = []
    var sent: [String] = []
    var describes = 0
    /// What the next starts meet, in order.
    var refusals: [ExportTasksError] = []
    /// Whether a refused start is carried out all the same.
    var losesAnswers = false
    var describeFails = false
    /// What each look meets.
    var describeRefusal: ExportTasksError?
    /// Called as a start comes in.
    var whenAsked: (@Sendable () -> Void)?
    /// Waited for before a start is answered.
    var whenSending: (@Sendable () async -> Void)?
  }

  let state = Mutex(State())

  var sent: [String] { state.withLock { $0.sent } }

  func describeExportTasks(
    _ request: DescribeExportTasksRequest
  ) async throws(ExportTasksError) -> ExportTaskPage {
    let tasks = state.withLock { state -> [ExportTask]? in
      state.describes += 1
      return state.describeFails ? nil : state.tasks
    }
    if let refusal = state.withLock({ $0.describeRefusal }) { throw refusal }
    guard var tasks else { throw .call(.cancelled) }
    if let name = request.exportTaskIdentifier {
      tasks = tasks.filter { $0.exportTaskIdentifier == name }
      if tasks.isEmpty { throw ExportTasksError(.service(Self.fault("ExportTaskNotFound"))) }
    }
    return ExportTaskPage(
      tasks: tasks, marker: nil, observation: Observation(sentAt: Date(), serverAhead: nil))
  }

  static func fault(_ code: String) -> ServiceFault {
    ServiceFault(code: code, message: "said", status: 400)
  }

  func startExportTask(
    _ request: StartExportTaskRequest
  ) async throws(ExportTasksError) -> ExportTask {
    var task = ExportTask(exportTaskIdentifier: request.exportTaskIdentifier)
    task.sourceArn = request.sourceArn
    task.s3Bucket = request.s3BucketName
    task.iamRoleArn = request.iamRoleArn
    task.kmsKeyId = request.kmsKeyId
    task.status = .starting
    state.withLock { $0.whenAsked }?()
    await state.withLock { $0.whenSending }?()
    let refusal = state.withLock { [task] state -> ExportTasksError? in
      state.sent.append(request.exportTaskIdentifier)
      let refusal = state.refusals.isEmpty ? nil : state.refusals.removeFirst()
      if refusal == nil || state.losesAnswers { state.tasks.append(task) }
      return refusal
    }
    if let refusal { throw refusal }
    return task
  }

  func cancelExportTask(identifier: String) async throws(ExportTasksError) -> ExportTask {
    throw .invalid([])
  }
}

/// A queue, a runner of it and the account in which it starts exports.
final class QueueScene: Sendable {
  static let site = Site(
    endpoint: "https://rds.eu-west-1.amazonaws.com", region: "eu-west-1", partition: "aws",
    account: "111111111111")

  let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("exportdeck-runner-\(UUID().uuidString)").path
  let clock = HandCrankedTimekeeper()
  let account = QueuedAccount()
  /// Where the context leads.
  let place = Mutex(QueueScene.site)
  let reports = Mutex<[QueueReport]>([])
  let happenings = Mutex<[QueueHappening]>([])
  let events = Mutex<[Event]>([])
  let store: QueueStore

  init() {
    store = QueueStore(
      .folder(folder, size: 4 << 20), timekeeper: clock, mask: { $0 })
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func runner(
    isReadOnly: Bool = false, store: QueueStore? = nil, accounts: [QueuedAccount]? = nil,
    scope: SlotScope = .region
  ) -> QueueRunner {
    let ways = (accounts ?? [account]).enumerated().map { id, account in
      way(to: account, id: id, isReadOnly: isReadOnly)
    }
    return QueueRunner(
      store ?? self.store, QueueWays { ways },
      options: QueueRunner.Options(kind: .dashboard, scope: scope),
      timekeeper: clock, post: { report in self.reports.withLock { $0.append(report) } },
      tell: { happening in self.happenings.withLock { $0.append(happening) } },
      remember: { events in self.events.withLock { $0 += events } })
  }

  private func way(to account: QueuedAccount, id: Int, isReadOnly: Bool) -> QueueWays.Way {
    QueueWays.Way(
      id: id,
      visit: { () async throws(AWSError) in
        SiteVisit(
          client: account, label: ContextLabel(profile: "p", region: "eu-west-1"),
          site: self.place.withLock { $0 }, keyID: "AKID",
          caller: { "arn:aws:iam::111111111111:user/ana" })
      }, isReadOnly: isReadOnly)
  }

  /// The same queue, as another program has it.
  func otherStore() -> QueueStore {
    QueueStore(.folder(folder, size: 4 << 20), timekeeper: clock, mask: { $0 })
  }

  @discardableResult
  func add(_ names: String..., source: String? = nil, schedule: QueueSchedule? = nil)
    async throws -> [QueueEntry]
  {
    try await store.add(
      names.map { name in
        QueueDraft(
          site: QueueScene.site,
          request: StartExportTaskRequest(
            exportTaskIdentifier: name,
            sourceArn: "arn:aws:rds:eu-west-1:111111111111:snapshot:\(source ?? name)",
            s3BucketName: "lake", iamRoleArn: "arn:aws:iam::111111111111:role/export",
            kmsKeyId: "alias/lake"), schedule: schedule)
      })
  }

  func states() async throws -> [QueueEntry.State] { try await store.entries().map(\.state) }
}
