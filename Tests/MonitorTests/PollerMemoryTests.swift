import Foundation
import RDSExports
import Support
import Synchronization
import Testing
import Tracking

@testable import Monitor

/// A memory that answers when it is told to, and writes down what it is given.
private final class FakeMemory: Remembering {
  private struct Contents {
    var loads: [Site] = []
    var waiting: [CheckedContinuation<[TaskMemory], Never>] = []
    var written: [TaskMemory] = []
  }

  private let contents = Mutex(Contents())

  var loads: [Site] { contents.withLock { $0.loads } }
  var written: [TaskMemory] { contents.withLock { $0.written } }

  func answer(_ memories: [TaskMemory]) {
    let waiting = contents.withLock { contents in
      defer { contents.waiting = [] }
      return contents.waiting
    }
    for one in waiting { one.resume(returning: memories) }
  }

  func answerFirst(_ memories: [TaskMemory]) {
    contents.withLock { $0.waiting.removeFirst() }.resume(returning: memories)
  }

  func load(_ site: Site) async -> [TaskMemory] {
    await withCheckedContinuation { continuation in
      contents.withLock { contents in
        contents.loads.append(site)
        contents.waiting.append(continuation)
      }
    }
  }

  func write(_ memories: [TaskMemory], _ events: [Event]) {
    contents.withLock { $0.written += memories }
  }

  func events(_ site: Site) async -> [Event] { [] }
  func claim(_ key: AlertKey) async -> Bool { true }
  func release(_ key: AlertKey) async {}
  func acknowledge(_ keys: [AlertKey]) {}
  func note(_ keys: [AlertKey]) {}
  func alerts(_ site: Site) async -> RememberedAlerts { RememberedAlerts() }
}

@Suite(.timeLimit(.minutes(15))) struct PollerMemoryTests {
  private func begun(
    _ memory: FakeMemory, account: String? = "123456789012"
  ) async throws -> Deck {
    let deck = Deck(tasks: [export("a", percent: 3)], memory: memory, settles: false)
    deck.lead(to: Deck.visit(deck.account, account: account))
    deck.poller.start()
    try await eventually("the first rows") { !deck.rows.isEmpty && deck.feed.hasSwept }
    return deck
  }

  @Test func `rows don't wait for the past, which comes to them`() async throws {
    let memory = FakeMemory()
    let deck = try await begun(memory)
    try await eventually("the past is asked for") { memory.loads.count == 1 }
    #expect(deck.rows.map(\.identifier) == ["a"])
    #expect(memory.written == [], "less would replace more")
    let began = deck.clock.wall.addingTimeInterval(-840)
    var earlier = Store(site: SiteID(9))
    earlier.merge(
      [export("a", percent: 1)], Observation(sentAt: began), seenAt: began, from: .fastLane)
    memory.answer(earlier.takeMemories(of: memory.loads[0]))
    try await eventually("the past") { deck.rows.first?.progress.knownSince == began }
    try await eventually("what is known now is written") { memory.written.count == 1 }
    #expect(memory.written.first?.site.account == "123456789012")
    #expect(deck.rows.first?.progress.samples == 2)
  }

  @Test func `while the account isn't known, nothing is asked for or written`() async throws {
    let memory = FakeMemory()
    let deck = try await begun(memory, account: nil)
    #expect(memory.loads == [])
    #expect(memory.written == [])
    deck.lead(to: Deck.visit(deck.account, account: "210987654321"))
    deck.poller.refresh()
    try await eventually("the past of the account is asked for") {
      memory.loads.map(\.account) == ["210987654321"]
    }
    memory.answer([])
    try await eventually("it is written") { memory.written.map(\.identifier) == ["a"] }
  }

  @Test func `the past of a site that was left reaches no other`() async throws {
    let memory = FakeMemory()
    let deck = try await begun(memory)
    try await eventually("the past is asked for") { memory.loads.count == 1 }
    deck.lead(to: Deck.visit(deck.account, account: "210987654321", keyID: "AKIDTWO"))
    deck.poller.refresh()
    try await eventually("that of the other one") { memory.loads.count == 2 }
    let long = deck.clock.wall.addingTimeInterval(-840)
    var earlier = Store(site: SiteID(9))
    earlier.merge(
      [export("a", percent: 1)], Observation(sentAt: long), seenAt: long, from: .fastLane)
    memory.answerFirst(earlier.takeMemories(of: memory.loads[0]))
    memory.answer([])
    try await eventually("the rows of the other one") {
      memory.written.last?.site.account == "210987654321"
    }
    #expect(memory.written.allSatisfy { $0.site.account == "210987654321" })
    #expect(deck.rows.first?.progress.knownSince != long)
  }
}
