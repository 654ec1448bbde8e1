import AWSCore
import CSQLite
import Foundation
import Ground
import Journal
import Monitor
import Planning
import RDSExports
import Support
import Synchronization
import Testing
import Tracking

@testable import exportdeck

/// An account whose answers a test decides.
private final class QueuedAccount: ExportTasksClient {
  struct State {
    var tasks: [ExportTask] = []
    var sent: [String] = []
    var describes = 0
    /// What the next starts meet, in order.
    var refusals: [ExportTasksError] = []
    /// Whether a refused start is carried out all the same.
    var losesAnswers = false
    var describeFails = false
    /// Called as a start comes in.
    var whenAsked: (@Sendable () -> Void)?
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

@Suite(.timeLimit(.minutes(5))) struct QueueRunnerTests {
  private static let site = Site(
    endpoint: "https://rds.eu-west-1.amazonaws.com", region: "eu-west-1", partition: "aws",
    account: "111111111111")

  private final class Scene: Sendable {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("exportdeck-runner-\(UUID().uuidString)").path
    let clock = HandCrankedTimekeeper()
    let account = QueuedAccount()
    /// Where the context leads.
    let place = Mutex(QueueRunnerTests.site)
    let reports = Mutex<[QueueReport]>([])
    let happenings = Mutex<[QueueHappening]>([])
    let events = Mutex<[Event]>([])
    let store: QueueStore

    init() {
      store = QueueStore(
        .folder(folder, size: 4 << 20), timekeeper: clock, mask: { $0 })
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func runner(isReadOnly: Bool = false, store: QueueStore? = nil) -> QueueRunner {
      let way = QueueWays.Way(
        visit: { () async throws(AWSError) in
          SiteVisit(
            client: self.account, label: ContextLabel(profile: "p", region: "eu-west-1"),
            site: self.place.withLock { $0 }, keyID: "AKID",
            caller: { "arn:aws:iam::111111111111:user/ana" })
        }, isReadOnly: isReadOnly)
      return QueueRunner(
        store ?? self.store, QueueWays { [way] }, options: QueueRunner.Options(kind: .dashboard),
        timekeeper: clock, post: { report in self.reports.withLock { $0.append(report) } },
        tell: { happening in self.happenings.withLock { $0.append(happening) } },
        remember: { events in self.events.withLock { $0 += events } })
    }

    @discardableResult
    func add(_ names: String..., source: String? = nil, schedule: QueueSchedule? = nil)
      async throws -> [QueueEntry]
    {
      try await store.add(
        names.map { name in
          QueueDraft(
            site: QueueRunnerTests.site,
            request: StartExportTaskRequest(
              exportTaskIdentifier: name,
              sourceArn: "arn:aws:rds:eu-west-1:111111111111:snapshot:\(source ?? name)",
              s3BucketName: "lake", iamRoleArn: "arn:aws:iam::111111111111:role/export",
              kmsKeyId: "alias/lake"), schedule: schedule)
        })
    }

    func states() async throws -> [QueueEntry.State] { try await store.entries().map(\.state) }
  }

  @Test func `starts five in order, and goes on when a slot is free`() async throws {
    let scene = Scene()
    try await scene.add("a", "b", "c", "d", "e", "f", "g")
    let runner = scene.runner()
    _ = await runner.turn()
    #expect(scene.account.sent == ["a", "b", "c", "d", "e"])
    _ = await runner.turn()
    #expect(scene.account.sent.count == 5)
    scene.account.state.withLock { $0.tasks[2].status = .complete }
    _ = await runner.turn()
    #expect(scene.account.sent == ["a", "b", "c", "d", "e", "f"])
    let report = try #require(scene.reports.withLock { $0.last })
    #expect(report.open.map(\.request.exportTaskIdentifier) == ["g"])
    #expect(report.runners[Self.site]?.isThis == true)
    #expect(scene.events.withLock { $0.count } == 12, "sent and accepted, for each")
  }

  @Test func `sends nothing elsewhere than where it was queued for`() async throws {
    let scene = Scene()
    try await scene.add("a")
    let runner = scene.runner()
    var other = Self.site
    other.account = "222222222222"
    scene.place.withLock { $0 = other }
    _ = await runner.turn()
    #expect(scene.account.sent == [])
    let report = try #require(scene.reports.withLock { $0.last })
    #expect(report.runners == [:])
    #expect(report.obstacles[Self.site]?.contains("no context that is watched leads to") == true)
    #expect(try await scene.states() == [.waiting])
    scene.place.withLock { $0 = Self.site }
    _ = await runner.turn()
    #expect(scene.account.sent == ["a"])
  }

  @Test func `sends nothing where it is read-only`() async throws {
    let scene = Scene()
    try await scene.add("a")
    _ = await scene.runner(isReadOnly: true).turn()
    #expect(scene.account.sent == [])
    #expect(
      scene.reports.withLock { $0.last?.obstacles[Self.site] }?.contains("read-only") == true)
  }

  @Test func `stands by while another runs, and takes over`() async throws {
    let scene = Scene()
    let second = QueueStore(
      .folder(scene.folder, size: 4 << 20), timekeeper: scene.clock, mask: { $0 })
    try await scene.add("a")
    _ = try await scene.store.lead(Self.site, as: .command)
    let runner = scene.runner(store: second)
    _ = await runner.turn()
    #expect(scene.account.sent == [])
    #expect(scene.reports.withLock { $0.last?.runners[Self.site]?.isThis } == false)
    try await scene.store.resign(Self.site)
    _ = await runner.turn()
    #expect(scene.account.sent == ["a"])
  }

  @Test func `asks AWS what became of what was being sent, before it sends anything`() async throws
  {
    let scene = Scene()
    let entries = try await scene.add("a", "b")
    for entry in entries { _ = try await scene.store.begin(entry.id, by: "one that was killed") }
    // Of the two, the first had reached AWS.
    _ = try await scene.account.startExportTask(entries[0].request)
    _ = await scene.runner().turn()
    #expect(scene.account.sent == ["a", "b"], "b is sent for the first time, a not again")
    #expect(try await scene.store.entries().filter(\.isOpen) == [])
  }

  @Test func `leaves what it can't settle, and sends it not again`() async throws {
    let scene = Scene()
    let entry = try await scene.add("a")[0]
    _ = try await scene.store.begin(entry.id, by: "one that was killed")
    scene.account.state.withLock { $0.describeFails = true }
    let runner = scene.runner()
    for _ in 0..<3 { _ = await runner.turn() }
    #expect(scene.account.sent == [])
    #expect(try await scene.store.entries()[0].isSending)
    #expect(scene.account.state.withLock { $0.describes } < 6, "not asked again at once")
  }

  @Test func `finds a start whose answer was lost`() async throws {
    let scene = Scene()
    try await scene.add("a")
    scene.account.state.withLock { state in
      state.refusals = [.call(.cancelled)]
      state.losesAnswers = true
    }
    let runner = scene.runner()
    _ = await runner.turn()
    #expect(try await scene.store.entries()[0].isSending)
    try await scene.clock.advance(by: .seconds(6))
    _ = await runner.turn()
    #expect(try await scene.store.entries()[0].isStarted)
    #expect(scene.account.sent == ["a"])
  }

  @Test func `holds what clashes with another's export`() async throws {
    let scene = Scene()
    try await scene.add("a", "b")
    scene.account.state.withLock {
      $0.refusals = [ExportTasksError(.service(QueuedAccount.fault("ExportTaskAlreadyExists")))]
    }
    _ = await scene.runner().turn()
    let states = try await scene.states()
    guard case .held(.clash) = states[0], case .started = states[1] else {
      Issue.record("\(states)")
      return
    }
  }

  @Test func `notes what it sends before AWS is asked, and who did it after`() async throws {
    let scene = Scene()
    let entry = try await scene.add("a")[0]
    let before = Mutex<[Event.Kind]>([])
    scene.account.state.withLock {
      $0.whenAsked = { [weak scene] in
        before.withLock { $0 = scene?.events.withLock { $0.map(\.kind) } ?? [] }
      }
    }
    _ = await scene.runner().turn()
    #expect(before.withLock { $0 } == [.startSent])
    let events = scene.events.withLock { $0 }
    #expect(events.map(\.kind) == [.startSent, .startAccepted(status: "STARTING")])
    #expect(
      events.map(\.action?.caller) == [nil, "arn:aws:iam::111111111111:user/ana"])
    #expect(
      events.allSatisfy {
        $0.action?.means == .queue
          && $0.action?.parameters == ActionRecord.Parameters(entry.request)
      })
  }

