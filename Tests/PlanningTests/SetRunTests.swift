import Foundation
import Ground
import RDSExports
import Testing
import Tracking

@testable import Planning

@Suite struct `A series that has to run` {
  private func by(
    _ time: String, _ series: String = "nightly-*", every: ExpectedSeries.Every = .days(1),
    weekdays: Set<Int> = ExpectedSeries.allWeekdays, contexts: Set<String> = []
  ) -> ExpectedSeries {
    ExpectedSeries(
      series: series, by: TimeOfDay(written: time) ?? .evening, every: every, weekdays: weekdays,
      contexts: contexts)
  }

  @Test func `needs no habit, and is missing from its deadline on`() {
    var night = watch([run(at: day(11, 21, at: 1))], at: day(11, 21, at: 12), [by("06:00")])
    #expect(night.states == [.waiting])
    #expect(night.runs.rows[0].deadline == day(11, 22, at: 6))
    night.pass(to: day(11, 22, at: 5.9))
    #expect(night.states == [.waiting])
    night.pass(to: day(11, 22, at: 6))
    #expect(night.states == [.missing])
    night.see([run(at: day(11, 22, at: 7))], at: day(11, 22, at: 8))
    #expect(night.states == [.done])
    #expect(night.runs.rows[0].wasLate)
    night.pass(to: day(11, 23, at: 6))
    #expect(night.states == [.missing], "what began after a deadline is not early for the next")
  }

  @Test func `will be late where it takes longer than there is time`() throws {
    let tasks = nights(minutes: 240) + [run(at: day(11, 22, at: 3), .inProgress)]
    var night = watch(tasks, at: day(11, 22, at: 3.1), [by("06:00")])
    #expect(night.states == [.willBeLate])
    let end = try #require(night.runs.rows[0].forecast?.end)
    #expect(end > day(11, 22, at: 6))
    night.pass(to: day(11, 22, at: 6))
    #expect(night.states == [.late])
    night.see([run(at: day(11, 22, at: 3), minutes: 240)], at: day(11, 22, at: 7))
    #expect(night.states == [.done])
    #expect(night.runs.rows[0].wasLate)
  }

  @Test func `will be late where nothing has begun and there is no time left`() {
    var night = watch(nights(minutes: 240), at: day(11, 21, at: 22), [by("06:00")])
    #expect(night.states == [.waiting])
    night.pass(to: day(11, 22, at: 2.1))
    #expect(night.states == [.willBeLate])
    #expect(night.runs.rows[0].since == day(11, 22, at: 2))
    night.pass(to: day(11, 22, at: 6))
    #expect(night.states == [.missing])
  }

  @Test func `on weekdays is not expected on the others`() {
    // The 20th of November is a Friday.
    let expectation = by("06:00", weekdays: Set(0...4))
    var night = watch([run(at: day(11, 20, at: 1))], at: day(11, 20, at: 12), [expectation])
    night.pass(to: day(11, 23, at: 5))
    #expect(night.states == [.waiting])
    night.pass(to: day(11, 23, at: 7))
    #expect(night.states == [.missing])
  }

  @Test func `every twelve hours, and every seven days from the last one`() {
    var night = watch(
      [run(at: day(11, 21, at: 1))], at: day(11, 21, at: 7), [by("06:00", every: .hours(12))])
    #expect(night.states == [.done])
    night.pass(to: day(11, 21, at: 17.9))
    #expect(night.states == [.waiting])
    night.pass(to: day(11, 21, at: 18))
    #expect(night.states == [.missing])
    var week = watch(
      [run(at: day(11, 15, at: 1))], at: day(11, 15, at: 7), [by("06:00", every: .days(7))])
    #expect(week.states == [.done])
    week.pass(to: day(11, 22, at: 5.9))
    #expect(week.states == [.waiting])
    week.pass(to: day(11, 22, at: 6))
    #expect(week.states == [.missing])
  }

  @Test func `at an hour that the clocks leap over, or show twice, is due once`() {
    for (month, number) in [(3, 29), (10, 25)] {
      let eve = run(at: day(month, number - 1, at: 1))
      var night = watch([eve], at: day(month, number - 1, at: 12), [by("02:30")])
      night.see([run(at: day(month, number, at: 0), minutes: 30)], at: day(month, number, at: 0.6))
      #expect(night.states == [.done])
      night.pass(to: day(month, number, at: 12))
      #expect(!night.states.contains(.missing))
      #expect(night.runs.rows[0].wasLate == false)
      night.pass(to: day(month, number + 1, at: 3))
      #expect(night.states == [.missing])
    }
  }

