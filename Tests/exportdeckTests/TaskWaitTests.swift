import AWSCore
import Foundation
import Ground
import Listing
import Monitor
import RDSExports
import Support
import Synchronization
import Testing
import Tracking

@testable import exportdeck

/// Following tasks to their end, with a clock that a test turns and answers that it writes.
@Suite(.timeLimit(.minutes(15))) struct TaskWaitTests {
  private let clock = HandCrankedTimekeeper()
  private let account = WaitedAccount()
  private let news = NewsLog()

  private func wait(
    _ identifiers: [String], limit: Duration? = nil, grace: Duration = .zero
  ) -> Task<[WaitedTask], any Error> {
    let (account, news) = (account, news)
    var order = TaskWait.Order(identifiers: identifiers)
    (order.limit, order.grace) = (limit, grace)
    let wait = TaskWait(
      order, timekeeper: clock, random: { 0.5 },
      visit: { () async throws(AWSError) in try account.visit() }, tell: news.add)
    return Task { try await wait.run() }
  }

  /// Lets the next look happen after a rest.
  private func turn(_ looks: Int, after rest: Duration) async throws {
    try await eventually("a rest") { [clock] in clock.nextDue == rest }
    await clock.nudge(by: rest)
    try await eventually("look \(looks)") { [account] in account.looks >= looks }
  }

  private func ends(_ waiting: Task<[WaitedTask], any Error>) async throws -> [WaitEnd?] {
    try await waiting.value.map(\.end)
  }

  @Test func `it ends where what it tells reaches nobody`() async throws {
    struct Deaf: Error {}
    let account = account
    account.answer("a", .inProgress, 10)
    let wait = TaskWait(
      TaskWait.Order(identifiers: ["a"]), timekeeper: clock,
      visit: { () async throws(AWSError) in try account.visit() }, tell: { _ in throw Deaf() })
    await #expect(throws: Deaf.self) { try await wait.run() }
    #expect(account.looks == 1)
  }

  @Test func `all tasks are asked for in one request, and only those that still run`() async throws
  {
    account.answer("a", .inProgress, 10)
    account.answer("b", .inProgress, 20)
    let waiting = wait(["a", "b"])
    try await eventually("a look") { [account] in account.looks == 1 }
    account.answer("a", .complete, 100)
    try await turn(2, after: .seconds(5))
    account.answer("b", .failed, 20)
    try await turn(3, after: .seconds(5))
    #expect(try await ends(waiting) == [.complete, .failed])
    #expect(account.asked == [["a", "b"], ["a", "b"], ["b"]])
  }

  @Test(arguments: [
    (ExportTaskStatus.complete, nil, WaitEnd.complete, Int32(0)),
    (.complete, "{\"skippedTables\":[\"a\"]}", .warnings, 3), (.failed, nil, .failed, 1),
    (.canceled, nil, .canceled, 2),
  ])
  func `a task that has ended ends the wait at once, with its own status`(
    status: ExportTaskStatus, warning: String?, end: WaitEnd, code: Int32
  ) async throws {
    account.answer("a", status, 100, warning: warning)
    #expect(try await ends(wait(["a"])) == [end])
    #expect(end.status(for: .complete(warningsAreFine: false)) == code)
    #expect(
      end.status(for: .complete(warningsAreFine: true)) == (end == .warnings ? 0 : code))
    #expect(end.status(for: .canceled) == (end == .canceled ? 0 : 1))
  }

  @Test func `of several ends the worst is the exit status`() {
    func status(_ ends: WaitEnd...) -> Int32 {
      WaitEnd.status(of: ends, for: .complete(warningsAreFine: false))
    }
    #expect(status(.complete, .warnings, .complete) == 3)
    #expect(status(.warnings, .canceled) == 2)
    #expect(status(.canceled, .timeout) == 124)
    #expect(status(.timeout, .missing, .warnings) == 1)
    #expect(status(.complete, .failed, .timeout) == 1)
    #expect(status() == 0)
  }

  @Test func `the time is up in the midst of a rest, and what has ended stays so`() async throws {
    account.answer("a", .inProgress, 10)
    account.answer("b", .complete, 100)
    let waiting = wait(["a", "b"], limit: .seconds(7))
    try await turn(2, after: .seconds(5))
    try await eventually("a rest") { [clock] in clock.nextDue == .seconds(2) }
    await clock.nudge(by: .seconds(2))
    #expect(try await ends(waiting) == [.timeout, .complete])
  }

  @Test func `a name that never was is told after the first whole answer`() async throws {
    account.answer("a", .complete, 100)
    #expect(try await ends(wait(["a", "nope"])) == [.complete, .missing])
    #expect(account.looks == 1)
  }

  @Test func `a task that was just started may come later`() async throws {
    let waiting = wait(["new"], grace: .seconds(8))
    try await turn(2, after: .seconds(5))
    account.answer("new", .starting, 0)
    try await turn(3, after: .seconds(5))
    account.answer("new", .complete, 100)
    try await turn(4, after: .seconds(5))
    #expect(try await ends(waiting) == [.complete])

    let never = wait(["never"], grace: .seconds(8))
    try await turn(6, after: .seconds(5))
    try await turn(7, after: .seconds(5))
    #expect(try await ends(never) == [.missing])
  }

  @Test func `an answer that lacks a task that was seen doesn't end its wait`() async throws {
    account.answer("a", .inProgress, 10)
    let waiting = wait(["a"])
    try await eventually("a look") { [account] in account.looks == 1 }
    account.forget("a")
    try await turn(2, after: .seconds(5))
    account.answer("a", .complete, 100)
    try await turn(3, after: .seconds(5))
    #expect(try await ends(waiting) == [.complete])
  }

  @Test func `a failure after the first answer is told once, and the wait goes on`() async throws {
    account.answer("a", .inProgress, 10)
    let waiting = wait(["a"])
    try await eventually("a look") { [account] in account.looks == 1 }
    account.fail(
      with: .call(.service(ServiceFault(code: "AccessDenied", message: "", status: 403))))
    try await turn(2, after: .seconds(5))
    try await turn(3, after: .seconds(5))
    try await turn(4, after: .seconds(10))
    #expect(news.failures == 1)
    account.fail(with: nil)
    account.answer("a", .complete, 100)
    try await turn(5, after: .seconds(20))
    #expect(try await ends(waiting) == [.complete])
    #expect(news.returns == 1)
  }

  @Test func `what can't be asked for the first time isn't asked again`() async throws {
    for error in [
      ExportTasksError.call(.noRegion([])),
      .call(.service(ServiceFault(code: "AccessDenied", message: "", status: 403))),
    ] {
      account.fail(with: error)
      let waiting = wait(["a"])
      await #expect(throws: error) { try await waiting.value }
    }
    account.fail(
      with: .call(.service(ServiceFault(code: "InternalFailure", message: "", status: 500))))
    let waiting = wait(["a"])
    try await eventually("it was told") { [news] in news.failures == 1 }
    account.fail(with: nil)
    account.answer("a", .complete, 100)
    try await eventually("a rest") { [clock] in clock.nextDue == .seconds(5) }
    await clock.nudge(by: .seconds(5))
    #expect(try await ends(waiting) == [.complete])
  }

  @Test func `throttling makes the rests longer, and wears off`() {
    var pace = WaitPace(interval: .seconds(5))
    func throttled() -> Duration { pace.rest(after: .throttled, now: .zero, random: 0.5) }
    #expect(throttled() == .seconds(10) && throttled() == .seconds(20))
    for _ in 0..<10 { _ = throttled() }
    #expect(throttled() == .seconds(80))
    let rests = (0..<5).map { _ in pace.restAfterAnswer(random: 0.5) }
    #expect(rests == [40, 20, 10, 5, 5].map { .seconds($0) })
  }

  @Test func `where filters are refused, each task is asked for by its name`() async throws {
    account.refuseFilters()
    account.answer("a", .complete, 100)
    #expect(try await ends(wait(["a", "nope"])) == [.complete, .missing])
  }

  @Test func `where filters are ignored, other tasks don't count`() async throws {
    account.ignoreFilters()
    account.answer("other", .failed, 3)
    account.answer("a", .complete, 100)
    let tasks = try await wait(["a"]).value
    #expect(tasks.map(\.identifier) == ["a"] && tasks.map(\.end) == [.complete])
  }

  @Test func `settings that come to lead to another account end the wait`() async throws {
    account.answer("a", .inProgress, 10)
    let waiting = wait(["a"])
    try await eventually("a look") { [account] in account.looks == 1 }
    account.move(to: "222222222222")
    try await eventually("a rest") { [clock] in clock.nextDue == .seconds(5) }
    await clock.nudge(by: .seconds(5))
    let error = await #expect(throws: ExportTasksError.self) { try await waiting.value }
    #expect(error?.summary.contains("222222222222") == true)
    #expect(account.looks == 1)
  }

  // MARK: What is printed

  private func words(_ unicode: Bool = true) -> WaitWords {
    WaitWords(
      asof: Asof(
        now: clock.wall, known: clock.wall, local: LocalTime(utcOffset: 0), unicode: unicode),
      aim: .complete(warningsAreFine: false))
  }

  private func waited(_ name: String, _ status: ExportTaskStatus, _ percent: Int) -> WaitedTask {
    var task = ExportTask(exportTaskIdentifier: name)
    (task.status, task.percentProgress, task.totalExtractedDataInGB) = (status, percent, 12)
    task.failureCause = status == .failed ? "It \u{1B}[31mbroke" : nil
    let tracked = TrackedTask(
      id: TaskID(site: SiteID(0), identifier: name), task: task, observedAt: clock.wall)
    return WaitedTask(identifier: name, task: tracked, end: WaitEnd(tracked))
  }

  private func event(_ kind: Event.Kind) -> Event {
    Event(site: WaitedAccount.site("1"), task: "a", at: clock.wall, kind: kind)
  }

  @Test func `in a pipe there is a line for each change, not for each look`() {
    var form = PlainWaitForm()
    func look(_ percent: Int, _ events: [Event] = []) -> String {
      form.text(
        for: .looked([waited("a", .inProgress, percent)], events, at: clock.wall), words())
    }
    #expect(look(10) == "2026-11-22T12:00:00Z a: running, 10 %, 12 GB\n")
    #expect(look(14).isEmpty)
    #expect(
      look(20, [event(.reached(percent: 20))])
        == "2026-11-22T12:00:00Z a: running, 20 %, 12 GB\n")
    let failed = waited("a", .failed, 20)
    let turned = event(.turned(from: "IN_PROGRESS", to: "FAILED"))
    #expect(
      form.text(for: .looked([failed], [turned], at: clock.wall), words())
        == "2026-11-22T12:00:00Z a: IN_PROGRESS → FAILED\n"
        + "2026-11-22T12:00:00Z a: failed, 20 %, 12 GB: It [31mbroke\n")
    #expect(form.end([failed], words(), at: clock.wall).isEmpty)
  }

  @Test func `for a program each line is an object with the task as AWS has it`() throws {
    var form = JSONWaitForm()
    let text =
      form.text(for: .looked([waited("a", .inProgress, 10)], [], at: clock.wall), words())
      + form.text(for: .looked([waited("a", .failed, 10)], [], at: clock.wall), words())
    let lines = try text.split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
    #expect(lines.map { $0["event"] as? String } == ["seen", "ended"])
    #expect(lines.last?["exitCode"] as? Int == 1)
    let task = try #require(lines.last?["task"] as? [String: Any])
    #expect(task["Status"] as? String == "FAILED")
    #expect(task["FailureCause"] as? String == "It \u{1B}[31mbroke")
    #expect(!text.contains("\u{1B}"))
  }

  @Test func `on a terminal the lines are drawn again in their place`() {
    let columns = Mutex(80)
    var form = LiveWaitForm(unicode: false) { columns.withLock { $0 } }
    func look(_ percent: Int) -> String {
      let tasks = [waited("a", .inProgress, percent), waited("longer", .inProgress, 5)]
      return form.text(for: .looked(tasks, [], at: clock.wall), words(false))
    }
    #expect(
      look(50) == """
        a       ######------  running, 50 %, 12 GB
        longer  #-----------  running, 5 %, 12 GB

        """)
    #expect(look(60).hasPrefix("\u{1B}[2A\r\u{1B}[Ja       #######-----  running, 60 %"))
    // The terminal has folded both lines.
    columns.withLock { $0 = 30 }
    #expect(look(60).hasPrefix("\u{1B}[4A\r\u{1B}[J"))
    let rows = look(60).split(separator: "\n").map { $0.replacing("\u{1B}[2A\r\u{1B}[J", with: "") }
    #expect(rows.allSatisfy { $0.count < 30 })
    let end = form.end([waited("a", .complete, 100)], words(false), at: clock.wall)
    #expect(end == "\u{1B}[2A\r\u{1B}[Ja  complete, 100 %, 12 GB\n")
  }
}

