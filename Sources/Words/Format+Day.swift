import FoundationEssentials
import Ground

extension Format {
  /// A local time, short enough for a column: `02:24` today, `yest 23:10`, `21 Nov`, and
  /// `2025-11-21` for what is more than eleven months away.
  /// - Returns: The words, and in how many seconds they change; nil where they never do.
  public static func day(_ date: Date, now: Date, _ local: LocalTime)
    -> (words: String, changesIn: TimeInterval?)
  {
    let utcOffset = local.utcOffset(at: date)
    guard let time = CivilTime(date, utcOffset: utcOffset) else { return ("–", nil) }
    let midnight = local.day(after: now)
    let next = local.day(1, after: now)
    let toMidnight = next.timeIntervalSince(now)
    if midnight <= date, date < next { return (clock(date, utcOffset: utcOffset), toMidnight) }
    if local.day(-1, after: now) <= date, date < midnight {
      return ("yest \(clock(date, utcOffset: utcOffset))", toMidnight)
    }
    guard abs(date.timeIntervalSince(midnight)) < 335 * 86_400 else {
      return (String(dateTime(date, utcOffset: utcOffset).prefix(10)), nil)
    }
    return (dayOfMonth(time), toMidnight)
  }

  /// `21 Nov`, local.
  public static func dayOfMonth(_ date: Date, utcOffset: Int) -> String {
    CivilTime(date, utcOffset: utcOffset).map(dayOfMonth) ?? "–"
  }

  private static func dayOfMonth(_ time: CivilTime) -> String {
    "\(time.day) \(months[time.month - 1])"
  }

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
}
