import Foundation
import Ground
import Support
import Testing

@testable import Planning

/// The dates in the names of a repeated export.
@Suite struct RenewedDatesTests {
  /// 2026-11-29, 00:05:09 in a zone an hour east of Greenwich; the day before in UTC.
  private static let now = CivilTime(
    year: 2026, month: 11, day: 28, hour: 23, minute: 5, second: 9, microsecond: 42_000
  ).date

  private static func renewed(
    _ text: String, started: CivilTime? = nil, offset: Int = 3600, others: [String] = []
  ) -> String? {
    let moment = Moment(wall: now, monotonic: .zero, utcOffset: offset)
    return RenewedDates(of: [text] + others, started: started?.date, at: moment).renewed(text)
  }

  @Test(arguments: [
    ("orders-20261127153000", "orders-20261129000509"),
    ("export-20261127-153045", "export-20261129-000509"),
    ("fast-sync-2026-11-27-03-05", "fast-sync-2026-11-29-00-05"),
    ("orders-2026-11-27", "orders-2026-11-29"), ("orders-20261127", "orders-20261129"),
    ("orders-20261127-1530", "orders-20261129-0005"), ("a202611271530b", "a202611290005b"),
    ("a-2026-11-27T15-30-45", "a-2026-11-29T00-05-09"), ("a-20261127t1530", "a-20261129t0005"),
    ("a-2026-11-27-153045-x", "a-2026-11-29-000509-x"), ("a-2026-11", "a-2026-11"),
    ("a-20261127153045123", "a-20261129000509042"), ("a-2026-1-5", "a-2026-11-29"),
    ("nightly-2026-11-27-orders", "nightly-2026-11-29-orders"),
    ("2026-11-27-to-2026-11-28", "2026-11-29-to-2026-11-29"),
    ("orders-2026-11-27-2", "orders-2026-11-29-2"), ("a-2026-11-27-03", "a-2026-11-29-03"),
    ("exports/2026/11/27/orders", "exports/2026/11/29/orders"), ("x/2026/10", "x/2026/11"),
    ("x/2026/11/27/15", "x/2026/11/29/00"), ("x/2026/11/27/15/30/", "x/2026/11/29/00/05/"),
    ("x/2026/11/27/15-orders", "x/2026/11/29/15-orders"), ("x/2026/1/5/y", "x/2026/11/29/y"),
    ("dt=2026-11-27", "dt=2026-11-29"), ("x/dt=20261127/db", "x/dt=20261129/db"),
    ("x/year=2026/month=11/day=27", "x/year=2026/month=11/day=29"),
    ("year=2025/month=1/day=7/hour=03", "year=2026/month=11/day=29/hour=00"),
    ("y=2026/m=11/d=27/z=1", "y=2026/m=11/d=29/z=1"),
    ("dt=2026-11-27/hour=15", "dt=2026-11-29/hour=00"), ("2026_11_27_1530", "2026_11_29_0005"),
  ])
  func `a date is written anew in its own form`(text: String, expected: String) {
    #expect(Self.renewed(text) == expected)
  }

  @Test(arguments: [
    "orders", "orders-2", "orders-1122", "orders-12345678", "orders-2026-13-27", "x/month=11",
    "orders-20261327", "a-123456789012", "v2026", "orders-1795793445", "lake-19991231", "day=27",
    "a-2026-11-300", "a-2026-02-30-x", "",
  ])
  func `what is no date stays`(text: String) {
    #expect(Self.renewed(text) == nil)
  }

  /// 2026-11-27, 15:52 in UTC.
  private static let start = CivilTime(
    year: 2026, month: 11, day: 27, hour: 15, minute: 52, second: 10)

  @Test(arguments: [
    ("nightly-orders-1127", "nightly-orders-1129"), ("orders-261127", "orders-261129"),
    ("orders-27-11-2026", "orders-29-11-2026"), ("orders-11272026", "orders-11292026"),
    ("orders-1795794700", "orders-1795907109"), ("o-1795794700123", "o-1795907109042"),
    ("a-2026-11-27-15", "a-2026-11-28-23"), ("a-2026-11-27-16", "a-2026-11-29-00"),
    ("exports/2026/orders", "exports/2026/orders"),
  ])
  func `what could be something else is a date where it is that of the start`(
    text: String, expected: String
  ) {
    #expect(Self.renewed(text, started: Self.start) == expected)
  }

  @Test(arguments: [
    "orders-1126", "orders-270426", "orders-1795000000", "v2026a", "orders-2025", "orders-1127123",
  ])
  func `and is something else where it is not`(text: String) {
    #expect(Self.renewed(text, started: Self.start) == nil)
  }