/// Keeps what a wait tells.
private final class NewsLog: Sendable {
  private let counts = Mutex((failures: 0, returns: 0))

  var failures: Int { counts.withLock { $0.failures } }
  var returns: Int { counts.withLock { $0.returns } }

  func add(_ news: TaskWait.News) {
    counts.withLock { counts in
      switch news {
      case .looked: break
      case .failed: counts.failures += 1
      case .answered: counts.returns += 1
      }
    }
  }
}

/// An account whose tasks a test sets.
private final class WaitedAccount: ExportTasksClient {
  private struct State {
    var tasks: [String: ExportTask] = [:]
    var failure: ExportTasksError?
    var asked: [[String]] = []
    var refusesFilters = false
    var ignoresFilters = false
    var account = "111111111111"
  }

  private let state = Mutex(State())

  static func site(_ account: String) -> Site {
    Site(
      endpoint: "https://rds.eu-west-1.amazonaws.com", region: "eu-west-1", partition: "aws",
      account: account)
  }

  /// How often it was asked.
  var looks: Int { state.withLock { $0.asked.count } }
  /// The names that it was asked for.
  var asked: [[String]] { state.withLock { $0.asked } }

  func answer(_ name: String, _ status: ExportTaskStatus, _ percent: Int, warning: String? = nil) {
    var task = ExportTask(exportTaskIdentifier: name)
    (task.status, task.percentProgress, task.warningMessage) = (status, percent, warning)
    state.withLock { [task] in $0.tasks[name] = task }
  }

