import Foundation
import Ground
import Testing

@testable import Planning

@Suite struct `The time of a start` {
  /// 2026-11-29 22:00 UTC, where the clocks show 23:00.
  private let now = Moment(
    wall: ten, monotonic: .zero, utcOffset: 3600, zone: "CET",
    clocks: LocalTime(
      utcOffset: 7200,
      shifts: [
        LocalTime.Shift(at: after(-86_400), utcOffset: 3600),
        LocalTime.Shift(at: after(100 * 86_400), utcOffset: 7200),
      ]))

  @Test(
    arguments: [
      ("23:30", 1800), ("23:00", 86_400), ("22:00", 82_800), ("6:00", 7 * 3600), (" 23:30 ", 1800),
      ("2026-11-30 02:30", 12_600), ("2026-11-30T02:30", 12_600), ("2026-11-30T02:30:15", 12_615),
      ("2026-11-30T02:30Z", 16_200), ("2026-11-30T02:30+05:30", -3600),
      ("2026-11-30T02:30-01:00", 19_800), ("+4h", 14_400), ("+90m", 5400),
      ("2027-07-01 00:00", 18_403_200),
    ] as [(String, TimeInterval)])
  func `is read in the ways that people write it`(text: String, seconds: TimeInterval) {
    #expect(QueueTime.date(written: text, now: now) == after(seconds))
  }

  @Test(arguments: [
    "", "22", "24:00", "22:60", "10pm", "2026-11-30", "2026-11-31 02:30", "2026-13-01 02:30",
    "2026-11-30 2:30", "2026-11-30T02:30:61", "2026-11-30T02:30+1", "2026-11-30x02:30", "+", "+4",
    "+0h", "+-4h", "+4d", "2026-11-30T02:30:15:10", "9999-12-31 23:59",
  ])
  func `is refused where nobody can say what it means`(text: String) {
    #expect(QueueTime.date(written: text, now: now) == nil)
  }

  @Test func `of the latest counts from the start`() {
    let start = after(3600)
    #expect(QueueTime.date(written: "+2h", after: start, now: now) == after(3 * 3600))
    #expect(QueueTime.date(written: "00:30", after: start, now: now) == after(5400))
    #expect(QueueTime.date(written: "23:30", after: start, now: now) == after(86_400 + 1800))
  }

  @Test func `names the zone that its clock goes by`() {
    #expect(QueueTime.zone(at: after(60), now: now) == "CET")
    #expect(QueueTime.zone(at: after(200 * 86_400), now: now) == "UTC+2")
  }
}
