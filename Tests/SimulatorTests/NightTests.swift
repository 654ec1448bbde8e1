import Foundation
import Ground
import Support
import Testing

@testable import Simulator

/// The night that the demo shows, and the nights behind it.
@Suite struct `a night` {
  /// Thursday, 2026-11-26, 02:40 UTC.
  static let start = Date(timeIntervalSince1970: 1_795_660_800)
  static let greenwich = LocalTime(utcOffset: 0)
  static let speeds = [0.5, 1, 3, 10, 60, 100_000]

  func account(
    _ place: Night.Place, speed: Double = 3, seed: UInt64 = 1, start: Date = Self.start,
    _ local: LocalTime = Self.greenwich
  ) -> Account {
    let options = SimulatorOptions(
      seed: seed, speed: speed, arrivals: true, night: Night(place, local))
    return Account(options: options, account: "123456789012", start: start)
  }

  func task(_ name: String, _ account: Account) throws -> SimulatedTask {
    try #require(account.position(of: "\(name)-1125").map { account.tasks[$0] }, "\(name)")
  }

  @Test func `is the same for the same seed, and another for another`() {
    for place in Night.Place.allCases {
      let (one, same) = (account(place).tasks, account(place).tasks)
      #expect(one.map(\.identifier) == same.map(\.identifier))
      #expect(one.map(\.created) == same.map(\.created) && one.map(\.curve) == same.map(\.curve))
      #expect(one.map(\.curve) != account(place, seed: 2).tasks.map(\.curve))
    }
  }

  @Test func `has a hundred nights behind it, of which most exports ended well`() throws {
    var count = 0
    for place in Night.Place.allCases {
      let tasks = account(place).tasks
      count += tasks.count
      for series in NightlySeries.all(in: place) {
        let runs = tasks.filter { $0.identifier.hasPrefix("\(series.name)-") }
        #expect((100...101).contains(runs.count), "\(series.name)")
        let well = runs.count { $0.ending == .complete(warning: nil) }
        #expect(well >= 90, "\(series.name): \(well)")
      }
      #expect(Set(tasks.map(\.identifier)).count == tasks.count)
      for task in tasks { try ExportTaskIdentifier.check(task.identifier) }
    }
    // What a dashboard has to read before it knows all of it: 26 pages.
    #expect((2200...2500).contains(count))
  }

