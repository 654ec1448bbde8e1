import FoundationEssentials
import Ground

extension Format {
  /// A local time, short enough for a column: `02:24` today, `yest 23:10`, `21 Nov`, and
  /// `2025-11-21` for what is more than eleven months away.
  /// - Returns: The words, and in how many seconds they change; nil where they never do.
  public static func day(_ date: Date, now: Date, utcOffset: Int)
    -> (words: String, changesIn: TimeInterval?)
  {
    guard let time = CivilTime(date, utcOffset: utcOffset),
      let today = CivilTime(now, utcOffset: utcOffset)
    else { return ("–", nil) }
    let midnight = CivilTime(year: today.year, month: today.month, day: today.day)
      .date(utcOffset: utcOffset)
    let toMidnight = 86_400 - now.timeIntervalSince(midnight)
    switch date.timeIntervalSince(midnight) {
    case 0..<86_400: return (clock(date, utcOffset: utcOffset), toMidnight)
    case -86_400..<0: return ("yest \(clock(date, utcOffset: utcOffset))", toMidnight)
    case -335 * 86_400..<335 * 86_400:
      return ("\(time.day) \(months[time.month - 1])", toMidnight)
    default: return (String(dateTime(date, utcOffset: utcOffset).prefix(10)), nil)
    }
  }

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
}
