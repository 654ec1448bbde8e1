import Foundation
import Ground
import Support
import Testing

@Suite struct CivilTimeTests {
  private static func fields(_ time: CivilTime) -> [Int?] {
    [time.year, time.month, time.day, time.hour, time.minute, time.second]
  }

  private let foundation: Calendar

  init() throws {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = try #require(TimeZone(secondsFromGMT: 0))
    foundation = calendar
  }

  private func fields(_ date: Date) -> [Int?] {
    let parts = foundation.dateComponents(
      [.year, .month, .day, .hour, .minute, .second], from: date)
    return [parts.year, parts.month, parts.day, parts.hour, parts.minute, parts.second]
  }

  @Test func `days and calendar agree with Foundation's over four centuries`() {
    for day in stride(from: -80_000, through: 80_000, by: 17) {
      let date = Date(timeIntervalSince1970: Double(day) * 86_400 + 12_345)
      let time = CivilTime(date)
      #expect(Self.fields(time) == fields(date))
      #expect(time.date == date)
    }
  }

  @Test(.tags(.generated), arguments: Seed.run())
  func `the calendar agrees with Foundation's at any distance from Greenwich`(seed: Seed) throws {
    var random = seed.generator("dates")
    for _ in 0..<5000 {
      let date = Date(
        timeIntervalSince1970: Double.random(in: -5_000_000_000..<20_000_000_000, using: &random)
          .rounded(.down))
      let offset = Int.random(in: -14 * 3600...14 * 3600, using: &random)
      let time = try #require(CivilTime(date, utcOffset: offset))
      #expect(Self.fields(time) == fields(date + Double(offset)))
      #expect(time.isValid())
      #expect(time.date(utcOffset: offset) == date)
    }
  }

  @Test func `every day of four centuries survives there and back`() {
    for day in stride(from: -80_000, to: 80_000, by: 1) {
      let time = CivilTime(Date(timeIntervalSince1970: Double(day) * 86_400 + 3661))
      let seconds = time.date.timeIntervalSince1970
      if seconds != Double(day * 86_400 + 3661) {
        Issue.record("day \(day) came back as \(seconds)")
      }
    }
  }

  @Test func `a local time is the second that has begun`() {
    let date = Date(timeIntervalSince1970: 1_795_348_799.999_9)
    #expect(CivilTime(date, utcOffset: 0)?.iso8601Seconds == "2026-11-22T11:59:59")
    #expect(CivilTime(date, utcOffset: -7 * 3600)?.iso8601Seconds == "2026-11-22T04:59:59")
  }

  @Test func `dates that no calendar reaches have no local time, and don't trap`() {
    for seconds in [Double.infinity, -.infinity, .nan, 1e300, -1e300, 252_423_993_600] {
      let date = Date(timeIntervalSinceReferenceDate: seconds)
      #expect(CivilTime(date, utcOffset: 0) == nil)
      #expect((1...9999).contains(CivilTime(date).year))
    }
  }

  @Test
  func `a day that isn't in the calendar is invalid, and a leap second where it is asked for`() {
    #expect(!CivilTime(year: 2026, month: 2, day: 29).isValid())
    #expect(!CivilTime(year: 2100, month: 2, day: 29).isValid())
    #expect(CivilTime(year: 2000, month: 2, day: 29).isValid())
    #expect(!CivilTime(year: 2026, month: 13, day: 1).isValid())
    #expect(!CivilTime(year: 2026, month: 4, day: 31).isValid())
    #expect(!CivilTime(year: 2026, month: 4, day: 1, hour: 24).isValid())
    let leap = CivilTime(year: 2016, month: 12, day: 31, hour: 23, minute: 59, second: 60)
    #expect(!leap.isValid())
    #expect(leap.isValid(leapSecond: true))
  }

  @Test(arguments: [
    (0, "1970-01-01T00:00:00", "19700101T000000Z"),
    (951_782_400, "2000-02-29T00:00:00", "20000229T000000Z"),
    (-1, "1969-12-31T23:59:59", "19691231T235959Z"),
    (4_107_542_399, "2100-02-28T23:59:59", "21000228T235959Z"),
    (1_440_938_160, "2015-08-30T12:36:00", "20150830T123600Z"),
    (-62_135_596_800, "0001-01-01T00:00:00", "00010101T000000Z"),
  ])
  func `times are written as the calendar has them`(seconds: Int, extended: String, basic: String) {
    let time = CivilTime(Date(timeIntervalSince1970: Double(seconds)))
    #expect(time.iso8601Seconds == extended)
    #expect(time.compact == basic)
    #expect(time.compactDay == basic.prefix(8))
    #expect(time.iso8601Fraction == "")
  }

  @Test(arguments: [0, 7, 896_000, 999_999])
  func `into bytes it is written as into strings`(microsecond: Int) {
    let time = CivilTime(
      year: 31, month: 1, day: 9, hour: 23, minute: 4, second: 59, microsecond: microsecond)
    let written = withUnsafeTemporaryAllocation(
      of: UInt8.self, capacity: CivilTime.longestISO8601
    ) { room in
      let count = room.baseAddress.map(time.writeISO8601) ?? 0
      return String(decoding: room[..<count], as: UTF8.self)
    }
    #expect(written == time.iso8601Seconds + time.iso8601Fraction)
    #expect(written.hasPrefix("0031-01-09T23:04:59"))
  }

  @Test func `a fraction has six digits`() {
    var time = CivilTime(year: 2026, month: 11, day: 22, microsecond: 7)
    #expect(time.iso8601Fraction == ".000007")
    time.microsecond = 896_000
    #expect(time.iso8601Fraction == ".896000")
  }
}