  @Test func `that nothing fits is missing, at one site or at none`() {
    let expectations = [
      by("06:00", "gone-*"), by("06:00", "orders-*"), by("06:00", "x-*", contexts: ["stage"]),
    ]
    var one = Watch(expectations, site: 1)
    one.see([run("orders", at: day(11, 22, at: 1))], at: day(11, 22, at: 8))
    #expect(one.runs.rows.map(\.series.pattern) == ["gone-*", "orders-*"])
    #expect(one.states == [.missing, .done])
    #expect(one.runs.rows.map(\.hasRun) == [false, true])
    // Another site has none of them, and is the one that `stage` leads to.
    var two = Store(site: SiteID(2))
    let outlook = Outlook(
      now: day(11, 22, at: 8), known: day(11, 22, at: 8), isComplete: false, local: paris)
    func take(_ isComplete: Bool) {
      var outlook = outlook
      outlook.isComplete = isComplete
      let snapshot = two.snapshot(
        of: ContextID(2), label: ContextLabel(profile: "stage", region: "r"), site: nil, version: 1,
        feed: Feed())
      one.runs.take(
        snapshot.0.tasks, snapshot.1, of: SiteID(2), names: ["stage"], outlook)
    }
    take(false)
    #expect(one.runs.rows.first { $0.series.pattern == "gone-*" }?.state == .unknown)
    take(true)
    #expect(Set(one.runs.rows.map(\.series.pattern)) == ["gone-*", "orders-*", "x-*"])
    #expect(one.runs.rows.count == 3)
    #expect(one.runs.rows.first { $0.series.pattern == "x-*" }?.site == SiteID(2))
    one.runs.forget(SiteID(2))
    #expect(one.runs.rows.count == 2)
  }

  @Test func `finds what fits it once that has run`() {
    var night = watch(nights(of: "daily-users"), at: day(11, 21, at: 12), [by("06:00")])
    #expect(night.runs.rows.count == 2)
    #expect(night.runs.rows.first?.hasRun == false)
    night.see([run(at: day(11, 22, at: 1))], at: day(11, 22, at: 2))
    #expect(night.runs.rows.map(\.hasRun) == [true, true])
    night.pass(to: day(11, 23, at: 7))
    let row = night.runs.rows.first { $0.series.pattern == "nightly-orders-*" }
    #expect(row?.state == .missing)
  }

  @Test func `that was repeated by hand under another name is missing no more`() {
    var night = watch([run(at: day(11, 21, at: 1))], at: day(11, 21, at: 12), [by("06:00")])
    night.pass(to: day(11, 22, at: 6))
    #expect(night.states == [.missing])
    let again = run("by-hand", at: day(11, 22, at: 7), .inProgress, source: "nightly-orders")
    night.see([again], at: day(11, 22, at: 7.1))
    #expect(night.states == [.running])
  }

  @Test func `is never given up, but for one that is newer`() {
    var night = watch(nights(), at: day(11, 21, at: 12), [by("06:00")])
    night.pass(to: day(12, 20))
    #expect(night.states == [.missing])
    #expect(night.runs.rows[0].missed == 28)
    night.see([run("nightly-stock", at: day(12, 20, at: 1))], at: day(12, 20, at: 7))
    #expect(Set(night.states) == [.done, .retired])
  }

  @Test(arguments: [
    ("nightly-orders-*", true), ("NIGHTLY-*", true), ("*orders*", true), ("nightly-orders", false),
    ("nightly-orders-1795305600", true), ("rds:nightly-orders-*", true), ("night?y-*", true),
    ("*-users-*", false), ("", false), ("**", true),
  ])
  func `is named as it is called, or as its tasks or their source are`(glob: String, fits: Bool) {
    let name = SeriesName(source: "rds:nightly-orders-*", pattern: "nightly-orders-*")
    #expect(by("06:00", glob).fits(name, newest: "nightly-orders-1795305600") == fits)
  }
}
