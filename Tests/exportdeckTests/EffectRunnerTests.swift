import AWSCore
import Dashboard
import Ground
import Monitor
import Planning
import RDSExports
import Support
import Synchronization
import Testing
import Tracking

@testable import exportdeck

/// Without keys, dialogs or the screen's own checks: whoever asks for an effect gets it only where
/// the program may have it.
@Suite(.timeLimit(.minutes(15))) struct EffectRunnerTests {
  private let account = CountingAccount()
  private let mailbox = Mailbox()
  private let sites = Sites()
  private let clock = HandCrankedTimekeeper()
  private let shown = site("111111111111")
  private let refusal = ExportTasksError.call(
    .configuration(place: "read-only", message: "starting and canceling are off"))
  private let request = StartExportTaskRequest(
    exportTaskIdentifier: "a", sourceArn: "arn:aws:rds:eu-west-1:123456789012:snapshot:s",
    s3BucketName: "lake", iamRoleArn: "arn:aws:iam::123456789012:role/export",
    kmsKeyId: "alias/export")

  private static func site(_ account: String?, region: String = "eu-west-1") -> Site {
    Site(
      endpoint: "https://rds.\(region).amazonaws.com", region: region, partition: "aws",
      account: account)
  }

  /// A runner whose settings lead to a site, and the number that the site has.
  private func runner(
    _ site: Site, keyID: String = "AKIDONE", sts: String? = nil, isReadOnly: Bool = false,
    isProduction: Bool = false
  ) -> (EffectRunner, SiteID) {
    let visit: @Sendable () async throws(AWSError) -> SiteVisit = {
      [account] () async throws(AWSError) in
      SiteVisit(
        client: account, label: ContextLabel(profile: "prod", region: site.region), site: site,
        keyID: keyID, account: { sts }, caller: { "arn:aws:iam::111111111111:user/ana" })
    }
    let poller = Poller(
      context: ContextID(1), label: ContextLabel(profile: "prod", region: "r"), sites: sites,
      timekeeper: clock, random: { 0.5 }, visit: visit, deliver: { _, _ in })
    let runner = EffectRunner(
      lanes: [
        ContextID(1): EffectRunner.Lane(
          poller: poller, visit: visit, isReadOnly: isReadOnly, isProduction: isProduction)
      ], mailbox: mailbox, timekeeper: clock)
    return (runner, poller.siteID)
  }

  /// The one answer to what was asked for, once it is there.
  private func answer() async throws -> Result<ExportTask, ExportTasksError> {
    try await eventually("an answer") { [mailbox] in !mailbox.isEmpty }
    let messages = mailbox.takeAll()
    #expect(messages.count == 1)
    guard case .acted(ticket: 7, let result, _) = messages.first else {
      throw NeverHappened(description: "an answer to an effect: \(messages)")
    }
    return result
  }

  private func outcome(
    of action: ExportAction, _ runner: (EffectRunner, SiteID), shown: Site, hasWord: Bool = false
  ) async throws -> Result<ExportTask, ExportTasksError> {
    runner.0.act(
      ticket: 7, at: runner.1, shown: shown, action, Agreement(number: 1, hasWord: hasWord))
    return try await answer()
  }

  @Test func `read-only cancels and starts nothing, whoever asks`() async throws {
    for action in [ExportAction.cancel("a"), .start(request)] {
      let outcome = try await outcome(
        of: action, runner(shown, isReadOnly: true), shown: shown)
      #expect(throws: refusal) { try outcome.get() }
    }
    #expect(account.sent == [])
  }

  @Test func `production does nothing without a typed word, whoever asks`() async throws {
    for action in [ExportAction.cancel("a"), .start(request)] {
      let outcome = try await outcome(
        of: action, runner(shown, isProduction: true), shown: shown)
      let error = try #require(throws: ExportTasksError.self) { try outcome.get() }
      #expect(error.summary.contains("no word was typed"))
    }
    #expect(account.sent == [])
    let outcome = try await outcome(
      of: .cancel("a"), runner(shown, isProduction: true), shown: shown, hasWord: true)
    #expect(try outcome.get().exportTaskIdentifier == "a")
  }

  @Test func `what is not read-only cancels and starts`() async throws {
    for action in [ExportAction.cancel("a"), .start(request)] {
      let outcome = try await outcome(of: action, runner(shown), shown: shown)
      #expect(try outcome.get().exportTaskIdentifier == "a")
    }
    #expect(account.sent == ["cancel a", "start a"])
  }

  @Test func `who asked and AWS's name of the request come with the answer`() async throws {
    let runner = runner(shown)
    runner.0.act(ticket: 7, at: runner.1, shown: shown, .cancel("a"), Agreement(number: 1))
    try await eventually("an answer") { [mailbox] in !mailbox.isEmpty }
    guard case .acted(_, _, let witness)? = mailbox.takeAll().first else {
      throw NeverHappened(description: "an answer")
    }
    #expect(witness == ActionWitness(caller: "arn:aws:iam::111111111111:user/ana"))
  }

  @Test(arguments: [site("222222222222"), site("111111111111", region: "us-east-1")])
  func `what was asked for one site is not done at another, and both are named`(
    now: Site
  ) async throws {
    for action in [ExportAction.cancel("a"), .start(request)] {
      let outcome = try await outcome(of: action, runner(now), shown: shown)
      let error = try #require(throws: ExportTasksError.self) { try outcome.get() }
      #expect(error.summary.contains("account 111111111111 in eu-west-1"))
      #expect(error.summary.contains(Site.words(now, shown).0))
    }
    #expect(account.sent == [])
  }

  @Test func `an endpoint is named where it alone differs`() async throws {
    var now = shown
    now.endpoint = "http://127.0.0.1:4566"
    let outcome = try await outcome(of: .cancel("a"), runner(now), shown: shown)
    let error = try #require(throws: ExportTasksError.self) { try outcome.get() }
    #expect(error.summary.contains("in eu-west-1 at http://127.0.0.1:4566"))
    #expect(account.sent == [])
  }

  @Test func `keys whose account nobody knows do nothing, those that STS knows do`() async throws {
    let unknown = try await outcome(
      of: .cancel("a"), runner(Self.site(nil)), shown: shown)
    #expect(throws: ExportTasksError.self) { try unknown.get() }
    let foreign = try await outcome(
      of: .cancel("a"), runner(Self.site(nil), sts: "222222222222"), shown: shown)
    #expect(throws: ExportTasksError.self) { try foreign.get() }
    #expect(account.sent == [])
    let own = try await outcome(
      of: .cancel("a"), runner(Self.site(nil), sts: "111111111111"), shown: shown)
    #expect(try own.get().exportTaskIdentifier == "a")
  }

  @Test func `a lookup that is stopped ends its call, and is heard of no more`() async throws {
    let visit: @Sendable () async throws(AWSError) -> SiteVisit = {
      [account, shown] () async throws(AWSError) in
      SiteVisit(
        client: account, label: ContextLabel(profile: "prod", region: shown.region), site: shown,
        keyID: "AKIDONE", account: { nil })
    }
    let poller = Poller(
      context: ContextID(1), label: ContextLabel(profile: "prod", region: "r"), sites: sites,
      timekeeper: clock, random: { 0.5 }, visit: visit, deliver: { _, _ in })
    let looking = EndlessLooking()
    let runner = EffectRunner(
      lanes: [
        ContextID(1): EffectRunner.Lane(
          poller: poller, visit: visit,
          visitLooking: { () async throws(AWSError) in (try await visit(), looking) })
      ], mailbox: mailbox, timekeeper: clock)
    for ticket in [1, 2] {
      runner.look(ticket: ticket, at: poller.siteID, shown: shown, .dbSnapshots())
    }
    try await eventually("two calls") { looking.counts.withLock { $0.begun == 2 } }
    runner.stopLooking([1, 9])
    try await eventually("the end of one") { looking.counts.withLock { $0.ended == 1 } }
    runner.stopLooking([2])
    try await eventually("the end of both") { runner.isIdle }
    #expect(mailbox.isEmpty)
    #expect(runner.lookups.withLock { $0.isEmpty })
  }

  /// A lane whose polls are counted.
  private func lane(
    _ context: Int, _ polls: Polls, at site: Site, isReadOnly: Bool = false
  ) -> EffectRunner.Lane {
    let visit: @Sendable () async throws(AWSError) -> SiteVisit = {
      [account] () async throws(AWSError) in
      polls.log.withLock { $0.append(context) }
      if polls.lost.withLock({ $0 }) == context { throw .noRegion([]) }
      return SiteVisit(
        client: account, label: ContextLabel(profile: "prod", region: site.region), site: site,
        keyID: "AKID\(context)", account: { nil })
    }
    return EffectRunner.Lane(
      poller: Poller(
        context: ContextID(context), label: ContextLabel(profile: "p", region: "r"), sites: sites,
        timekeeper: clock, random: { 0.5 }, visit: visit, deliver: { _, _ in }),
      visit: visit, isReadOnly: isReadOnly)
  }

  /// Two contexts of one site: the first polls, the second stands by.
  private func pair(
    _ polls: Polls, isReadOnly: Bool = false
  ) async throws -> (EffectRunner, SiteID) {
    let lanes = [lane(1, polls, at: shown), lane(2, polls, at: shown, isReadOnly: isReadOnly)]
    let runner = EffectRunner(
      lanes: [ContextID(1): lanes[0], ContextID(2): lanes[1]], mailbox: mailbox, timekeeper: clock)
    for lane in lanes {
      lane.poller.start()
      try await eventually("it knows where it is") { lane.poller.isIdle }
    }
    #expect(!lanes[0].poller.standsBy && lanes[1].poller.standsBy)
    #expect(lanes[0].poller.siteID == lanes[1].poller.siteID)
    polls.log.withLock { $0 = [] }
    return (runner, lanes[0].poller.siteID)
  }

  @Test func `the context that polls a site signs what is done there, else one that stands by`()
    async throws
  {
    let polls = Polls()
    let pair = try await pair(polls)
    let first = try await outcome(of: .cancel("a"), pair, shown: shown)
    #expect(try first.get().exportTaskIdentifier == "a")
    #expect(polls.log.withLock { $0 } == [1])
    polls.lost.withLock { $0 = 1 }
    let second = try await outcome(of: .cancel("b"), pair, shown: shown)
    #expect(try second.get().exportTaskIdentifier == "b")
    #expect(polls.log.withLock { $0 } == [1, 1, 2])
  }

  @Test func `a site is read-only if one of its contexts is`() async throws {
    let outcome = try await outcome(
      of: .cancel("a"), pair(Polls(), isReadOnly: true), shown: shown)
    #expect(throws: refusal) { try outcome.get() }
    #expect(!account.sent.contains("cancel a"))
  }

  @Test func `lanes come and go while others poll`() async throws {
    let polls = Polls()
    let other = Self.site("222222222222")
    let (first, second) = (lane(1, polls, at: shown), lane(2, polls, at: other))
    let runner = EffectRunner(lanes: [ContextID(1): first], mailbox: mailbox, timekeeper: clock)
    runner.begin()
    try await eventually("the first lane polls") { polls.of(1) > 0 }
    #expect(polls.of(2) == 0)
    runner.add(second, as: ContextID(2))
    try await eventually("the second lane polls") { polls.of(2) > 0 && runner.isIdle }
    let before = polls.of(1)
    runner.remove(ContextID(2))
    let gone = polls.of(2)
    runner.refresh()
    try await eventually("the first polls") { polls.of(1) > before && runner.isIdle }
    #expect(polls.of(2) == gone)
    runner.act(
      ticket: 7, at: second.poller.siteID, shown: other, .cancel("a"), Agreement(number: 1))
    let outcome = try await answer()
    #expect(throws: ExportTasksError.self) { try outcome.get() }
    #expect(!account.sent.contains("cancel a"))
    runner.end()
  }

  @Test func `a site that is watched no more gets nothing`() async throws {
    let (runner, id) = runner(shown)
    let outcome = try await outcome(
      of: .cancel("a"), (runner, SiteID(id.number + 1)), shown: shown)
    let error = try #require(throws: ExportTasksError.self) { try outcome.get() }
    #expect(error.summary.contains("account 111111111111"))
    #expect(account.sent == [])
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

private final class Polls: Sendable {
  let log = Mutex<[Int]>([])
  /// The context whose settings lead nowhere.
  let lost = Mutex<Int?>(nil)

  func of(_ context: Int) -> Int { log.withLock { $0.count { $0 == context } } }
}

/// Answers nothing until it is cancelled.
private final class EndlessLooking: LookingUp {
  let counts = Mutex((begun: 0, ended: 0))

  func look(
    _ lookup: Lookup, _ take: @Sendable (FoundPage) -> Void
  ) async throws(LookupProblem) {
    counts.withLock { $0.begun += 1 }
    defer { counts.withLock { $0.ended += 1 } }
    _ = await Awaited<Bool>().value(orWhenCancelled: false)
    throw LookupProblem(.failed, "cancelled")
  }
}
