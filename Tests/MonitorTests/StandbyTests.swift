import AWSCore
import Foundation
import RDSExports
import Support
import Synchronization
import Testing
import Tracking

@testable import Monitor

/// Two contexts of one site: one polls, the other stands by and takes over when it fails.
@Suite(.timeLimit(.minutes(5))) struct StandbyTests {
  private static let one = "111111111111"
  private let fleet = Fleet([one, one])
  private let expired = AWSError.loginNeeded(
    profile: "p0", command: "aws sso login", detail: "the login has expired")

  private var leader: Fleet.Member { fleet[0] }
  private var standby: Fleet.Member { fleet[1] }

  private func begin() async throws {
    try await fleet.begin()
    #expect(leader.names == ["run-\(Self.one)", "old"])
    #expect(standby.feed.standsBehind == leader.id)
    standby.account.forget()
  }

  /// The rows are the second's now, and were nowhere lost.
  private func expectTakeOver(_ comment: Comment? = nil) throws {
    let (before, now) = (try #require(leader.last), try #require(standby.last))
    #expect(now.feed.standsBehind == nil, comment)
    #expect(before.feed.standsBehind == standby.id, comment)
    #expect(standby.names == ["run-\(Self.one)", "old"], comment)
    #expect(before.tasks.isEmpty, comment)
    #expect(before.id == now.id && before.site == now.site, comment)
    // The old one lets go only once the new one has the rows.
    let first = try #require(
      standby.deliveries.first { $0.snapshot.feed.standsBehind == nil }?.snapshot)
    let gone = try #require(leader.deliveries.first { $0.snapshot.tasks.isEmpty }?.snapshot)
    #expect(first.version < gone.version, comment)
  }

  @Test func `the second asks for no tasks and shows none`() async throws {
    try await begin()
    try await fleet.pass(300)
    #expect(standby.account.asked.isEmpty)
    #expect(standby.deliveries.allSatisfy { $0.snapshot.tasks.isEmpty })
    #expect(standby.last?.id == leader.last?.id)
    #expect(standby.last?.site?.account == Self.one)
    #expect(standby.feed.trouble == nil)
    #expect(leader.account.asked.count > 50)
  }

  @Test func `an expired login is taken over at once, with all that is known`() async throws {
    try await begin()
    // What only the first has seen moves along.
    standby.account.tasks = [export("run-\(Self.one)", .inProgress, percent: 5)]
    leader.lack(expired)
    try await fleet.pass(5)
    try expectTakeOver()
    #expect(leader.feed.trouble?.kind == .expired)
    #expect(standby.feed.trouble == nil)
    #expect(standby.account.asked.first?.filters.first?.name == "status")
    #expect(standby.deliveries.flatMap(\.changes.events).isEmpty)
  }

  @Test func `what AWS denies is taken over at once, and doesn't come back while denied`()
    async throws
  {
    try await begin()
    leader.account.fail { _ in fault("AccessDenied") }
    try await fleet.pass(5)
    try expectTakeOver()
    #expect(leader.feed.trouble?.kind == .denied)
    standby.account.fail { _ in refused }
    try await fleet.pass(600)
    #expect(standby.feed.standsBehind == nil)
    #expect(leader.feed.trouble?.kind == .denied)
    // Other keys may be allowed.
    leader.account.fail(nil)
    let account = leader.account
    leader.lead { () async throws(AWSError) in
      Deck.visit(account, account: Self.one, keyID: "AKIDNEW")
    }
    try await fleet.pass(120)
    #expect(leader.feed.standsBehind == nil)
    #expect(leader.feed.trouble == nil)
    #expect(leader.names == ["run-\(Self.one)", "old"])
  }

  @Test func `a network that fails is taken over after 20 seconds, throttling never`() async throws
  {
    try await begin()
    leader.account.fail { _ in fault("Throttling") }
    try await fleet.pass(600)
    #expect(leader.feed.standsBehind == nil)
    leader.account.fail(nil)
    try await fleet.pass(400)
    leader.account.fail { _ in refused }
    try await fleet.pass(15)
    #expect(leader.feed.standsBehind == nil)
    try await fleet.pass(30)
    try expectTakeOver()
  }

  @Test func `a request that hangs is taken over after 20 seconds`() async throws {
    let fleet = Fleet([Self.one, Self.one], settles: false)
    for member in fleet.members {
      member.poller.start()
      try await eventually("it is through") { member.poller.isIdle }
    }
    fleet[0].account.holdNext(.heedful)
    await fleet.clock.nudge(by: .seconds(5))
    try await eventually("a request is held") { fleet[0].account.held == 1 }
    for _ in 0..<4 { await fleet.clock.nudge(by: .seconds(5)) }
    for _ in 0..<2 where fleet[1].feed.standsBehind != nil {
      await fleet.clock.nudge(by: .seconds(5))
    }
    try await eventually("the second polls") { fleet[1].feed.standsBehind == nil }
    try await eventually("the first has let go") { fleet[0].feed.standsBehind == fleet[1].id }
    #expect(fleet[1].names == ["run-\(Self.one)", "old"])
    #expect(fleet[0].account.cancelled == 1)
  }

  @Test func `one that is watched no longer leaves its rows to the next`() async throws {
    try await begin()
    let id = leader.last?.id
    leader.poller.stop()
    try await fleet.settle()
    #expect(standby.feed.standsBehind == nil)
    #expect(standby.names == ["run-\(Self.one)", "old"])
    #expect(standby.last?.id == id)
  }

  @Test func `rows are left to one that can't ask at present rather than to nobody`() async throws {
    try await begin()
    let id = leader.last?.id
    standby.lack(expired)
    try await fleet.pass(31)
    #expect(standby.feed.trouble?.kind == .expired)
    leader.poller.stop()
    try await fleet.pass(5)
    #expect(standby.feed.standsBehind == nil)
    #expect(standby.names == ["run-\(Self.one)", "old"])
    #expect(standby.last?.id == id)
    #expect(standby.feed.trouble?.kind == .expired)
  }

  @Test func `the time in which a poll waits for its turn is not its site's silence`() async throws
  {
    let hogs = 14
    let fleet = Fleet(
      [Self.one, Self.one] + (0..<hogs).map { "\(200_000_000_000 + $0)" }, settles: false, most: 1)
    for member in fleet.members[..<2] {
      member.poller.start()
      try await eventually("it is through") { member.poller.isIdle }
    }
    let site = try #require(fleet[0].last?.site)
    let helper = HungHelper()
    let hung = Mutex(0)
    for member in fleet.members[2...] {
      member.lead { () async throws(AWSError) in
        hung.withLock { $0 += 1 }
        await helper.hang()
        throw .cancelled
      }
      member.poller.start()
    }
    fleet[0].account.forget()
    for number in 1...hogs {
      try await eventually("number \(number) hangs") { hung.withLock { $0 } >= number }
      // It wants to ask after five seconds.
      #expect(fleet[0].account.asked.isEmpty)
      await fleet.clock.nudge(by: .seconds(2))
      fleet[0].poller.queue.sync {}
    }
    #expect(fleet.clock.monotonic >= .seconds(26))
    #expect(fleet.sites.leader(of: site) == fleet[0].id)
    helper.letGo()
  }

  @Test func `one that leads elsewhere leaves its rows to the next`() async throws {
    try await begin()
    let id = leader.last?.id
    let other = FakeAccount(clock: fleet.clock, tasks: [export("two")])
    leader.lead { () async throws(AWSError) in
      Deck.visit(other, account: "222222222222", keyID: "AKIDTWO")
    }
    try await fleet.pass(5)
    #expect(leader.names == ["two"])
    #expect(leader.feed.standsBehind == nil)
    #expect(standby.names == ["run-\(Self.one)", "old"])
    #expect(standby.last?.id == id)
    #expect(leader.last?.id != id)
  }

  @Test func `new keys that nobody knows leave the rows to a context that is known`() async throws {
    try await begin()
    let account = leader.account
    leader.lead { () async throws(AWSError) in Deck.visit(account, keyID: "AKIDTWO") }
    try await fleet.pass(5)
    try expectTakeOver()
    #expect(leader.feed.isAccountUnsure)
    #expect(leader.feed.trouble?.kind == .accountUnknown)
    #expect(!standby.feed.isAccountUnsure)
  }

  @Test func `one that is well again stands by, and takes over in its turn`() async throws {
    try await begin()
    leader.lack(expired)
    try await fleet.pass(5)
    let account = leader.account
    leader.lead { () async throws(AWSError) in Deck.visit(account, account: Self.one, keyID: "K") }
    try await fleet.pass(60)
    #expect(leader.feed.standsBehind == standby.id)
    #expect(leader.feed.trouble == nil)
    standby.lack(expired)
    try await fleet.pass(30)
    #expect(leader.feed.standsBehind == nil)
    #expect(leader.names == ["run-\(Self.one)", "old"])
    #expect(standby.feed.standsBehind == leader.id)
    #expect(standby.last?.tasks.isEmpty == true)
  }

  @Test func `when all fail they take turns slowly, and the rows stay`() async throws {
    try await begin()
    for member in fleet.members { member.account.fail { _ in refused } }
    var changes = 0
    var last: ContextID?
    for _ in 0..<120 {
      try await fleet.pass(5)
      let leading = fleet.members.filter { $0.feed.standsBehind == nil }
      #expect(leading.count == 1)
      #expect(leading.first?.names == ["run-\(Self.one)", "old"])
      if leading.first?.id != last { changes += 1 }
      last = leading.first?.id
    }
    #expect(changes <= 11, "\(changes) in ten minutes")
  }

  @Test func `one that stands by and is given other keys leads where they lead`() async throws {
    try await begin()
    let other = FakeAccount(clock: fleet.clock, tasks: [export("two")])
    standby.lead { () async throws(AWSError) in
      Deck.visit(other, account: "222222222222", keyID: "AKIDTWO")
    }
    try await fleet.pass(31)
    #expect(standby.feed.standsBehind == nil)
    #expect(standby.names == ["two"])
    #expect(standby.last?.id != leader.last?.id)
    // Nobody is left to take over.
    leader.lack(expired)
    try await fleet.pass(60)
    #expect(leader.feed.standsBehind == nil)
    #expect(leader.names == ["run-\(Self.one)", "old"])
  }

  @Test func `an expired login of one that stands by is told, and it isn't asked to take over`()
    async throws
  {
    try await begin()
    standby.lack(expired)
    try await fleet.pass(31)
    #expect(standby.feed.trouble?.kind == .expired)
    #expect(standby.feed.standsBehind == leader.id)
    leader.account.fail { _ in refused }
    try await fleet.pass(120)
    #expect(leader.feed.standsBehind == nil)
    // The one that led is gone for good: it leads as soon as it can.
    leader.poller.stop()
    let account = standby.account
    standby.lead { () async throws(AWSError) in Deck.visit(account, account: Self.one, keyID: "K") }
    try await fleet.pass(31)
    #expect(standby.feed.standsBehind == nil)
    #expect(standby.feed.trouble == nil)
    #expect(standby.names == ["run-\(Self.one)", "old"])
  }

  @Test func `a pause is no failure`() async throws {
    try await begin()
    for member in fleet.members { member.poller.setPaused(true) }
    leader.account.fail { _ in refused }
    try await fleet.pass(600)
    #expect(leader.feed.standsBehind == nil)
    #expect(standby.feed.isPaused)
    #expect(fleet.clock.appointments == 0)
    for member in fleet.members { member.poller.setPaused(false) }
    try await fleet.settle()
    #expect(leader.feed.standsBehind == nil, "it has just begun to ask")
  }

  @Test func `the account that STS knows makes one site of two`() async throws {
    let fleet = Fleet([Self.one, nil])
    let second = fleet[1].account
    fleet[1].lead { () async throws(AWSError) in
      Deck.visit(second, keyID: "AKIDTWO", sts: { Self.one })
    }
    try await fleet.begin()
    #expect(fleet[1].feed.standsBehind == fleet[0].id)
    #expect(second.asked.isEmpty)
  }

  @Test func `an account that only an answer names makes one site of two`() async throws {
    let fleet = Fleet([Self.one, nil])
    var task = export("own", .inProgress)
    task.iamRoleArn = "arn:aws:iam::\(Self.one):role/export"
    fleet[1].account.tasks = [task]
    try await fleet.begin()
    #expect(fleet[1].feed.standsBehind == fleet[0].id)
    #expect(fleet[1].deliveries.allSatisfy { $0.snapshot.tasks.isEmpty })
    #expect(fleet[1].last?.id == fleet[0].last?.id)
  }

  @Test func `versions grow over all contexts`() async throws {
    try await begin()
    leader.lack(expired)
    try await fleet.pass(20)
    let all = fleet.members.flatMap { $0.deliveries.map(\.snapshot.version) }
    #expect(Set(all).count == all.count)
    for member in fleet.members {
      let own = member.deliveries.map(\.snapshot.version)
      #expect(own == own.sorted())
    }
  }
}
