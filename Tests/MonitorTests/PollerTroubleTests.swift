import AWSCore
import Foundation
import RDSExports
import Support
import Testing
import Tracking

@testable import Monitor

@Suite struct PollerTroubleTests {
  private let running = export("run", .inProgress, percent: 5)
  private let done = export("done", .complete)

  @Test func `a failure keeps the rows, says what failed and when it is tried again`() async throws
  {
    let deck = Deck(tasks: [running, done])
    try await deck.begin()
    let answered = deck.feed.lastAnswer
    deck.account.fail { _ in refused }
    try await deck.pass(5)
    #expect(deck.rows.count == 2)
    #expect(deck.feed.trouble?.kind == .unreachable)
    #expect(deck.feed.trouble?.since == deck.clock.wall)
    #expect(deck.feed.lastAnswer == answered)
    #expect(deck.feed.nextPoll == deck.clock.monotonic + .seconds(5))
    let since = deck.feed.trouble?.since
    try await deck.pass(5)
    #expect(deck.feed.nextPoll == deck.clock.monotonic + .seconds(10))
    #expect(deck.feed.trouble?.since == since)
    try await deck.pass(600)
    #expect(deck.clock.nextDue.map { $0 <= .seconds(60) } == true)
    deck.account.fail(nil)
    try await deck.pass(60)
    #expect(deck.feed.trouble == nil)
    #expect(deck.feed.nextPoll.map { $0 - deck.clock.monotonic <= .seconds(5) } == true)
  }

  @Test func `a source that rests is told with its next try, and what changed meanwhile is found`()
    async throws
  {
    let deck = Deck(tasks: [running])
    let failed = AWSError.configuration(place: "credential_process", message: "ended with 1")
    deck.lackClient(.resting(cause: failed, until: .seconds(62)))
    try await deck.begin()
    for _ in 0..<12 {
      #expect(deck.feed.nextPoll == .seconds(62))
      #expect(deck.feed.trouble?.summary == "credential_process: ended with 1")
      #expect(deck.feed.trouble?.advice.contains("R tries now") == true)
      try await deck.pass(5)
    }
    #expect(deck.clientCalls == 13)
    #expect(deck.clock.nextDue == .seconds(2))
    deck.lackClient(.resting(cause: .noRegion([]), until: .seconds(300)))
    try await deck.pass(2)
    #expect(deck.feed.trouble?.kind == .noRegion)
    #expect(deck.feed.nextPoll == .seconds(300))
    // Nobody has to wait for the source where another is there now.
    deck.lackClient(nil)
    try await deck.pass(5)
    #expect(deck.feed.trouble == nil)
    #expect(deck.feed.nextPoll == deck.clock.monotonic + .seconds(5))
  }

  @Test func `throttling slows the lane down, is said, and recovers`() async throws {
    let deck = Deck(tasks: [running])
    try await deck.begin()
    deck.account.failNext(fault("Throttling", "Rate exceeded"), fault("Throttling"))
    try await deck.pass(5)
    #expect(deck.feed.isThrottled)
    #expect(deck.feed.trouble?.kind == .throttled)
    #expect(deck.clock.nextDue == .seconds(10))
    #expect(deck.feed.interval == .seconds(10))
    try await deck.pass(10)
    #expect(deck.clock.nextDue == .seconds(20))
    try await deck.pass(20)
    #expect(deck.feed.trouble == nil)
    #expect(deck.feed.isThrottled)
    #expect(deck.clock.nextDue == .seconds(10))
    try await deck.pass(10)
    #expect(!deck.feed.isThrottled)
    #expect(deck.feed.interval == .seconds(5))
    #expect(deck.clock.nextDue == .seconds(5))
  }

  @Test func `missing credentials are looked for every 5 seconds and found by themselves`()
    async throws
  {
    let deck = Deck(tasks: [running])
    let lookup = SearchedPlace(place: "environment variable AWS_ACCESS_KEY_ID", finding: "not set")
    deck.lackClient(.noCredentials([lookup]))
    try await deck.begin()
    #expect(deck.feed.trouble?.kind == .noCredentials)
    #expect(deck.feed.trouble?.lookups.map(\.place) == [lookup.place])
    #expect(deck.feed.trouble?.lookups.map(\.finding) == ["not set"])
    for _ in 0..<10 {
      #expect(deck.clock.nextDue == .seconds(5))
      try await deck.pass(5)
    }
    #expect(deck.clientCalls == 11)
    #expect(deck.account.asked.isEmpty)
    deck.lackClient(.noRegion([lookup]))
    try await deck.pass(5)
    #expect(deck.feed.trouble?.kind == .noRegion)
    #expect(deck.feed.trouble?.since == deck.clock.wall)
    deck.lackClient(nil)
    try await deck.pass(5)
    #expect(deck.feed.trouble == nil)
    #expect(deck.rows.map(\.task) == [running])
  }

