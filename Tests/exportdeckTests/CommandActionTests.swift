import AWSCore
import Dashboard
import Foundation
import Ground
import Monitor
import RDSExports
import Support
import Synchronization
import Testing
import Tracking

@testable import exportdeck

/// What commands change, what they refuse to change, and what is written down of it.
@Suite(.timeLimit(.minutes(15))) struct CommandActionTests {
  private let clock = HandCrankedTimekeeper()
  private let account = CanceledAccount()
  private let memory = WrittenMemory()

  private func actions(_ rails: GuardRails = GuardRails()) -> CommandActions {
    CommandActions(means: .cancel, guardRails: rails, memory: memory, timekeeper: clock)
  }

  private func cancel(
    _ names: [String], _ rails: GuardRails = GuardRails(), agreed: Bool = true
  ) async throws -> (outcomes: [TaskCancel.Outcome], asked: [String]) {
    let asked = Mutex<[String]>([])
    let account = account
    let cancel = TaskCancel(
      identifiers: names, actions: actions(rails),
      visit: { () async throws(AWSError) in account.visit() }, timekeeper: clock, unicode: true,
      tell: { _ in },
      agree: { lines, _ in
        asked.withLock { $0 = lines }
        return agreed
      })
    return (try await cancel.run(), asked.withLock { $0 })
  }

  @Test func `it asks with status, data and place, sends and writes down who did what`()
    async throws
  {
    account.put("a", .inProgress, 64)
    let (outcomes, asked) = try await cancel(["a"])
    #expect(asked == ["a  running, 64 %, 212 GB; 212 GB stay in s3://lake/nightly/a/"])
    #expect(outcomes.map(CancelPrinter.text) == ["a: AWS is canceling it"])
    #expect(account.sent == ["a"])
    let events = memory.events
    #expect(events.map(\.kind) == [.cancelSent, .cancelAccepted(status: "CANCELING")])
    #expect(events.map(\.task) == ["a", "a"])
    #expect(events.allSatisfy { $0.action?.percent == 64 && $0.action?.means == .cancel })
    #expect(events.last?.action?.caller == "arn:aws:iam::111111111111:user/ana")
    #expect(events.last?.action?.requestID == "r-a")
  }

  @Test func `what has ended or is being canceled is said, and nothing is sent`() async throws {
    account.put("done", .complete, 100)
    account.put("going", .canceling, 30)
    account.put("gone", .canceled, 30)
    let (outcomes, asked) = try await cancel(["done", "nope", "going", "gone"])
    #expect(
      outcomes.map(CancelPrinter.text) == [
        "done: not canceled: it has ended (COMPLETE)",
        "nope: not canceled: there is no export task of that identifier",
        "going: AWS is canceling it", "gone: canceled",
      ])
    #expect(outcomes.map(\.isCanceling) == [false, false, true, true])
    #expect(asked == [] && account.sent == [] && memory.events == [])
  }

  @Test func `without agreement nothing is sent`() async throws {
    account.put("a", .starting, 0)
    let (outcomes, asked) = try await cancel(["a"], agreed: false)
    #expect(asked.count == 1)
    #expect(outcomes.map(CancelPrinter.text) == ["a: not canceled"])
    #expect(account.sent == [] && memory.events == [])
  }

  @Test func `a task that ended meanwhile is said to have, and others go on`() async throws {
    account.put("a", .inProgress, 99)
    account.put("b", .inProgress, 5)
    account.refuse("a", .modelled(.invalidExportTaskState, CanceledAccount.fault))
    let (outcomes, _) = try await cancel(["a", "b"])
    #expect(
      outcomes.map(CancelPrinter.text) == [
        "a: not canceled: it has ended meanwhile", "b: AWS is canceling it",
      ])
    guard case .cancelRefused = memory.events[1].kind else {
      Issue.record("\(memory.events)")
      return
    }
    #expect(memory.events[1].action?.requestID == "r-fault")
  }

  @Test func `read-only is checked where the call is made, too`() async throws {
    account.put("a", .inProgress, 64)
    let rails = GuardRails(readOnly: "EXPORTDECK_READ_ONLY")
    let error = await #expect(throws: ExportTasksError.self) { try await cancel(["a"], rails) }
    #expect(error?.summary.contains("EXPORTDECK_READ_ONLY") == true)
    for action in [ExportAction.cancel("a"), .start(CanceledAccount.request)] {
      await #expect(throws: ExportTasksError.self) {
        try await actions(rails).carryOut(
          action, by: account.visit(), shown: CanceledAccount.site)
      }
    }
    #expect(account.sent == [] && memory.events == [])
  }

  @Test func `more tasks than one action may touch are refused before AWS is asked`() async throws {
    let error = await #expect(throws: CommandError.self) {
      try await cancel(["a", "b", "c"], GuardRails(most: 2))
    }
    #expect(error?.name == "TooManyTasks" && error?.place == "max-actions")
    #expect(account.looks == 0)
    account.put("a", .inProgress, 1)
    account.put("b", .inProgress, 1)
    #expect(try await cancel(["a", "b"], GuardRails(most: 2)).outcomes.count == 2)
  }

  @Test func `actions that come together and are too many are all held back, others are not`() {
    func act(_ ticket: Int, _ agreed: Agreement = Agreement(number: 1)) -> Effect {
      .act(ticket: ticket, SiteID(1), shown: CanceledAccount.site, .cancel("t\(ticket)"), agreed)
    }
    func order(_ ticket: Int) -> QueueingOrder {
      var request = CanceledAccount.request
      request.exportTaskIdentifier = "t\(ticket)"
      return QueueingOrder(
        ticket: ticket, site: SiteID(1), shown: CanceledAccount.site, request: request,
        agreed: Agreement(number: 1))
    }
    func refused(_ effects: [Effect]...) -> [Set<Int>] {
      var limit = ActionLimit()
      return effects.map { limit.refused(among: $0, most: 2) }
    }
    #expect(refused([act(1), .bell, act(2), act(3)]) == [[0, 2, 3]])
    #expect(refused([.enqueue([order(1), order(2), order(3)])]) == [[0]])
    #expect(refused([.enqueue([order(1), order(2)])]) == [[]])
    #expect(refused([act(1), .bell, act(2)]) == [[]])
    #expect(refused([.bell, .bell, .bell]) == [[]])
    // One after the other, of one yes: the third is one too many, and so is what is to wait.
    #expect(refused([act(1)], [act(2)], [act(3)]) == [[], [], [0]])
    #expect(refused([act(1)], [act(2)], [.enqueue([order(3)])]) == [[], [], [0]])
    // AWS refused it, and now it is to wait: that is the same task.
    #expect(refused([act(1)], [act(2)], [.enqueue([order(2)])]) == [[], [], []])
    // Of another yes it is another action, and one yes to too many is none at all.
    #expect(refused([act(1)], [act(2)], [act(3, Agreement(number: 2))]) == [[], [], []])
    #expect(refused([act(1, Agreement(number: 1, count: 3))]) == [[0]])
    // What is taken out of the queue is touched as well.
    func remove(_ number: Int) -> Effect {
      .queue(
        .edit(number, .remove, seen: .waiting), at: CanceledAccount.site, Agreement(number: 1))
    }
    #expect(refused([remove(1), .bell, remove(2), remove(3)]) == [[0, 2, 3]])
    #expect(refused([remove(1)], [remove(2)], [remove(1)], [remove(3)]) == [[], [], [], [0]])
  }

  @Test func `where STS can't say whose keys these are, the tasks do`() async throws {
    account.put("a", .inProgress, 64)
    account.hideAccount()
    let (outcomes, _) = try await cancel(["a"])
    #expect(outcomes.map(\.isCanceling) == [true])
    #expect(memory.events.map(\.site) == [CanceledAccount.site, CanceledAccount.site])
  }

  @Test func `where filters are refused the tasks are looked at one by one`() async throws {
    account.put("a", .inProgress, 64)
    account.refuseFilters()
    let (outcomes, _) = try await cancel(["a", "nope"])
    #expect(outcomes.map(\.isCanceling) == [true, false])
    #expect(account.sent == ["a"])
  }

  @Test func `what was agreed for one account is not done in another`() async throws {
    account.put("a", .inProgress, 64)
    account.moveAfterLooking(to: "222222222222")
    let (outcomes, _) = try await cancel(["a"])
    #expect(outcomes.map(CancelPrinter.text)[0].contains("222222222222"))
    #expect(account.sent == [] && memory.events == [])
  }

  @Test func `a start is written down with all its parameters`() async throws {
    var start = actions()
    start = CommandActions(
      means: .start, guardRails: start.guardRails, memory: memory, timekeeper: clock)
    let answer = try await start.carryOut(
      .start(CanceledAccount.request), by: account.visit(), shown: CanceledAccount.site)
    #expect(answer.task.exportTaskIdentifier == "new")
    #expect(memory.events.map(\.kind) == [.startSent, .startAccepted(status: "STARTING")])
    #expect(
      memory.events.allSatisfy {
        $0.action?.parameters == ActionRecord.Parameters(CanceledAccount.request)
      })
  }

  @Test func `the word has to be typed exactly`() {
    let confirmation = Confirmation(word: "cancel 3")
    #expect(confirmation.isMeant("cancel 3") && confirmation.isMeant("  cancel 3\t"))
    for typed in ["", "yes", "y", "cancel", "cancel 4", "Cancel 3"] {
      #expect(!confirmation.isMeant(typed))
    }
  }

  @Test func `for a program an outcome is an object with its error`() throws {
    let outcome = TaskCancel.Outcome(
      identifier: "a",
      kind: .refused(.modelled(.exportTaskNotFound, CanceledAccount.fault)), task: nil)
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(CancelPrinter.json(outcome).utf8))
        as? [String: Any])
    #expect(object["outcome"] as? String == "refused")
    let error = try #require(object["error"] as? [String: Any])
    #expect(error["error"] as? String == "ExportTaskNotFound")
    #expect(error["requestID"] as? String == "r-fault")
  }
}