  @Test func `notes what it found out about an earlier send`() async throws {
    let scene = Scene()
    let entries = try await scene.add("found", "gone", "other")
    for entry in entries { _ = try await scene.store.begin(entry.id, by: "one that was killed") }
    _ = try await scene.account.startExportTask(entries[0].request)
    var foreign = entries[2].request
    foreign.s3BucketName = "another"
    _ = try await scene.account.startExportTask(foreign)
    _ = await scene.runner().turn()
    let steps = scene.events.withLock { $0 }.compactMap { event -> String? in
      guard case .queue(let step) = event.kind else { return nil }
      let name = event.task ?? ""
      return switch step {
      case .found: "\(name) found"
      case .notFound: "\(name) not found"
      case .clash: "\(name) clash"
      default: "\(name) \(step)"
      }
    }
    #expect(steps == ["found found", "gone not found", "other clash"])
  }

  @Test func `notes what is held or missed, and what is put back once for each reason`()
    async throws
  {
    let scene = Scene()
    let now = scene.clock.wall
    try await scene.add("refused", "busy")
    try await scene.add(
      "missed",
      schedule: QueueSchedule(
        start: now.addingTimeInterval(-20), zone: "UTC", latest: now.addingTimeInterval(-10)))
    let isBusy = ExportTasksError(.service(QueuedAccount.fault("InvalidExportSourceState")))
    scene.account.state.withLock {
      $0.refusals = [
        ExportTasksError(.service(QueuedAccount.fault("IamRoleNotFound"))), isBusy, isBusy,
      ]
    }
    let runner = scene.runner()
    _ = await runner.turn()
    try await scene.clock.advance(by: .seconds(16))
    _ = await runner.turn()
    let steps = scene.events.withLock { $0 }.filter {
      if case .queue = $0.kind { true } else { false }
    }
    #expect(steps.map(\.task) == ["missed", "refused", "busy"])
    guard case .queue(.held(let missed?)) = steps[0].kind,
      case .queue(.held(let refused?)) = steps[1].kind, case .queue(.putBack) = steps[2].kind
    else {
      Issue.record("\(steps)")
      return
    }
    #expect(missed == "its latest start has passed")
    #expect(refused.contains("The IAM role doesn't exist."))
  }

