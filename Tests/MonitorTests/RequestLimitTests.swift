import AWSCore
import Foundation
import Ground
import RDSExports
import Support
import Synchronization
import Testing
import Tracking

@testable import Monitor

/// How many polls are under way at once, and whose turn it is.
@Suite(.timeLimit(.minutes(5))) struct RequestLimitTests {
  private let clock = HandCrankedTimekeeper()

  /// Work that holds its turn until it is let go, and writes down in which order it began.
  private final class Work: Sendable {
    let begun = Mutex<[String]>([])
    private let helpers = Mutex<[String: HungHelper]>([:])

    func ask(
      _ name: String, _ limit: RequestLimit, _ context: Int, _ lane: PollLane = .fast
    ) async throws -> Task<Bool, Never> {
      let waiting = limit.counts
      let helper = HungHelper()
      helpers.withLock { $0[name] = helper }
      let task = Task {
        await limit.inTurn(ContextID(context), lane) {
          begun.withLock { $0.append(name) }
          await helper.hang()
          return true
        } ?? false
      }
      try await eventually("\(name) is there") {
        limit.counts.running + limit.counts.waiting == waiting.running + waiting.waiting + 1
      }
      return task
    }

    func letGo(_ name: String) { helpers.withLock { $0[name] }?.letGo() }
    func letAllGo() { for helper in helpers.withLock({ $0.values }) { helper.letGo() } }
    var names: [String] { begun.withLock { $0 } }
  }

  private func settled(_ limit: RequestLimit, _ running: Int, _ waiting: Int) async throws {
    try await eventually("\(running) run and \(waiting) wait, not \(limit.counts)") {
      limit.counts == (running, waiting)
    }
  }

  @Test func `no more than that many, in their order, the fast lanes before the sweeps`()
    async throws
  {
    let limit = RequestLimit(most: 2, timekeeper: clock)
    let work = Work()
    for (name, context) in [("a", 1), ("b", 2)] { _ = try await work.ask(name, limit, context) }
    _ = try await work.ask("sweep", limit, 3, .sweep)
    for (name, context) in [("c", 4), ("d", 5)] { _ = try await work.ask(name, limit, context) }
    try await settled(limit, 2, 3)
    work.letGo("a")
    try await eventually("the next begins") { work.names.count == 3 }
    work.letGo("b")
    try await eventually("the next begins") { work.names.count == 4 }
    work.letGo("c")
    try await eventually("the next begins") { work.names.count == 5 }
    #expect(work.names == ["a", "b", "c", "d", "sweep"])
    work.letAllGo()
    try await settled(limit, 0, 0)
    #expect(clock.appointments == 0)
  }

  @Test func `a sweep that has waited for long has its turn`() async throws {
    let limit = RequestLimit(most: 1, timekeeper: clock)
    let work = Work()
    _ = try await work.ask("a", limit, 1)
    _ = try await work.ask("sweep", limit, 2, .sweep)
    clock.drift(by: .seconds(11))
    _ = try await work.ask("b", limit, 3)
    try await eventually("it begins") { work.names.count >= 2 }
    #expect(work.names[1] == "sweep")
    work.letAllGo()
  }

  @Test func `those that hang hold up nobody for longer than two seconds, and that once`()
    async throws
  {
    let limit = RequestLimit(most: 2, timekeeper: clock)
    let work = Work()
    for context in 1...2 { _ = try await work.ask("hung \(context)", limit, context) }
    _ = try await work.ask("well", limit, 3)
    #expect(work.names.count == 2)
    await clock.nudge(by: .seconds(2))
    try await eventually("the well one begins") { work.names.last == "well" }
    work.letAllGo()
    try await settled(limit, 0, 0)
    // From now on they have turns of their own.
    for context in 1...2 { _ = try await work.ask("again \(context)", limit, context) }
    _ = try await work.ask("third", limit, 4)
    _ = try await work.ask("fourth", limit, 5)
    try await eventually("all begin") { work.names.count == 7 }
    work.letAllGo()
    try await settled(limit, 0, 0)
    // One that answered in time is among the others again.
    for context in [1, 2, 6] { _ = try await work.ask("last \(context)", limit, context) }
    try await settled(limit, 2, 1)
    work.letAllGo()
  }

  @Test func `one that is cancelled before its turn never begins, and leaves its place`()
    async throws
  {
    let limit = RequestLimit(most: 1, timekeeper: clock)
    let work = Work()
    let first = try await work.ask("a", limit, 1)
    let second = try await work.ask("b", limit, 2)
    _ = try await work.ask("c", limit, 3)
    second.cancel()
    #expect(await second.value == false)
    try await settled(limit, 1, 1)
    work.letGo("a")
    #expect(await first.value)
    try await eventually("the next begins") { work.names == ["a", "c"] }
    work.letAllGo()
  }

  @Test func `the first few begin at once, two hundred over five seconds`() {
    let limit = RequestLimit(most: 8, timekeeper: clock)
    #expect((0..<8).allSatisfy { limit.spread(ofStart: $0, among: 200) == .zero })
    #expect(limit.spread(ofStart: 8, among: 200) == .seconds(5))
    #expect(limit.spread(ofStart: 9, among: 12) == .milliseconds(300))
    #expect(limit.spread(ofStart: 900, among: 1000) == .seconds(5))
  }
}
