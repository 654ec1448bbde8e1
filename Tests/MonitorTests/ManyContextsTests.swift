import AWSCore
import Foundation
import Ground
import RDSExports
import Support
import Synchronization
import Testing
import Tracking

@testable import Monitor

/// Many contexts side by side: what is wrong with one is no other's business.
@Suite(.timeLimit(.minutes(5))) struct ManyContextsTests {
  private static func account(_ number: Int) -> String {
    String(repeating: "\(number)", count: 12)
  }

  @Test func `a hung helper, an expired login and a dead region delay no other's rows`()
    async throws
  {
    let fleet = Fleet((1...8).map(Self.account), settles: false)
    let helper = HungHelper()
    fleet[0].lead { () async throws(AWSError) in
      await helper.hang()
      throw .cancelled
    }
    fleet[1].lack(
      .loginNeeded(profile: "p1", command: "aws sso login", detail: "the login has expired"))
    fleet[2].account.fail { _ in refused }
    fleet[3].account.fail { _ in fault("Throttling") }
    fleet[4].account.holdNext(.heedful)
    for member in fleet.members { member.poller.start() }
    // No time passes.
    for member in fleet.members[5...] {
      try await eventually("\(member.id) has all its rows") {
        member.feed.hasSwept && member.names.count == 2
      }
    }
    try await eventually("the troubles are told") {
      fleet[1].feed.trouble?.kind == .expired && fleet[2].feed.trouble?.kind == .unreachable
        && fleet[3].feed.trouble?.kind == .throttled
    }
    #expect(fleet.clock.monotonic == .zero)
    // And they come again as if they were alone.
    for member in fleet.members[5...] { member.account.forget() }
    for _ in 0..<6 {
      await fleet.clock.nudge(by: .seconds(5))
      for member in fleet.members[5...] {
        try await eventually("\(member.id) is through") { member.poller.isIdle }
      }
    }
    for member in fleet.members[5...] { #expect(member.account.asked.count == 6) }
    helper.letGo()
  }

  @Test func `with more hung ones than may be under way the others wait for two seconds at most`()
    async throws
  {
    let fleet = Fleet((1...9).map(Self.account), settles: false, most: 2)
    let helper = HungHelper()
    for member in fleet.members[..<6] {
      member.lead { () async throws(AWSError) in
        await helper.hang()
        throw .cancelled
      }
    }
    for member in fleet.members { member.poller.start() }
    try await eventually("two are under way") { fleet.limit.counts.running == 2 }
    for _ in 0..<4 {
      await fleet.clock.nudge(by: .seconds(2))
      try await eventually("more begin") {
        fleet.limit.counts.waiting == 0 || fleet.limit.counts.running >= 2
      }
    }
    for member in fleet.members[6...] {
      try await eventually("\(member.id) has its rows") { member.names.count == 2 }
    }
    helper.letGo()
  }

  @Test func `two hundred never have more under way than they may, and come back spread`()
    async throws
  {
    let clock = HandCrankedTimekeeper()
    let (sites, limit) = (Sites(), RequestLimit(most: 8, timekeeper: clock))
    let drawn = Mutex(0)
    let most = Mutex((now: 0, most: 0))
    let begun = Mutex<[Duration]>([])
    let account = FakeAccount(clock: clock, tasks: [export("run", .inProgress)])
    let pollers = (0..<200).map { number in
      Poller(
        context: ContextID(number), label: ContextLabel(profile: "p", region: ""), sites: sites,
        limit: limit, timekeeper: clock,
        random: {
          drawn.withLock { drawn in
            drawn += 1
            return (Double(drawn) * 0.618034).truncatingRemainder(dividingBy: 1)
          }
        },
        visit: { () async throws(AWSError) in
          begun.withLock { $0.append(clock.monotonic) }
          most.withLock { count in
            count.now += 1
            count.most = max(count.most, count.now)
          }
          await Task.yield()
          most.withLock { $0.now -= 1 }
          return Deck.visit(account, account: "\(100_000_000_000 + number)", keyID: "K\(number)")
        }, deliver: { _, _ in })
    }
    clock.settles { pollers.allSatisfy(\.isIdle) }
    for (position, poller) in pollers.enumerated() {
      poller.start(within: limit.spread(ofStart: position, among: 200))
    }
    try await clock.settle()
    #expect(begun.withLock { Set($0) } == [.zero])
    for _ in 0..<50 { try await clock.advance(by: .milliseconds(100)) }
    // Each has polled and swept by now.
    #expect(begun.withLock(\.count) >= 400)
    #expect(most.withLock(\.most) <= 8)
    // Their next polls don't come together.
    begun.withLock { $0 = [] }
    for _ in 0..<50 { try await clock.advance(by: .milliseconds(100)) }
    let perTenth = Dictionary(grouping: begun.withLock { $0 }) { Int($0 / .milliseconds(100)) }
    #expect((perTenth.values.map(\.count).max() ?? 0) <= 30, "two hundred in fifty tenths: 4 each")
  }
}
