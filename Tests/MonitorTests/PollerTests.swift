import Foundation
import RDSExports
import Support
import Testing
import Tracking

@testable import Monitor

@Suite struct PollerTests {
  private let running = export("run", .inProgress, percent: 5)
  private let done = export("done", .complete)

  @Test func `a start fills the list: the running tasks first, then everything`() async throws {
    let deck = Deck(tasks: [done, running])
    try await deck.begin()
    #expect(deck.questions == ["status", "everything"])
    #expect(
      deck.deliveries.map { $0.snapshot.tasks.map(\.id.identifier) } == [["run"], ["run", "done"]])
    #expect(
      deck.deliveries.map(\.changes)
        == [Changes(isWhole: true, added: 0..<1), Changes(added: 1..<2)])
    #expect(deck.deliveries.map(\.snapshot.version) == [1, 2])
    #expect(deck.feed.hasSwept)
    #expect(deck.feed.sweeping == nil)
    #expect(deck.feed.lastAnswer == deck.clock.wall)
    #expect(deck.feed.trouble == nil)
    #expect(
      deck.deliveries.last?.snapshot.label == ContextLabel(profile: "prod", region: "eu-west-1"))
  }

  @Test func `a quiet poll delivers fresh ages and the same task objects`() async throws {
    let deck = Deck(tasks: [done, running])
    try await deck.begin()
    let before = deck.rows
    deck.forget()
    try await deck.pass(5)
    #expect(deck.questions == ["status"])
    #expect(deck.deliveries.count == 1)
    #expect(deck.feed.lastAnswer == deck.clock.wall)
    #expect(deck.feed.nextPoll == deck.clock.monotonic + .seconds(5))
    #expect(zip(before, deck.rows).allSatisfy { $0 === $1 })
    #expect(before.count == deck.rows.count)
  }

  @Test func `the fast lane alone is asked while something runs, one request a poll`() async throws
  {
    let deck = Deck(tasks: [done, running])
    try await deck.begin()
    deck.forget()
    try await deck.pass(1190)
    #expect(deck.questions == Array(repeating: "status", count: 238))
    try await deck.pass(10)
    #expect(deck.questions.filter { $0 == "everything" }.count == 1)
  }

  @Test func `idle is two appointments, paused is none`() async throws {
    let deck = Deck(tasks: [done])
    try await deck.begin()
    #expect(deck.clock.appointments == 2)
    #expect(deck.clock.nextDue == .seconds(30))
    deck.poller.setPaused(true)
    try await deck.clock.settle()
    #expect(deck.clock.appointments == 0)
    #expect(deck.feed.isPaused)
    #expect(deck.feed.nextPoll == nil)
  }

  @Test func `what ended is told at the next poll, with how it ended`() async throws {
    let deck = Deck(tasks: [running])
    try await deck.begin()
    var failed = export("run", .failed, percent: 31)
    failed.failureCause = "s3:PutObject was denied"
    deck.account.tasks = [failed]
    deck.forget()
    try await deck.pass(5)
    #expect(deck.questions == ["status", "export-task-identifier"])
    #expect(deck.account.asked.last?.filters == [.exportTaskIdentifier(["run"])])
    #expect(deck.rows.first?.task == failed)
    #expect(deck.events == [.turned(from: "IN_PROGRESS", to: "FAILED")])
  }

  @Test func `not found is not gone until a sweep says so`() async throws {
    let deck = Deck(tasks: [running])
    try await deck.begin()
    deck.account.tasks = []
    try await deck.pass(1100)
    #expect(deck.rows.map(\.isListed) == [true])
    try await deck.pass(100)
    #expect(deck.rows.map(\.isListed) == [false])
    #expect(deck.events == [.noLongerListed])
  }

  @Test func `a first page shows at once, further ones a few times a second`() async throws {
    let deck = Deck(tasks: (1...800).map { export("t\($0)", .complete) })
    deck.account.set(pageSize: 20)
    try await deck.begin()
    // The fast answer, the first rows and the end: the clock stood still in between.
    #expect(deck.deliveries.map(\.snapshot.tasks.count) == [0, 20, 800])
    #expect(deck.deliveries[1].snapshot.feed.sweeping == 20)
    #expect(deck.deliveries.map(\.changes.isWhole) == [true, true, false])
  }

  @Test func `pages that come slowly are shown as they come`() async throws {
    let deck = Deck(tasks: (1...3).map { export("t\($0)", .complete) }, settles: false)
    deck.account.set(pageSize: 1)
    for _ in 0..<4 { deck.account.holdNext(.heedful) }
    deck.poller.start()
    for request in 1...4 {
      try await eventually { deck.account.asked.count == request && deck.account.held == 1 }
      try await deck.pass(0.3)
      deck.account.release()
    }
    try await eventually { deck.poller.isIdle }
    #expect(deck.deliveries.map(\.snapshot.tasks.count) == [0, 1, 2, 3])
    #expect(deck.deliveries.map(\.snapshot.feed.sweeping) == [0, 1, 2, nil])
  }

  @Test func `a sweep that hangs does not hold up the fast lane`() async throws {
    let deck = Deck(tasks: [running, done], settles: false)
    deck.account.holdNext(.heedful)
    deck.poller.start()
    try await eventually { deck.account.held == 1 }
    deck.account.holdNext(.heedful)
    deck.account.release()
    try await eventually { deck.questions == ["status", "everything"] && deck.account.held == 1 }
    for percent in 6...9 {
      deck.account.tasks = [export("run", .inProgress, percent: percent), done]
      try await deck.pass(5)
      try await eventually { deck.rows.first?.task.percentProgress == percent }
    }
    #expect(deck.account.held == 1)
    deck.account.release()
    try await eventually { deck.poller.isIdle }
    // The page was sent before: it brings the task that was missing and nothing older.
    #expect(deck.rows.map(\.task) == deck.account.tasks)
  }

  @Test func `what our own operations answered shows without a poll`() async throws {
    let deck = Deck(tasks: [done])
    try await deck.begin()
    deck.forget()
    try await deck.pass(3)
    deck.poller.absorb(
      export("new", .starting), of: deck.poller.siteID,
      sentAt: Observation(sentAt: deck.clock.wall, serverAhead: 0))
    try await deck.clock.settle()
    #expect(deck.status(of: "new") == .starting)
    #expect(deck.events == [.appeared])
    #expect(deck.questions == [])
    // Something runs now.
    #expect(deck.clock.nextDue == .seconds(2))
  }

  @Test func `an interval changes the rest that is under way`() async throws {
    let deck = Deck(tasks: [running])
    try await deck.begin()
    try await deck.pass(4)
    deck.poller.setInterval(.seconds(10))
    try await deck.clock.settle()
    #expect(deck.feed.interval == .seconds(10))
    #expect(deck.clock.nextDue == .seconds(6))
    deck.forget()
    deck.poller.setInterval(.seconds(2))
    try await deck.clock.settle()
    #expect(deck.questions == ["status"])
    #expect(deck.clock.nextDue == .seconds(2))
  }

  @Test func `the credentials are looked up before each poll, once for all its pages`() async throws
  {
    let deck = Deck(tasks: (1...5).map { export("t\($0)", .complete) })
    deck.account.set(pageSize: 1)
    try await deck.begin()
    #expect(deck.clientCalls == 2)
    try await deck.pass(30)
    #expect(deck.clientCalls == 3)
  }
}