  @Test func `filters that are refused leave one lane and no trouble`() async throws {
    let deck = Deck(tasks: [running, done])
    deck.account.fail { request in
      request.filters.isEmpty
        ? nil : fault("InvalidParameterValue", "Unrecognized filter name: status")
    }
    try await deck.begin()
    #expect(deck.feed.filtersIgnored)
    #expect(deck.feed.trouble == nil)
    #expect(deck.rows.count == 2)
    deck.forget()
    deck.account.tasks = [export("run", .complete), done]
    try await deck.pass(5)
    #expect(deck.questions == ["everything"])
    #expect(deck.status(of: "run") == .complete)
    #expect(deck.feed.lastAnswer == deck.clock.wall)
    #expect(deck.clock.appointments == 1)
  }

  @Test func `filters that are ignored leave one lane after two answers`() async throws {
    let deck = Deck(tasks: [running, done])
    deck.account.reads { _ in .ignored }
    try await deck.begin()
    #expect(!deck.feed.filtersIgnored)
    try await deck.pass(5)
    #expect(deck.feed.filtersIgnored)
    deck.forget()
    try await deck.pass(20)
    #expect(deck.questions == Array(repeating: "everything", count: 4))
    // `R` tries again.
    deck.account.reads { _ in .honoured }
    deck.poller.refresh()
    try await deck.clock.settle()
    #expect(!deck.feed.filtersIgnored)
    #expect(deck.questions.last == "status")
  }

  @Test func `a status filter that finds nothing leaves one lane after a sweep`() async throws {
    let deck = Deck(tasks: [running, done])
    deck.account.reads { $0.name == "status" ? .matchesNothing : .honoured }
    try await deck.begin()
    #expect(deck.rows.count == 2)
    #expect(!deck.feed.filtersIgnored)
    try await deck.pass(5)
    #expect(deck.feed.filtersIgnored)
    deck.account.tasks = [export("run", .failed), done]
    try await deck.pass(5)
    #expect(deck.status(of: "run") == .failed)
  }

  @Test func `trouble of the sweep alone is told too`() async throws {
    let deck = Deck(tasks: [running])
    deck.account.fail { $0.filters.isEmpty ? fault("InternalFailure", status: 500) : nil }
    try await deck.begin()
    #expect(deck.feed.trouble?.kind == .other)
    #expect(!deck.feed.hasSwept)
    #expect(deck.rows.map(\.task) == [running])
    deck.account.fail(nil)
    try await deck.pass(5)
    #expect(deck.feed.trouble == nil)
    #expect(deck.feed.hasSwept)
  }

  @Test(
    arguments: [
      (fault("ExpiredToken", "The security token included in the request is expired"), .expired),
      (fault("AccessDenied", "not authorized", status: 403), .denied),
      (fault("SignatureDoesNotMatch", status: 403), .denied),
      (fault("RequestExpired"), .denied),
      (fault("ThrottlingException"), .throttled),
      (refused, .unreachable),
      (fault("InternalFailure", status: 500), .other),
      (.call(.unreadableAnswer(detail: "an HTML page", requestID: nil)), .other),
      (.call(.configuration(place: "~/.aws/config:3", message: "no such profile")), .other),
      (.repeatedMarker("x"), .other), (.listTooLong(pages: 100, tasks: 0), .other),
    ] as [(ExportTasksError, Trouble.Kind)])
  func `trouble is told in words`(error: ExportTasksError, kind: Trouble.Kind) {
    let trouble = Trouble(error, since: Date())
    #expect(trouble.kind == kind)
    #expect(!trouble.summary.isEmpty)
    #expect(!trouble.advice.isEmpty)
  }

  @Test func `what a server says can't steer the terminal`() {
    let trouble = Trouble(
      fault("AccessDenied", "no\u{1B}[2J\nway\u{202E}\u{9B}31m"), since: Date())
    #expect(trouble.summary == "AccessDenied: no[2J way31m")
  }

  @Test(arguments: [
    ("InvalidParameterValue", "Unrecognized filter name: status", PollFailure.filtersRefused),
    ("InvalidParameterCombination", "Filters can't be used here", .filtersRefused),
    ("InvalidParameterValue", "MaxRecords must be at least 20", .other),
    ("AccessDenied", "not for this filter", .other),
    ("RequestLimitExceeded", "", .throttled),
  ])
  func `a refusal of filters is told from other refusals`(
    code: String, message: String, failure: PollFailure
  ) {
    #expect(PollFailure(fault(code, message)) == failure)
  }
}