  @Test(arguments: speeds)
  func `is at its busiest when it begins, and has never more than five at once then`(
    speed: Double
  ) {
    for place in Night.Place.allCases {
      for seed in 1...5 as ClosedRange<UInt64> {
        let account = account(place, speed: speed, seed: seed)
        let running = account.tasks.count { !$0.state(at: Self.start).status.isFinal }
        #expect(running == [.production: 5, .abroad: 1, .staging: 2][place])
        for task in account.tasks { #expect(task.created <= Self.start) }
        let last = account.tasks.filter { $0.end > Self.start - 86_400 / 2 }
        for task in last {
          let beside = last.count { $0.created <= task.created && task.created < $0.end }
          #expect(beside <= Account.slots || speed < 1)
        }
      }
    }
  }

  @Test func `has one of every trouble in production`() throws {
    let account = account(.production)
    func state(_ name: String) throws -> TaskState {
      try task(name, account).state(at: Self.start)
    }
    // So slow that its usual night is long over.
    let orders = try task("nightly-orders", account)
    let before = account.tasks.filter { $0.identifier.hasPrefix("nightly-orders-") }.dropLast()
    let longest = before.map(\.curve.extracting).max() ?? 0
    #expect(try state("nightly-orders").percent == 64)
    #expect(Self.start.timeIntervalSince(orders.created) > 1.2 * longest)
    // It stands still.
    let documents = try task("nightly-documents", account)
    #expect(try state("nightly-documents").percent == 41)
    #expect(documents.state(at: Self.start - 24 * 60 / 3).percent == 41)
    #expect(documents.state(at: Self.start + 16 * 60 / 3).percent == 42)
    // It is STARTING, for three times as long as ever.
    #expect(try state("nightly-events").status == .starting)
    // It came every night but this.
    let billing = account.tasks.filter { $0.identifier.hasPrefix("nightly-billing-") }
    #expect(billing.count == 100)
    #expect(billing.last?.identifier == "nightly-billing-1124")
    // It is late: nobody has seen it yet.
    #expect(account.position(of: "nightly-audit-1125") == nil)
  }

  @Test func `has four failures of one cause abroad, and one that began hours late`() throws {
    let account = account(.abroad)
    let failed = account.tasks.filter {
      let state = $0.state(at: Self.start)
      return state.status == .failed && (state.ended ?? .distantPast) > Self.start - 6 * 3600
    }
    #expect(
      failed.map(\.identifier).sorted()
        == ["ads", "clicks", "crm", "pricing"].map { "nightly-\($0)-1125" })
    #expect(Set(failed.map { $0.state(at: Self.start).failureCause }).count == 1)
    // Whoever tries it again is told the same.
    let again = StartRequest(
      identifier: "again", sourceARN: failed[0].sourceARN, bucket: failed[0].bucket,
      roleARN: failed[0].roleARN, keyID: "alias/lake", prefix: "", exportOnly: [])
    #expect(throws: Refusal.roleNotAssumable(failed[0].roleARN)) {
      try again.order(in: account.world)
    }
    let usual = try #require(
      account.position(of: "nightly-shipping-1124").map { account.tasks[$0] })
    let late = try task("nightly-shipping", account)
    #expect(late.created.timeIntervalSince(usual.created) > 86_400 + 3600)
  }

  @Test func `has three failures in staging tonight that can be started again`() throws {
    let account = account(.staging)
    let failed = try ["orders", "invoices", "carts"].map { try task("staging-\($0)", account) }
    for (number, task) in failed.enumerated() {
      let state = task.state(at: Self.start)
      #expect(state.status == .failed && state.failureCause == FailureCause.unknown)
      #expect(state.ended.map { $0 > Self.start - 6 * 3600 } == true)
      let again = StartRequest(
        identifier: "again-\(number)", sourceARN: task.sourceARN, bucket: task.bucket,
        roleARN: task.roleARN, keyID: task.keyARN, prefix: task.prefix, exportOnly: [])
      #expect(throws: Never.self) { try again.order(in: account.world) }
      let busy = account.tasks.contains {
        $0.sourceARN == task.sourceARN && !$0.state(at: Self.start).status.isFinal
      }
      #expect(!busy)
    }
    // Two run, one more comes by itself.
    #expect(account.active.count <= Account.slots - 3)
  }

  @Test func `goes on within a minute, each time in the same way`() throws {
    var (often, seldom) = (account(.production), account(.production))
    for second in 1...60 { often.catchUp(to: Self.start + Double(second)) }
    let minute = Self.start + 60
    seldom.catchUp(to: minute)
    #expect(often.tasks.map(\.identifier) == seldom.tasks.map(\.identifier))
    #expect(often.tasks.map(\.created) == seldom.tasks.map(\.created))
    #expect(try task("nightly-payments", seldom).state(at: minute).status == .complete)
    // It waited for that one's slot.
    #expect(try task("nightly-audit", seldom).state(at: minute).status == .starting)
    #expect(seldom.active.count == Account.slots)

    var staging = account(.staging)
    staging.catchUp(to: minute)
    let failed = try task("staging-loadtest", staging).state(at: minute)
    #expect(failed.status == .failed && failed.percent == 38)
    #expect(failed.failureCause?.contains("s3:PutObject") == true)
    #expect(try task("staging-reports", staging).state(at: minute).status == .starting)
  }

  @Test func `begins each export at the same hour by the clocks, also across a clock change`()
    throws
  {
    // Berlin: from summer time to winter time on 2026-10-25 at 01:00 UTC.
    let berlin = LocalTime(
      utcOffset: 7200,
      shifts: [LocalTime.Shift(at: Date(timeIntervalSince1970: 1_792_890_000), utcOffset: 3600)])
    let tasks = account(.production, start: Self.start - 3600, berlin).tasks
    for name in ["nightly-stock-", "nightly-audit-", "nightly-payments-"] {
      let runs = tasks.filter { $0.identifier.hasPrefix(name) }.prefix(100)
      let minutes = runs.compactMap { berlin.civil($0.created) }.map { $0.hour * 60 + $0.minute }
      #expect((minutes.max() ?? 0) - (minutes.min() ?? 1440) <= 2, "\(name)")
      #expect(Set(runs.map { Int($0.created.timeIntervalSince1970) / 3600 % 24 }).count >= 2)
    }
  }

  @Test(arguments: [-36_000, 0, 3600, 20_700, 50_400])
  func `begins at an hour of the night in every zone`(_ utcOffset: Int) {
    let local = LocalTime(utcOffset: utcOffset)
    let start = local.last(Night.hour, upTo: Self.start + 43_200)
    let tasks = account(.production, start: start, local).tasks.filter {
      $0.created > start - 6 * 3600
    }
    #expect(tasks.count == 9)
    #expect(tasks.allSatisfy { $0.identifier.suffix(4) == tasks[0].identifier.suffix(4) })
    let day = local.civil(start - 86_400)
    #expect(tasks[0].identifier.hasSuffix("\((day?.month ?? 0) * 100 + (day?.day ?? 0))"))
  }
}