/// An account with tasks to cancel.
private final class CanceledAccount: ExportTasksClient {
  static let site = Site(
    endpoint: "https://rds.eu-west-1.amazonaws.com", region: "eu-west-1", partition: "aws",
    account: "111111111111")
  static let fault = ServiceFault(code: "Fault", message: "", status: 400, requestID: "r-fault")
  static let request = StartExportTaskRequest(
    exportTaskIdentifier: "new", sourceArn: "arn:aws:rds:eu-west-1:111111111111:snapshot:s",
    s3BucketName: "lake", iamRoleArn: "arn:aws:iam::111111111111:role/export",
    kmsKeyId: "alias/export", exportOnly: ["shop"])

  private struct State {
    var tasks: [String: ExportTask] = [:]
    var refusals: [String: ExportTasksError] = [:]
    var sent: [String] = []
    var looks = 0
    var account: String? = "111111111111"
    var nextAccount: String?
    var refusesFilters = false
  }

  private let state = Mutex(State())

  var sent: [String] { state.withLock { $0.sent } }
  var looks: Int { state.withLock { $0.looks } }

  func put(_ name: String, _ status: ExportTaskStatus, _ percent: Int) {
    var task = ExportTask(exportTaskIdentifier: name)
    (task.status, task.percentProgress, task.totalExtractedDataInGB) = (status, percent, 212)
    (task.s3Bucket, task.s3Prefix) = ("lake", "nightly")
    task.iamRoleArn = "arn:aws:iam::111111111111:role/export"
    state.withLock { [task] in $0.tasks[name] = task }
  }

