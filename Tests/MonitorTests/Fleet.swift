import AWSCore
import Foundation
import RDSExports
import Support
import Synchronization
import Tracking

@testable import Monitor

/// Several contexts with one hand-cranked clock, as a program watches them.
final class Fleet: Sendable {
  let clock: HandCrankedTimekeeper
  let sites: Sites
  let limit: RequestLimit
  let members: [Member]

  /// One context: what it is asked for, and what it delivered.
  final class Member: Sendable {
    let id: ContextID
    let account: FakeAccount
    let poller: Poller
    private let log: Log

    private final class Log: Sendable {
      let deliveries = Mutex<[(snapshot: Snapshot, changes: Changes)]>([])
      let visit: Mutex<@Sendable () async throws(AWSError) -> SiteVisit>

      init(_ visit: @escaping @Sendable () async throws(AWSError) -> SiteVisit) {
        self.visit = Mutex(visit)
      }
    }

    init(
      _ number: Int, _ account: FakeAccount, of name: String?, clock: HandCrankedTimekeeper,
      sites: Sites, limit: RequestLimit?
    ) {
      id = ContextID(number)
      self.account = account
      let log = Log { () async throws(AWSError) in
        Deck.visit(account, account: name, keyID: "AKID\(number)")
      }
      self.log = log
      poller = Poller(
        context: id, label: ContextLabel(profile: "p\(number)", region: ""), sites: sites,
        limit: limit, timekeeper: clock, random: { 0.5 },
        visit: { () async throws(AWSError) in try await log.visit.withLock { $0 }() },
        deliver: { snapshot, changes in
          log.deliveries.withLock { $0.append((snapshot, changes)) }
        })
    }

    var deliveries: [(snapshot: Snapshot, changes: Changes)] { log.deliveries.withLock { $0 } }
    var last: Snapshot? { deliveries.last?.snapshot }
    var feed: Feed { last?.feed ?? Feed() }
    var names: Set<String> { Set((last?.tasks ?? TrackedTasks()).map(\.id.identifier)) }

    /// What the settings lead to from now on.
    func lead(to visit: @escaping @Sendable () async throws(AWSError) -> SiteVisit) {
      log.visit.withLock { $0 = visit }
    }

    func lack(_ error: AWSError) {
      lead { () async throws(AWSError) in throw error }
    }
  }

  /// - Parameters:
  ///   - accounts: The account of each context.
  ///   - settles: False lets the clock be turned while a request is held back.
  init(_ accounts: [String?], settles: Bool = true, most: Int = 8) {
    let (clock, sites) = (HandCrankedTimekeeper(), Sites())
    let limit = RequestLimit(most: most, timekeeper: clock)
    (self.clock, self.sites, self.limit) = (clock, sites, limit)
    members = accounts.enumerated().map { number, name in
      let tasks = [export("run-\(name ?? "")", .inProgress, percent: 5), export("old", .complete)]
      return Member(
        number, FakeAccount(clock: clock, tasks: tasks), of: name, clock: clock, sites: sites,
        limit: limit)
    }
    let members = members
    if settles { clock.settles { members.allSatisfy(\.poller.isIdle) } }
  }

  subscript(number: Int) -> Member { members[number] }

  /// Starts one after the other, so that the first is the first at its site.
  func begin() async throws {
    for member in members {
      member.poller.start()
      try await clock.settle()
    }
  }

  func pass(_ seconds: Double) async throws { try await clock.advance(by: .seconds(seconds)) }

  func settle() async throws { try await clock.settle() }
}

/// A helper that doesn't come back until it is let go.
final class HungHelper: Sendable {
  private let waiting = Mutex<[CheckedContinuation<Void, Never>]?>([])

  func hang() async {
    await withCheckedContinuation { continuation in
      let isOver = waiting.withLock { waiting in
        waiting?.append(continuation)
        return waiting == nil
      }
      if isOver { continuation.resume() }
    }
  }

  func letGo() {
    let all = waiting.withLock { waiting in
      defer { waiting = nil }
      return waiting
    }
    for continuation in all ?? [] { continuation.resume() }
  }
}