  @Test func `the zone is that in which the name came just before the start`() {
    // 15:30 is UTC, 16:30 the local time of the same moment.
    #expect(Self.renewed("a-20261127-1530", started: Self.start) == "a-20261128-2305")
    #expect(Self.renewed("a-20261127-1630", started: Self.start) == "a-20261129-0005")
    #expect(Self.renewed("a-20261127-1030", started: Self.start, offset: -18_000) != nil)
    // Too long ago to tell.
    #expect(Self.renewed("a-20261125-1530", started: Self.start) == "a-20261129-0005")
    #expect(Self.renewed("a-20261127-1530") == "a-20261129-0005")
    #expect(Self.renewed("a-20261127T153000Z") == "a-20261128T230509Z")
    // The prefix has the same clock as the name.
    #expect(
      Self.renewed("x/2026/11/27", started: Self.start, others: ["a-20261127-1530"])
        == "x/2026/11/28")
    #expect(
      Self.renewed("x/2026/11/27", started: Self.start, others: ["a-20261127-1630"])
        == "x/2026/11/29")
    #expect(
      Self.renewed("year=2026/month=11/day=27/hour=15", started: Self.start)
        == "year=2026/month=11/day=28/hour=23")
  }

  @Test func `a day tells its zone only where the start was on another day`() {
    var night = Self.start
    (night.hour, night.minute) = (23, 30)
    // It is the 28th there already, and has been for longer than a restore takes.
    #expect(Self.renewed("a-2026-11-27", started: night, offset: 4 * 3600) == "a-2026-11-28")
    #expect(Self.renewed("a-2026-11-28", started: night, offset: 4 * 3600) == "a-2026-11-29")
    #expect(Self.renewed("a-2026-11-27", started: night, offset: 3600) == "a-2026-11-29")
  }

  // MARK: Properties

  private static func anyTime(_ numbers: inout SeededGenerator) -> CivilTime {
    CivilTime(
      year: .random(in: 2000...2099, using: &numbers), month: .random(in: 1...12, using: &numbers),
      day: .random(in: 1...28, using: &numbers), hour: .random(in: 0...23, using: &numbers),
      minute: .random(in: 0...59, using: &numbers), second: .random(in: 0...59, using: &numbers),
      microsecond: .random(in: 0...999, using: &numbers) * 1000)
  }

  @Test(.tags(.generated), arguments: Seed.run())
  func `every form is found wherever it stands, and what is around it stays`(seed: Seed) {
    var numbers = seed.generator("dates in names")
    for form in DateForm.plain {
      for _ in 0..<4 {
        let (before, after) = (
          numbers.pick(["", "orders-", "a/b/", "nightly", "dt="]),
          numbers.pick(["", "/x", "/"])
        )
        let text = before + form.written(Self.anyTime(&numbers)) + after
        let now = Self.anyTime(&numbers)
        let moment = Moment(wall: now.date, monotonic: .zero)
        let dates = RenewedDates(of: [text], started: nil, at: moment)
        let expected = before + form.written(now) + after
        #expect(dates.renewed(text) == expected, "\(text)")
        // At the same moment there is nothing left to renew.
        #expect(dates.renewed(expected) == expected)
        #expect(dates.lastEnd(in: text) == text.count - after.count)
      }
    }
  }

  @Test(.tags(.generated), arguments: Seed.run())
  func `a start up to forty minutes later tells the zone of every time`(seed: Seed) {
    var numbers = seed.generator("zones of names")
    let forms = DateForm.plain.filter { $0.elements.contains(.minute) }
    for form in forms {
      let written = Self.anyTime(&numbers)
      let now = Self.anyTime(&numbers).date
      let hours = numbers.pick([-11, -8, -5, -3, -1, 1, 2, 5, 9, 13])
      let isUTC = numbers.chance(0.5)
      let offset = hours * 3600
      let start =
        written.date(utcOffset: isUTC ? 0 : offset)
        + .random(in: 61...2400, using: &numbers)
      let text = "a-" + form.written(written)
      let dates = RenewedDates(
        of: [text], started: start, at: Moment(wall: now, monotonic: .zero, utcOffset: offset))
      guard var expected = CivilTime(now, utcOffset: isUTC ? 0 : offset) else { continue }
      expected.microsecond = CivilTime(now).microsecond
      #expect(
        dates.renewed(text) == "a-" + form.written(expected),
        "\(text), \(hours) h, UTC: \(isUTC)")
    }
  }

  @Test(.tags(.generated), arguments: Seed.run())
  func `any text has an answer that is as long where nothing was short`(seed: Seed) {
    var numbers = seed.generator("texts with dates")
    let pieces = [
      "2026", "11", "27", "-", "/", "_", ".", "T", "Z", "20261127", "153000", "year=", "=", "é",
      "1",
      "day=", "orders", "", "0", "99", "1795794700",
    ]
    for _ in 0..<3000 {
      let count = Int.random(in: 0...9, using: &numbers)
      let text = (0..<count).map { _ in numbers.pick(pieces) }.joined()
      let moment = Moment(wall: Self.now, monotonic: .zero, utcOffset: 3600)
      let started = numbers.chance(0.5) ? Self.start.date : nil
      let dates = RenewedDates(of: [text], started: started, at: moment)
      let renewed = dates.renewed(text)
      #expect((renewed == nil) == (dates.lastEnd(in: text) == nil))
      if let renewed, !text.contains(/\b1\b/) {
        #expect(renewed.filter { !$0.isNumber } == text.filter { !$0.isNumber })
      }
    }
  }
}
