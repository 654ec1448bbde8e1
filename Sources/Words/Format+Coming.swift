import FoundationEssentials
import Ground

extension Format {
  /// A local time that is to come: `14:20` today, `Mon 02:10` within six days, else `3 Dec`.
  /// - Returns: The words, and in how many seconds they change.
  public static func coming(_ date: Date, now: Date, _ local: LocalTime)
    -> (words: String, changesIn: TimeInterval?)
  {
    let offset = local.utcOffset(at: date)
    let clock = clock(date, utcOffset: offset)
    let midnight = local.day(1, after: now)
    let change = midnight.timeIntervalSince(now)
    if date < midnight { return (clock, change) }
    guard date < local.day(7, after: now) else {
      return (day(date, now: now, local).words, change)
    }
    return ("\(weekdays[local.weekday(of: date)]) \(clock)", change)
  }

  private static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
}