  @Test func `rests where AWS says that no slot is free, and tries again`() async throws {
    let scene = Scene()
    try await scene.add("a", "b")
    scene.account.state.withLock {
      $0.refusals = [ExportTasksError(.service(QueuedAccount.fault("ExportTaskLimitReachedFault")))]
    }
    let runner = scene.runner()
    for _ in 0..<3 { _ = await runner.turn() }
    #expect(scene.account.sent == ["a"], "b would meet the same")
    try await scene.clock.advance(by: .seconds(16))
    _ = await runner.turn()
    #expect(scene.account.sent == ["a", "a", "b"])
  }

  @Test func `starts at its time, and holds what has missed it`() async throws {
    let scene = Scene()
    let now = scene.clock.wall
    try await scene.add(
      "late", schedule: QueueSchedule(start: now.addingTimeInterval(60), zone: "UTC"))
    try await scene.add(
      "missed",
      schedule: QueueSchedule(
        start: now.addingTimeInterval(10), zone: "UTC", latest: now.addingTimeInterval(20)))
    let runner = scene.runner()
    #expect(await runner.turn() <= .seconds(10))
    #expect(scene.account.state.withLock { $0.describes } == 0, "nobody is asked before the time")
    try await scene.clock.advance(by: .seconds(61))
    _ = await runner.turn()
    #expect(scene.account.sent == ["late"])
    #expect(try await scene.states()[1] == .held(.missed))
  }

