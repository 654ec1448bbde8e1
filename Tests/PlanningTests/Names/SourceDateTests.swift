import Foundation
import Ground
import Testing

@testable import Planning

/// Names that say the day of their data.
@Suite struct SourceDateTests {
  /// 2026-11-29, 08:05 in a zone an hour east of Greenwich.
  private static let now = Moment(
    wall: CivilTime(year: 2026, month: 11, day: 29, hour: 7, minute: 5).date, monotonic: .zero,
    utcOffset: 3600)

  private static func arn(_ name: String, _ type: String = "snapshot") -> String {
    "arn:aws:rds:eu-west-1:123456789012:\(type):\(name)"
  }

  private static func renewed(
    _ text: String, of old: String, then new: String, started: CivilTime? = nil,
    offset: Int = 3600, others: [String] = []
  ) -> String? {
    var moment = now
    moment.utcOffset = offset
    return RenewedDates(
      of: [text] + others, started: started?.date, oldSource: arn(old), newSource: arn(new),
      at: moment
    ).renewed(text)
  }

  private static let old = "rds:orders-prod-2026-11-21-01-00"
  private static let newer = "rds:orders-prod-2026-11-28-01-00"

  @Test(arguments: [
    ("nightly-2026-11-21", "nightly-2026-11-28"), ("nightly-20261121-3", "nightly-20261128-3"),
    ("raw/2026/11/21", "raw/2026/11/28"), ("raw/dt=2026-11-21/x", "raw/dt=2026-11-28/x"),
    ("raw/year=2026/month=11/day=21", "raw/year=2026/month=11/day=28"),
    ("raw/2026/11/21/nightly-2026-11-21", "raw/2026/11/28/nightly-2026-11-28"),
    ("n-2026-11-21-01-00", "n-2026-11-28-01-00"), ("n-202611210100", "n-202611280100"),
  ])
  func `the date of the old source becomes the new one's`(text: String, expected: String) {
    #expect(Self.renewed(text, of: Self.old, then: Self.newer) == expected)
    #expect(Self.renewed(text, of: Self.old, then: Self.old) == text)
  }

  @Test(arguments: [
    // The day after, a run's own time, and another month.
    ("nightly-2026-11-22", "nightly-2026-11-29"), ("n-2026-11-21-03-05", "n-2026-11-29-08-05"),
    ("2026-11-20-to-2026-11-21", "2026-11-29-to-2026-11-29"), ("a-2026-10-21", "a-2026-11-29"),
  ])
  func `any other is today's, as it was that of the first run`(text: String, expected: String) {
    #expect(Self.renewed(text, of: Self.old, then: Self.newer) == expected)
    #expect(Self.renewed(text, of: Self.old, then: Self.old) == expected)
  }

  @Test func `a source without a date in its name leaves today's`() {
    #expect(Self.renewed("n-2026-11-21", of: Self.old, then: "by-hand") == "n-2026-11-29")
    #expect(Self.renewed("n-2026-11-21", of: "by-hand", then: Self.newer) == "n-2026-11-29")
    let cluster = Self.arn("orders-2026-11-21", "cluster")
    #expect(SourceDate(ofSourceArn: cluster) == nil)
    #expect(SourceDate(ofSourceArn: Self.arn("orders-2026-11-21")) != nil)
    #expect(SourceDate(ofSourceArn: "no ARN 2026-11-21") == nil)
  }

  @Test func `a snapshot's day is that of its local time where the name went by it`() {
    let (old, new) = ("rds:o-2026-11-20-23-50", "rds:o-2026-11-27-23-50")
    #expect(Self.renewed("n-2026-11-21", of: old, then: new) == "n-2026-11-28")
    #expect(Self.renewed("n-2026-11-20", of: old, then: new) == "n-2026-11-27")
    #expect(Self.renewed("n-2026-11-21", of: old, then: new, offset: 0) == "n-2026-11-29")
  }

  @Test func `a day without its year, and a prefix by month, go with the rest`() {
    let start = CivilTime(year: 2026, month: 11, day: 21, hour: 3)
    #expect(
      Self.renewed("nightly-1121", of: Self.old, then: Self.newer, started: start)
        == "nightly-1128")
    #expect(
      Self.renewed(
        "raw/2026/10", of: "o-2026-10-31", then: "o-2026-10-31", others: ["n-2026-10-31"])
        == "raw/2026/10")
  }

  @Test func `a day without its year is the source's, too, where the start was on the next day`() {
    let start = CivilTime(year: 2026, month: 11, day: 22, hour: 2, minute: 3)
    #expect(
      Self.renewed(
        "nightly-1121", of: "rds:orders-prod-2026-11-21-21-45",
        then: "rds:orders-prod-2026-11-28-21-45", started: start) == "nightly-1128")
    // Elsewhere in the world as well.
    #expect(
      Self.renewed(
        "nightly-1121", of: "orders-2026-11-21", then: "orders-2026-11-28", started: start,
        offset: -8 * 3600) == "nightly-1128")
  }

  // MARK: Names of another day

  private static func warning(_ identifier: String, _ source: String, _ created: Date? = nil)
    -> String?
  {
    NameOfAnotherDay(
      identifier: identifier, sourceArn: arn(source), createdAt: created)?.sentence
  }

  @Test func `old data under a new date is said`() {
    #expect(
      Self.warning("nightly-2026-11-29", Self.old)
        == "The identifier says 2026-11-29, and the data is of 2026-11-21.")
    let made = CivilTime(year: 2026, month: 9, day: 1, hour: 12).date
    #expect(Self.warning("orders-20261129", "by-hand", made)?.contains("of 2026-09-01") == true)
  }

  @Test(arguments: [
    ("nightly-2026-11-21", old), ("nightly-2026-11-21-2", old), ("nightly", old),
    ("nightly-2026-11-29", "by-hand"), ("n-2026-11-21-03-05", "orders-2026-11-21"),
    ("from-2026-11-20-to-2026-11-21", old),
    // It is another day in some zone.
    ("nightly-2026-11-21", "rds:orders-2026-11-20-23-50"),
    ("nightly-2026-11-20", "rds:orders-2026-11-21-01-00"),
  ])
  func `a name that can be right is not remarked on`(identifier: String, source: String) {
    #expect(Self.warning(identifier, source) == nil)
  }

  @Test func `a day alone is that day, wherever`() {
    #expect(Self.warning("nightly-2026-11-22", "orders-2026-11-21") != nil)
    #expect(Self.warning("nightly-2026-11-20", "orders-2026-11-21") != nil)
  }
}
