import FoundationEssentials

/// A date and time of day in the Gregorian calendar, in UTC or at some offset from it.
///
/// It has no locale, time zone or calendar object. Every task has three times, and
/// FoundationEssentials knows no zone but GMT, so the offset comes in as a number.
public struct CivilTime: Sendable, Hashable {
  public var year: Int
  /// 1…12
  public var month: Int
  /// 1…31
  public var day: Int
  public var hour: Int
  public var minute: Int
  public var second: Int
  public var microsecond: Int

  public init(
    year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0,
    microsecond: Int = 0
  ) {
    self.year = year
    self.month = month
    self.day = day
    self.hour = hour
    self.minute = minute
    self.second = second
    self.microsecond = microsecond
  }

  /// The nearest microsecond in UTC, clamped to the years 1 to 9999.
  public init(_ date: Date) {
    let seconds = date.timeIntervalSinceReferenceDate
    let microseconds =
      seconds.isNaN ? 0 : Int(min(max(seconds * 1e6, Self.first), Self.last).rounded())
    let (day, inDay) = microseconds.flooredDivision(by: 86_400_000_000)
    (year, month, self.day) = Self.date(ofDay: day + Self.referenceDay)
    hour = inDay / 3_600_000_000
    minute = inDay / 60_000_000 % 60
    second = inDay / 1_000_000 % 60
    microsecond = inDay % 1_000_000
  }

  /// The second that the date falls in, `utcOffset` seconds east of Greenwich; nil outside the
  /// years 1 to 9999.
  public init?(_ date: Date, utcOffset: Int) {
    let local = (date.timeIntervalSinceReferenceDate + Double(utcOffset)).rounded(.down)
    guard local * 1e6 >= Self.first, local * 1e6 <= Self.last else { return nil }
    self.init(Date(timeIntervalSinceReferenceDate: local))
  }

  /// The moment, if this is a time in UTC.
  public var date: Date {
    let days = Self.day(year: year, month: month, day: day) - Self.referenceDay
    let seconds = days * 86_400 + hour * 3600 + minute * 60 + second
    return Date(timeIntervalSinceReferenceDate: Double(seconds) + Double(microsecond) / 1e6)
  }

  /// The moment, if this is a time `utcOffset` seconds east of Greenwich.
  public func date(utcOffset: Int) -> Date {
    utcOffset == 0 ? date : date - Double(utcOffset)
  }

  /// Whether there is such a day and such a time.
  /// - Parameter leapSecond: Whether a minute may have a second 60.
  public func isValid(leapSecond: Bool = false) -> Bool {
    (1...12).contains(month) && (0...23).contains(hour) && (0...59).contains(minute)
      && (0...(leapSecond ? 60 : 59)).contains(second) && (0...999_999).contains(microsecond)
      && day >= 1 && day <= Self.daysInMonth(month, of: year)
  }

  /// 0001-01-01 and 9999-12-31T23:59:59, in microseconds since 2001.
  private static let first = -63_113_904_000_000_000.0
  private static let last = 252_423_993_599_000_000.0

  private static let referenceDay = day(year: 2001, month: 1, day: 1)

  private static func daysInMonth(_ month: Int, of year: Int) -> Int {
    let isLeap = year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
    return month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
  }

  /// Days since 1970-01-01 (Howard Hinnant, "chrono-compatible low-level date algorithms").
  private static func day(year: Int, month: Int, day: Int) -> Int {
    let (era, yearOfEra) = (month <= 2 ? year - 1 : year).flooredDivision(by: 400)
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  private static func date(ofDay day: Int) -> (year: Int, month: Int, day: Int) {
    let (era, dayOfEra) = (day + 719_468).flooredDivision(by: 146_097)
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    return (
      era * 400 + yearOfEra + (month <= 2 ? 1 : 0), month,
      dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    )
  }
}

extension Int {
  /// Rounded towards minus infinity, so that the remainder is never negative.
  fileprivate func flooredDivision(by divisor: Int) -> (quotient: Int, remainder: Int) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}