  @Test func `sends nothing that it can't note on the disk`() async throws {
    let scene = Scene()
    try await scene.add("a")
    _ = try await scene.store.lead(Self.site, as: .dashboard)
    let path = "\(scene.folder)/memory.sqlite"
    // Whatever is written fails; what is read doesn't.
    let sql = "CREATE TRIGGER full BEFORE UPDATE ON queue BEGIN SELECT RAISE(ABORT, 'full'); END"
    var other: OpaquePointer?
    defer { sqlite3_close(other) }
    try #require(sqlite3_open(path, &other) == SQLITE_OK)
    try #require(sqlite3_exec(other, sql, nil, nil, nil) == SQLITE_OK)
    _ = await scene.runner().turn()
    #expect(scene.account.sent == [])
    #expect(scene.reports.withLock { $0.last?.problem } != nil)
  }

  @Test func `leaves a site to others where AWS lets it start nothing`() async throws {
    let scene = Scene()
    try await scene.add("a", "b")
    let denied = ExportTasksError(.service(QueuedAccount.fault("AccessDenied")))
    scene.account.state.withLock { $0.refusals = [denied] }
    _ = await scene.runner().turn()
    #expect(scene.account.sent == ["a"], "the others would be denied as well")
    #expect(try await scene.states() == [.waiting, .waiting])
    #expect(
      scene.reports.withLock { $0.last?.obstacles[Self.site] } == denied.summary,
      "and it says so")
    let other = QueueStore(
      .folder(scene.folder, size: 4 << 20), timekeeper: scene.clock, mask: { $0 })
    try await scene.clock.advance(by: .seconds(6))
    _ = await scene.runner(store: other).turn()
    #expect(scene.account.sent == ["a", "a", "b"])
    await other.close()
    await scene.store.close()
  }

  @Test func `asks a site again at once where a person wants to know`() async throws {
    let scene = Scene()
    try await scene.add("a")
    scene.account.state.withLock {
      $0.refusals = [ExportTasksError(.service(QueuedAccount.fault("AccessDenied")))]
    }
    let runner = scene.runner()
    _ = await runner.turn()
    try await scene.clock.advance(by: .seconds(20))
    _ = await runner.turn()
    #expect(scene.account.sent == ["a"], "the site is left to others")
    runner.askAgain()
    _ = await runner.turn()
    #expect(scene.account.sent == ["a", "a"])
    await scene.store.close()
  }

  @Test func `says what is wrong for as long as it rests`() async throws {
    let scene = Scene()
    try await scene.add("a")
    scene.account.state.withLock { $0.describeFails = true }
    let runner = scene.runner()
    _ = await runner.turn()
    let said = scene.reports.withLock { $0.last?.obstacles[Self.site] }
    #expect(said != nil)
    _ = await runner.turn()
    #expect(scene.reports.withLock { $0.last?.obstacles[Self.site] } == said)
    #expect(scene.account.state.withLock { $0.describes } == 1, "it rests")
    await scene.store.close()
  }

  @Test func `lets others have its sites while it stands still`() async throws {
    let scene = Scene()
    try await scene.add("a", "b", "c", "d", "e", "f")
    let runner = scene.runner()
    runner.begin()
    try await eventually("five are started") { scene.account.sent.count == 5 }
    await runner.pause()
    let other = QueueStore(
      .folder(scene.folder, size: 4 << 20), timekeeper: scene.clock, mask: { $0 })
    #expect(try await other.lead(Self.site, as: .command))
    try await other.resign(Self.site)
    runner.resume()
    try await eventually("it has them again") {
      try await other.runners(of: [Self.site])[Self.site]?.kind == .dashboard
    }
    await runner.end()
    await other.close()
  }

  @Test func `goes on when it is woken, and ends with its locks given back`() async throws {
    let scene = Scene()
    let runner = scene.runner()
    runner.begin()
    try await eventually("the first look") { scene.reports.withLock { !$0.isEmpty } }
    try await scene.add("a")
    runner.wake()
    try await eventually("it is started") { scene.account.sent == ["a"] }
    await runner.end()
    let next = QueueStore(
      .folder(scene.folder, size: 4 << 20), timekeeper: scene.clock, mask: { $0 })
    #expect(try await next.lead(Self.site, as: .command))
  }
}
