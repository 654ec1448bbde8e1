import Foundation
import RDSExports
import Testing

@testable import Tracking

@Suite struct EstimateTests {
  /// Watches a curve until a share of its work is done, and says what is thought of it then.
  /// - Returns: The estimated rest of the way to 100 % over the true one.
  private func misjudgement(
    of curve: Curve, lasting duration: TimeInterval, polledEvery interval: TimeInterval,
    from watchFrom: Double = 0, until share: Double, knowsStart: Bool = true
  ) throws -> Double {
    var store = Store.empty
    if knowsStart, watchFrom == 0 { store.see(export("a", .starting), sent: -interval) }
    var time = duration * watchFrom
    // Off the beat, as polls are.
    time += interval * 0.37
    while curve.done(time / duration) < share * curve.end {
      let percent = Int(max(0, curve.done(time / duration)) * 100)
      let gigabytes = Int(max(0, curve.done(time / duration)) * 180)
      store.see(
        export(
          "a", percent: percent, gigabytes: gigabytes, started: knowsStart ? at(0) : nil),
        sent: time)
      time += interval
    }
    let expectedEnd = try #require(store.task("a")?.progress.expectedEnd)
    let now = at(time - interval)
    // A task that fails would have gone on at its pace to 100 %.
    let trueEnd = at(duration / curve.end)
    return abs(
      expectedEnd.timeIntervalSince(now) / trueEnd.timeIntervalSince(now) - 1)
  }

  private func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

  /// In life a percent takes two minutes; in a demonstration sixty times as fast, a second or two.
  @Test(arguments: [(7200.0, 5.0), (12_000, 5), (1500, 5), (160, 5), (240, 5), (36_000, 60)])
  func `after a quarter of the work the median estimate is within 30 percent`(
    duration: TimeInterval, interval: TimeInterval
  ) throws {
    let errors = try Curve.all.map {
      try misjudgement(of: $0, lasting: duration, polledEvery: interval, until: 0.26)
    }
    #expect(median(errors) < 0.2, "\(zip(Curve.all.map(\.name), errors).map { "\($0) \($1)" })")
    #expect(errors.filter { $0 < 0.3 }.count >= 6)
  }

  @Test(arguments: [0.5, 0.75, 0.9])
  func `later on it is no worse`(share: Double) throws {
    let errors = try Curve.all.map {
      try misjudgement(of: $0, lasting: 7200, polledEvery: 5, until: share)
    }
    #expect(median(errors) < 0.2, "\(zip(Curve.all.map(\.name), errors).map { "\($0) \($1)" })")
  }

  @Test func `who joins in the middle knows as much by the start time`() throws {
    let errors = try Curve.all.map {
      try misjudgement(of: $0, lasting: 7200, polledEvery: 5, from: 0.3, until: 0.5)
    }
    #expect(median(errors) < 0.3, "\(errors)")
  }

  @Test func `and without a start time by what was seen`() throws {
    let error = try misjudgement(
      of: Curve.all[0], lasting: 7200, polledEvery: 5, from: 0.3, until: 0.5, knowsStart: false)
    #expect(error < 0.1)
  }

  @Test func `there is no estimate before the fifth sample`() {
    var store = Store.empty
    for percent in 1...4 {
      store.see(export("a", percent: percent, started: at(0)), sent: Double(percent) * 60)
      #expect(store.task("a")?.progress.expectedEnd == nil)
      #expect(store.task("a")?.progress.percentPerHour == nil)
      #expect(store.task("a")?.progress.samples == percent)
    }
    store.see(export("a", percent: 5, started: at(0)), sent: 300)
    let progress = store.task("a")?.progress
    #expect(progress?.expectedEnd == at(6000))
    #expect(progress.flatMap(\.percentPerHour).map { abs($0 - 60) < 0.001 } == true)
    #expect(progress?.gigabytesPerHour == nil)
  }

  @Test func `looks at a task that rests are no samples`() {
    var store = Store.empty
    for look in 0..<50 { store.see(export("a", percent: 3), sent: Double(look) * 5) }
    #expect(store.task("a")?.progress.samples == 1)
    #expect(store.task("a")?.progress.expectedEnd == nil)
  }

  @Test func `gigabytes have a rate of their own`() throws {
    var store = Store.empty
    for look in 0...10 {
      store.see(
        export("a", percent: 0, gigabytes: look * 2, started: at(0)), sent: Double(look) * 36)
    }
    let progress = try #require(store.task("a")?.progress)
    let rate = try #require(progress.gigabytesPerHour)
    #expect(abs(rate - 200) < 0.001)
    #expect(progress.percentPerHour == nil)
    #expect(progress.expectedEnd == nil)
  }

  @Test(arguments: [ExportTaskStatus.starting, .canceling, .complete, .failed, .canceled])
  func `only a task in progress has evidence of its pace`(other: ExportTaskStatus) {
    var store = Store.empty
    for percent in 1...9 { store.see(export("a", percent: percent), sent: Double(percent)) }
    store.see(export("a", other, percent: 10), sent: 20)
    let progress = store.task("a")?.progress
    #expect(progress?.samples == 0 && progress?.percentPerHour == nil)
    #expect(progress?.expectedEnd == nil && progress?.firstLook == nil)
    #expect((progress?.lastMovement == nil) == other.isFinal)
  }

  @Test func `the time of STARTING does not count`() throws {
    var store = Store.empty
    for look in 0..<20 { store.see(export("a", .starting, percent: 0), sent: Double(look) * 60) }
    for percent in 1...20 {
      // A server that gives the time of the request as the start.
      store.see(
        export("a", percent: percent, started: at(0)), sent: 1140 + Double(percent) * 60)
    }
    let end = try #require(store.task("a")?.progress.expectedEnd)
    #expect(abs(end.timeIntervalSince(at(1140 + 6000))) < 1)
  }

  @Test func `work that begins anew has no old samples`() {
    var store = Store.empty
    for percent in 1...9 { store.see(export("a", percent: percent * 10), sent: Double(percent)) }
    store.see(export("a", percent: 2), sent: 10)
    #expect(store.task("a")?.progress.samples == 1)
    #expect(store.task("a")?.progress.lastMovement == at(10))
  }

  @Test func `samples are bounded, and the estimate does not suffer`() throws {
    var store = Store.empty
    for gigabytes in 0..<5000 {
      store.see(
        export("a", percent: gigabytes / 100, gigabytes: gigabytes, started: at(0)),
        sent: Double(gigabytes) * 10)
    }
    let progress = try #require(store.task("a")?.progress)
    #expect(progress.samples <= 120)
    let end = try #require(progress.expectedEnd)
    #expect(abs(end.timeIntervalSince(at(100_000))) < 5000)
  }

  @Test func `a percentage out of range does no harm`() {
    var store = Store.empty
    for (look, percent) in [-5, 3, 40, 80, 100, 250, Int.max].enumerated() {
      store.see(export("a", percent: percent), sent: Double(look) * 60)
    }
    #expect(store.task("a")?.progress.expectedEnd == at(240))
  }
}