  func refuse(_ name: String, _ error: ExportTasksError) {
    state.withLock { $0.refusals[name] = error }
  }

  func moveAfterLooking(to account: String) { state.withLock { $0.nextAccount = account } }

  /// From now on it is known only once it was learned.
  func hideAccount() { state.withLock { $0.account = nil } }

  func refuseFilters() { state.withLock { $0.refusesFilters = true } }

  func visit() -> SiteVisit {
    var site = Self.site
    site.account = state.withLock { $0.account }
    return SiteVisit(
      client: self, label: ContextLabel(profile: "p", region: "eu-west-1"), site: site,
      keyID: "AKID", caller: { "arn:aws:iam::111111111111:user/ana" },
      learn: { [self] account in state.withLock { $0.account = account } })
  }

  func describeExportTasks(
    _ request: DescribeExportTasksRequest
  ) async throws(ExportTasksError) -> ExportTaskPage {
    let found = state.withLock { state -> [ExportTask]? in
      state.looks += 1
      state.account = state.nextAccount ?? state.account
      if state.refusesFilters, !request.filters.isEmpty { return nil }
      let names = request.filters.first?.values ?? [request.exportTaskIdentifier ?? ""]
      return names.compactMap { state.tasks[$0] }
    }
    guard let found else {
      let fault = ServiceFault(
        code: "InvalidParameterValue", message: "Unrecognized filter", status: 400)
      throw .call(.service(fault))
    }
    if found.isEmpty, request.exportTaskIdentifier != nil {
      throw .modelled(.exportTaskNotFound, Self.fault)
    }
    return ExportTaskPage(
      tasks: found, marker: nil,
      observation: Observation(sentAt: Date(timeIntervalSince1970: 1_795_348_800)))
  }

  func startExportTask(
    _ request: StartExportTaskRequest
  ) async throws(ExportTasksError) -> ExportTask {
    var task = ExportTask(exportTaskIdentifier: request.exportTaskIdentifier)
    task.status = .starting
    return task
  }

  func cancelExportTask(identifier: String) async throws(ExportTasksError) -> ExportTask {
    try await carryOut(.cancel(identifier)).task
  }

  func carryOut(
    _ action: ExportAction
  ) async throws(ExportTasksError) -> ExportActionAnswer {
    guard case .cancel(let name) = action else {
      guard case .start(let request) = action else { throw .invalid([]) }
      return ExportActionAnswer(task: try await startExportTask(request), requestID: "r-new")
    }
    if let refusal = state.withLock({ $0.refusals[name] }) { throw refusal }
    var task = ExportTask(exportTaskIdentifier: name)
    task.status = .canceling
    state.withLock { $0.sent.append(name) }
    return ExportActionAnswer(task: task, requestID: "r-\(name)")
  }
}

/// Keeps what is written down.
private final class WrittenMemory: Remembering {
  private let written = Mutex<[Event]>([])

  var events: [Event] { written.withLock { $0 } }

  func write(_ memories: [TaskMemory], _ events: [Event]) { written.withLock { $0 += events } }
  func load(_ site: Site) async -> [TaskMemory] { [] }
  func events(_ site: Site) async -> [Event] { events }
  func claim(_ key: AlertKey) async -> Bool { true }
  func release(_ key: AlertKey) async {}
  func note(_ keys: [AlertKey]) {}
  func acknowledge(_ keys: [AlertKey]) {}
  func alerts(_ site: Site) async -> RememberedAlerts { RememberedAlerts() }
}
