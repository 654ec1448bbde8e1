import Foundation
import Ground
import Support
import Testing

/// Summer begins on 2026-03-29 and ends on 2026-10-25, both at 01:00 UTC, as in Berlin.
private let berlin = LocalTime(
  utcOffset: 3600,
  shifts: [
    LocalTime.Shift(at: utc(2026, 3, 29, 1), utcOffset: 7200),
    LocalTime.Shift(at: utc(2026, 10, 25, 1), utcOffset: 3600),
  ])

private func utc(_ year: Int, _ month: Int, _ day: Int, _ hour: Int = 0, _ minute: Int = 0) -> Date
{
  CivilTime(year: year, month: month, day: day, hour: hour, minute: minute).date
}

@Suite struct LocalTimeTests {
  @Test func `the last time a clock showed something is by the clock as it was set then`() throws {
    let evening = try #require(TimeOfDay(hour: 20))
    // 02:30 in winter, an hour after it was 02:30 in summer.
    let night = utc(2026, 10, 25, 1, 30)
    #expect(berlin.last(evening, upTo: night) == utc(2026, 10, 24, 18))
    #expect(berlin.next(evening, after: night) == utc(2026, 10, 25, 19))
    let spring = utc(2026, 3, 29, 3)
    #expect(berlin.last(evening, upTo: spring) == utc(2026, 3, 28, 19))
    #expect(berlin.next(evening, after: spring) == utc(2026, 3, 29, 18))
  }

  @Test func `a time is the last one at its very moment, and the next one is a day later`() throws {
    let noon = try #require(TimeOfDay(hour: 12))
    let now = utc(2026, 11, 22, 11)
    #expect(berlin.last(noon, upTo: now) == now)
    #expect(berlin.next(noon, after: now) == utc(2026, 11, 23, 11))
    #expect(berlin.last(noon, upTo: now - 1) == utc(2026, 11, 21, 11))
  }

  @Test func `a day is as long as its clocks make it`() {
    func hours(_ date: Date) -> Double {
      berlin.day(1, after: date).timeIntervalSince(berlin.day(after: date)) / 3600
    }
    #expect(hours(utc(2026, 10, 25, 12)) == 25)
    #expect(hours(utc(2026, 3, 29, 12)) == 23)
    #expect(hours(utc(2026, 11, 22, 12)) == 24)
    #expect(berlin.day(after: utc(2026, 11, 21, 23, 30)) == utc(2026, 11, 21, 23))
    #expect(berlin.day(-1, after: utc(2026, 3, 30, 12)) == utc(2026, 3, 28, 23))
  }

  @Test func `of two moments the first counts, and of none the leap`() {
    let twice = CivilTime(year: 2026, month: 10, day: 25, hour: 2, minute: 30)
    #expect(berlin.date(twice) == utc(2026, 10, 25, 0, 30))
    let never = CivilTime(year: 2026, month: 3, day: 29, hour: 2, minute: 30)
    #expect(berlin.date(never) == utc(2026, 3, 29, 1))
  }

  @Test(arguments: [(22, 6), (23, 0), (24, 1), (28, 5)])
  func `a weekday is local`(day: Int, weekday: Int) {
    #expect(berlin.weekday(of: utc(2026, 11, day, 12)) == weekday)
    #expect(berlin.weekday(of: utc(2026, 11, day, 23, 30)) == (weekday + 1) % 7)
    #expect(berlin.weekday(of: utc(1969, 12, 29)) == 0)
  }

  @Test(.tags(.generated), arguments: Seed.run())
  func `what is shown comes back, and the last and the next time enclose the present`(seed: Seed)
    throws
  {
    var random = seed.generator("local time")
    for _ in 0..<2000 {
      let now = utc(2026, 1, 1).addingTimeInterval(
        Double(Int.random(in: 0..<365 * 86_400, using: &random)))
      let civil = try #require(berlin.civil(now))
      let back = berlin.date(civil)
      #expect(back <= now && berlin.civil(back) == civil)
      let time = try #require(
        TimeOfDay(
          hour: Int.random(in: 0...23, using: &random),
          minute: Int.random(in: 0...59, using: &random)))
      let (last, next) = (berlin.last(time, upTo: now), berlin.next(time, after: now))
      #expect(last <= now && now < next)
      #expect((22.0...26.0).contains(next.timeIntervalSince(last) / 3600), "\(now) \(time)")
    }
  }

  @Test func `a moment whose offset doesn't fit the zone goes by the offset`() {
    let now = utc(2026, 11, 22, 11)
    let fitting = Moment(wall: now, monotonic: .zero, utcOffset: 3600, clocks: berlin)
    #expect(fitting.local == berlin)
    #expect(fitting.later(by: .seconds(5)).local == berlin)
    let other = Moment(wall: now, monotonic: .zero, utcOffset: -18_000, clocks: berlin)
    #expect(other.local == LocalTime(utcOffset: -18_000))
  }

  @Test(arguments: [
    ("18:00", "18:00"), ("6:05", "06:05"), ("00:00", "00:00"), ("23:59", "23:59"), ("24:00", nil),
    ("18:60", nil), ("18:0", nil), ("18", nil), ("", nil), (":00", nil), ("018:00", nil),
    ("+8:00", nil), ("1８:00", nil), ("18:00:00", nil), ("-1:00", nil),
  ])
  func `a time of day is hours and minutes`(text: String, written: String?) {
    #expect(TimeOfDay(written: text)?.description == written)
  }
}