  func forget(_ name: String) { state.withLock { $0.tasks[name] = nil } }
  func fail(with error: ExportTasksError?) { state.withLock { $0.failure = error } }
  func refuseFilters() { state.withLock { $0.refusesFilters = true } }
  func ignoreFilters() { state.withLock { $0.ignoresFilters = true } }
  func move(to account: String) { state.withLock { $0.account = account } }

  func visit() throws(AWSError) -> SiteVisit {
    SiteVisit(
      client: self, label: ContextLabel(profile: "p", region: "eu-west-1"),
      site: Self.site(state.withLock { $0.account }), keyID: "AKID")
  }

  func describeExportTasks(
    _ request: DescribeExportTasksRequest
  ) async throws(ExportTasksError) -> ExportTaskPage {
    let result = state.withLock { state -> Result<[ExportTask], ExportTasksError> in
      let names = request.filters.first?.values ?? [request.exportTaskIdentifier ?? ""]
      state.asked.append(names)
      if let failure = state.failure { return .failure(failure) }
      if state.refusesFilters, !request.filters.isEmpty {
        let fault = ServiceFault(
          code: "InvalidParameterValue", message: "Unrecognized filter name", status: 400)
        return .failure(.call(.service(fault)))
      }
      if !request.filters.isEmpty, state.ignoresFilters {
        return .success(Array(state.tasks.values))
      }
      let found = names.compactMap { state.tasks[$0] }
      if found.isEmpty, request.exportTaskIdentifier != nil {
        let fault = ServiceFault(code: "ExportTaskNotFound", message: "", status: 404)
        return .failure(.modelled(.exportTaskNotFound, fault))
      }
      return .success(found)
    }
    let now = Date(timeIntervalSince1970: 1_795_348_800)
    return ExportTaskPage(
      tasks: try result.get(), marker: nil, observation: Observation(sentAt: now))
  }

  func startExportTask(
    _ request: StartExportTaskRequest
  ) async throws(ExportTasksError) -> ExportTask { throw .invalid([]) }

  func cancelExportTask(identifier: String) async throws(ExportTasksError) -> ExportTask {
    throw .invalid([])
  }
}
