import AWSCore
import Foundation
import RDSExports
import Support
import Synchronization
import Testing
import Tracking

@testable import Monitor

/// Settings and credentials are looked up anew before each poll: what a context is can change.
@Suite(.timeLimit(.minutes(2))) struct SiteTests {
  private let deck = Deck(tasks: [
    export("one", .inProgress, percent: 5), export("old", .complete),
  ])

  private func other(_ identifier: String, role account: String? = nil) -> FakeAccount {
    var task = export(identifier, .inProgress, percent: 50)
    task.iamRoleArn = account.map { "arn:aws:iam::\($0):role/export" }
    return FakeAccount(clock: deck.clock, tasks: [task])
  }

  private func begin(account: String? = "111111111111") async throws {
    deck.lead(to: Deck.visit(deck.account, account: account))
    try await deck.begin()
    #expect(Set(deck.rows.map(\.id.identifier)) == ["one", "old"])
  }

  private var last: Snapshot { get throws { try #require(deck.deliveries.last?.snapshot) } }

  @Test func `another account's rows never stand among those of the one before`() async throws {
    try await begin()
    let before = try last
    let account = other("two")
    deck.lead(to: Deck.visit(account, account: "222222222222", keyID: "AKIDTWO"))
    deck.forget()
    try await deck.pass(5)
    let after = try last
    #expect(after.id > before.id)
    #expect(after.site?.account == "222222222222")
    #expect(after.tasks.map(\.id) == [TaskID(site: after.id, identifier: "two")])
    for (snapshot, _) in deck.deliveries {
      let names = Set(snapshot.tasks.map(\.id.identifier))
      #expect(snapshot.id == before.id ? names == ["one", "old"] : names.isSubset(of: ["two"]))
      #expect(snapshot.tasks.allSatisfy { $0.id.site == snapshot.id })
    }
    #expect(!before.isOlder(than: before) && before.isOlder(than: after))
    #expect(deck.feed.trouble == nil)
    #expect(deck.feed.hasSwept)
  }

  @Test func `there and back again is a third site: nothing comes to life again`() async throws {
    try await begin()
    let first = try last.id
    deck.lead(to: Deck.visit(other("two"), account: "222222222222", keyID: "AKIDTWO"))
    try await deck.pass(5)
    let second = try last.id
    deck.lead(to: Deck.visit(deck.account, account: "111111111111"))
    try await deck.pass(5)
    let third = try last
    #expect(Set([first, second, third.id]).count == 3)
    #expect(Set(third.tasks.map(\.id.identifier)) == ["one", "old"])
  }

  @Test func `another region or endpoint is another site, with the same keys too`() async throws {
    try await begin()
    let before = try last.id
    deck.lead(to: Deck.visit(other("two"), account: "111111111111", region: "us-east-1"))
    try await deck.pass(5)
    #expect(try last.id > before)
    #expect(try last.site?.region == "us-east-1")
    #expect(deck.rows.map(\.id.identifier) == ["two"])
  }

  @Test func `renewed keys of the same account go on where the others were`() async throws {
    try await begin()
    let before = try last.id
    deck.lead(to: Deck.visit(deck.account, account: "111111111111", keyID: "AKIDTWO"))
    deck.forget()
    try await deck.pass(5)
    #expect(try last.id == before)
    #expect(deck.questions == ["status"])
  }

  @Test func `new keys that nobody knows leave the rows, marked, until somebody does`() async throws
  {
    try await begin()
    let before = try last.id
    let account = FakeAccount(clock: deck.clock)
    deck.lead(to: Deck.visit(account, keyID: "AKIDTWO"))
    try await deck.pass(5)
    #expect(try last.id == before)
    #expect(Set(deck.rows.map(\.id.identifier)) == ["one", "old"])
    #expect(deck.feed.isAccountUnsure)
    #expect(deck.feed.trouble?.kind == .accountUnknown)
    // A task of the account tells, as soon as there is one.
    account.tasks = other("two", role: "222222222222").tasks
    try await deck.pass(10)
    #expect(try last.id > before)
    #expect(try last.site?.account == "222222222222")
    #expect(deck.rows.map(\.id.identifier) == ["two"])
    #expect(!deck.feed.isAccountUnsure)
    #expect(deck.feed.trouble == nil)
  }

  @Test func `a task that has ended tells whose new keys are where nothing runs`() async throws {
    try await begin()
    let before = try last.id
    deck.account.tasks = [export("old", .complete)].map { task in
      var task = task
      task.iamRoleArn = "arn:aws:iam::111111111111:role/export"
      return task
    }
    deck.lead(to: Deck.visit(deck.account, keyID: "AKIDTWO"))
    try await deck.pass(5)
    #expect(try last.id == before)
    #expect(!deck.feed.isAccountUnsure)
    #expect(deck.feed.trouble == nil)
  }

  @Test func `STS tells where nothing else does, beside the request`() async throws {
    deck.lead(to: Deck.visit(deck.account, sts: { "111111111111" }))
    try await deck.begin()
    #expect(try last.site?.account == "111111111111")
    let before = try last.id
    deck.lead(to: Deck.visit(other("two"), keyID: "AKIDTWO", sts: { "222222222222" }))
    try await deck.pass(5)
    #expect(try last.id > before)
    #expect(deck.rows.map(\.id.identifier) == ["two"])
  }

  @Test func `an account that becomes known is no other site, and is learned`() async throws {
    let learned = Mutex<[String]>([])
    deck.account.tasks = other("one", role: "111111111111").tasks
    deck.lead(to: Deck.visit(deck.account, learn: { name in learned.withLock { $0.append(name) } }))
    try await deck.begin()
    #expect(try last.site?.account == "111111111111")
    #expect(Set(deck.deliveries.map(\.snapshot.id)).count == 1)
    #expect(learned.withLock { Set($0) } == ["111111111111"])
  }

  @Test func `a sweep under way is not finished by another account's pages`() async throws {
    deck.account.set(pageSize: 1)
    deck.account.tasks = (0..<5).map { export("old-\($0)", .complete) } + [export("one")]
    deck.lead(to: Deck.visit(deck.account, account: "111111111111"))
    try await deck.begin()
    let before = try last.id
    deck.account.holdNext(.stubborn)
    deck.poller.refresh()
    try await eventually("a request is held") { [deck] in deck.account.held == 1 }
    deck.lead(to: Deck.visit(other("two"), account: "222222222222", keyID: "AKIDTWO"))
    deck.poller.refresh()
    deck.account.release()
    try await deck.clock.settle()
    #expect(try last.id > before)
    #expect(deck.rows.map(\.id.identifier) == ["two"])
  }

  @Test func `what was done at a site that was left is not shown at the next`() async throws {
    try await begin()
    let before = try last.id
    deck.lead(to: Deck.visit(other("two"), account: "222222222222", keyID: "AKIDTWO"))
    try await deck.pass(5)
    deck.poller.absorb(export("late"), of: before, sentAt: Observation(sentAt: deck.clock.wall))
    try await deck.clock.settle()
    #expect(deck.rows.map(\.id.identifier) == ["two"])
    deck.poller.absorb(
      export("own"), of: try last.id, sentAt: Observation(sentAt: deck.clock.wall))
    try await deck.clock.settle()
    #expect(Set(deck.rows.map(\.id.identifier)) == ["two", "own"])
  }

  @Test func `a pause goes on at another site, but for the round that was asked for`() async throws
  {
    try await begin()
    deck.poller.setPaused(true)
    try await deck.clock.settle()
    deck.lead(to: Deck.visit(other("two"), account: "222222222222", keyID: "AKIDTWO"))
    deck.poller.refresh()
    try await deck.clock.settle()
    #expect(deck.rows.map(\.id.identifier) == ["two"])
    #expect(deck.feed.isPaused)
    #expect(deck.clock.appointments == 0)
  }

  @Test func `a failure of new keys is not the old account's`() async throws {
    try await begin()
    let account = other("two")
    account.failNext(fault("AccessDenied"))
    deck.lead(to: Deck.visit(account, account: "222222222222", keyID: "AKIDTWO"))
    try await deck.pass(5)
    #expect(try last.site?.account == "222222222222")
    #expect(!deck.rows.contains { $0.id.identifier == "one" })
  }
}
