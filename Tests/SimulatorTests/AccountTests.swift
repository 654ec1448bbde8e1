import Foundation
import Testing

@testable import Simulator

@Suite struct `an account` {
  static let start = Date(timeIntervalSince1970: 1_795_348_800)

  func account(tasks: Int = 0, arrivals: Bool = false, speed: Double = 1) -> Account {
    let options = SimulatorOptions(tasks: tasks, seed: 3, speed: speed, arrivals: arrivals)
    return Account(options: options, account: "123456789012", start: Self.start)
  }

  func request(
    _ identifier: String, _ source: String = "snapshot:orders-prod-before-upgrade"
  ) -> StartRequest {
    StartRequest(
      identifier: identifier, sourceARN: "arn:aws:rds:eu-west-1:123456789012:\(source)",
      bucket: "acme-lake-raw", roleARN: "arn:aws:iam::123456789012:role/rds-s3-export",
      keyID: "alias/lake", prefix: "", exportOnly: [])
  }

  static let sources = [
    "snapshot:orders-prod-before-upgrade", "snapshot:users-prod-before-upgrade",
    "cluster:payments-cluster", "cluster-snapshot:search-cluster-before-upgrade",
    "snapshot:stock-prod-before-upgrade", "snapshot:catalog-prod-before-upgrade",
  ]

  @Test func `has five slots, and a sixth when one is free again`() throws {
    var account = account()
    for (number, source) in Self.sources.prefix(5).enumerated() {
      _ = try account.start(request("t\(number)", source), now: Self.start)
    }
    #expect(throws: Refusal.limitReached) {
      try account.start(request("t5", Self.sources[5]), now: Self.start)
    }
    // A task that is CANCELING still has its slot.
    _ = try account.cancel("t0", now: Self.start + 60)
    account.catchUp(to: Self.start + 61)
    #expect(throws: Refusal.limitReached) {
      try account.start(request("t5", Self.sources[5]), now: Self.start + 61)
    }
    account.catchUp(to: Self.start + 300)
    _ = try account.start(request("t5", Self.sources[5]), now: Self.start + 300)
  }

  @Test func `exports a source once at a time, and again afterwards`() throws {
    var account = account()
    let first = try account.start(request("first"), now: Self.start)
    #expect {
      try account.start(request("second"), now: Self.start + 1)
    } throws: { ($0 as? Refusal)?.code == "InvalidExportSourceState" }
    let end = account.tasks[first].end
    account.catchUp(to: end)
    _ = try account.start(request("second"), now: end)
  }

  @Test func `never gives an identifier twice`() throws {
    var account = account()
    let first = try account.start(request("once"), now: Self.start)
    let end = account.tasks[first].end + 86_400
    account.catchUp(to: end)
    #expect(throws: Refusal.taskAlreadyExists("once")) {
      try account.start(request("once"), now: end)
    }
  }

  @Test func `cancels what is not over, once`() throws {
    var account = account()
    let position = try account.start(request("t"), now: Self.start)
    _ = try account.cancel("t", now: Self.start + 100)
    _ = try account.cancel("t", now: Self.start + 110)
    #expect(account.tasks[position].cancelRequested == Self.start + 100)
    #expect(throws: Refusal.taskState("t", .canceled)) {
      try account.cancel("t", now: Self.start + 3600)
    }
    #expect(throws: Refusal.taskNotFound("u")) { try account.cancel("u", now: Self.start) }
  }

  @Test func `fails an export that meets an oversized object, unless it is left out`() throws {
    var account = account()
    var order = request("whole", "snapshot:documents-prod-before-upgrade")
    let whole = try account.start(order, now: Self.start)
    let failed = account.tasks[whole].state(at: account.tasks[whole].end)
    #expect(failed.status == .failed)
    #expect(failed.percent == 90)
    account.catchUp(to: account.tasks[whole].end)
    order.identifier = "part"
    order.exportOnly = ["documents.public"]
    let part = try account.start(order, now: account.tasks[whole].end)
    #expect(account.tasks[part].state(at: account.tasks[part].end).status == .complete)
    #expect(abs(account.tasks[part].sizeInGB - 510 * 0.85) < 1e-9)
  }

  @Test func `warns of tables that can't be read`() throws {
    var account = account()
    let order = request("audit", "cluster:audit-cluster")
    let position = try account.start(order, now: Self.start)
    let state = account.tasks[position].state(at: account.tasks[position].end)
    #expect(state.status == .complete)
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data((state.warning ?? "").utf8)) as? [String: Any])
    let skipped = try #require(json["skippedTables"] as? [[String: String]])
    #expect(skipped.map { $0["tableName"] } == ["attachments"])
    #expect(account.tasks[position].isCluster)
    #expect(account.tasks[position].snapshotTime == nil)
  }

  @Test func `with arrivals stays alive for a day and leaves a slot free`() {
    var account = account(tasks: 40, arrivals: true, speed: 60)
    var busy = 0
    for minute in 1...240 {
      account.catchUp(to: Self.start + Double(minute) * 30)
      if minute > 20 { #expect(account.active.count <= 4) }
      if !account.active.isEmpty { busy += 1 }
    }
    #expect(busy > 200)
    #expect(Set(account.tasks.map(\.identifier)).count == account.tasks.count)
  }

  @Test func `is the same however often it is looked at`() throws {
    var (often, seldom) = (
      account(tasks: 40, arrivals: true, speed: 60), account(tasks: 40, arrivals: true, speed: 60)
    )
    for second in 1...3600 { often.catchUp(to: Self.start + Double(second)) }
    seldom.catchUp(to: Self.start + 3600)
    #expect(often.tasks.map(\.identifier) == seldom.tasks.map(\.identifier))
    #expect(often.active == seldom.active)
    let now = Self.start + 3600
    #expect(often.tasks.map { $0.state(at: now) } == seldom.tasks.map { $0.state(at: now) })
  }

  @Test func `ends what arrives by itself after a while`() {
    var account = account(arrivals: true)
    account.catchUp(to: Self.start + 10 * 365 * 86_400)
    #expect(account.active.isEmpty)
    #expect((1...2000).contains(account.tasks.count))
  }
}
