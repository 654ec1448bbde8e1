import AWSCore
import Foundation
import RDSExports
import Support
import Synchronization
import Testing
import Tracking

@testable import Ground
@testable import Monitor

/// What a poll waits for is told after two seconds, and no longer than it is true.
@Suite(.timeLimit(.minutes(15))) struct PollerWaitTests {
  /// A poller whose way to AWS is held up by a helper until it is let go.
  private final class Held: Sendable {
    let clock = HandCrankedTimekeeper()
    let poller: Poller
    private let feeds: Feeds
    private let gate: Gate

    private final class Feeds: Sendable {
      let all = Mutex<[Feed]>([])
    }

    final class Gate: Sendable {
      /// Those who wait; nil once the gate is open.
      let waiting = Mutex<[Awaited<Bool>]?>([])
      let begun = Mutex(0)

      func pass() async {
        let awaited = Awaited<Bool>()
        begun.withLock { $0 += 1 }
        let isOpen = waiting.withLock { waiting in
          waiting?.append(awaited)
          return waiting == nil
        }
        if !isOpen { _ = await awaited.value() }
      }

      func letGo() {
        let held = waiting.withLock { waiting in
          defer { waiting = nil }
          return waiting
        }
        for awaited in held ?? [] { awaited.give(true) }
      }
    }

    init(_ subject: Wait.Subject, tasks: [ExportTask] = []) {
      let (clock, gate, feeds) = (clock, Gate(), Feeds())
      let account = FakeAccount(clock: clock, tasks: tasks)
      self.gate = gate
      self.feeds = feeds
      poller = Poller(
        context: ContextID(1), label: ContextLabel(profile: "prod", region: ""),
        sites: Sites(), timekeeper: clock, random: { 0.5 },
        visit: { () async throws(AWSError) -> SiteVisit in
          await WaitBoard.noting(subject, within: .seconds(60), by: clock) { await gate.pass() }
          return Deck.visit(account)
        },
        deliver: { snapshot, _ in feeds.all.withLock { $0.append(snapshot.feed) } })
    }

    func begin() async throws {
      poller.start()
      while gate.begun.withLock({ $0 }) == 0 || clock.nextDue == nil {
        try await Task.sleep(for: .milliseconds(1))
      }
    }

    func pass(_ seconds: Double) async throws {
      await clock.nudge(by: .seconds(seconds))
      // What the alarm does, it does on the poller's queue before this.
      poller.wake()
      try await Task.sleep(for: .milliseconds(5))
    }

    func end() async throws {
      gate.letGo()
      while !poller.isIdle { try await Task.sleep(for: .milliseconds(1)) }
    }

    var waiting: [Waiting?] { feeds.all.withLock { $0.map(\.waiting) } }
  }

  static let subjects: [(Wait.Subject, String)] = [
    (
      .program("aws-vault …", profile: "prod"),
      "the credential_process `aws-vault …` of profile \"prod\""
    ),
    (.server("oidc.eu-west-1.amazonaws.com:443", proxy: nil), "oidc.eu-west-1.amazonaws.com:443"),
    (
      .server("rds.eu-west-1.amazonaws.com:443", proxy: "10.0.0.1:3128"),
      "the proxy 10.0.0.1:3128 on the way to rds.eu-west-1.amazonaws.com:443"
    ),
    (.disk("~/.aws/config"), "the disk of ~/.aws/config"),
    (.program("a\u{1B}[2J", profile: "b\n"), "the credential_process `a[2J` of profile \"b \""),
  ]

  @Test(arguments: subjects.indices)
  func `what is waited for is told after two seconds, until the answer is there`(
    index: Int
  ) async throws {
    let (subject, words) = Self.subjects[index]
    let held = Held(subject)
    try await held.begin()
    try await held.pass(1.9)
    #expect(held.waiting == [])
    try await held.pass(0.2)
    while held.waiting.isEmpty { try await Task.sleep(for: .milliseconds(1)) }
    #expect(held.waiting == [Waiting(what: words, since: .zero, limit: .seconds(60))])
    try await held.pass(20)
    #expect(held.waiting.count == 1, "nothing new is told")
    try await held.end()
    #expect(held.waiting.last == .some(nil))
    held.poller.stop()
  }

  @Test func `an answer that comes at once leaves no look behind`() async throws {
    let deck = Deck(tasks: [export("run", .inProgress)])
    try await deck.begin()
    // The next poll alone.
    #expect(deck.clock.appointments <= 2)
    try await deck.pass(4)
    #expect(deck.deliveries.allSatisfy { $0.snapshot.feed.waiting == nil })
  }
}
