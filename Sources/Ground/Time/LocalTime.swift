import FoundationEssentials

/// What the clocks of a place show, also at times when they are set otherwise than now: in summer
/// they go by another offset than in winter.
public struct LocalTime: Hashable, Sendable {
  /// The clocks are set to another offset.
  public struct Shift: Hashable, Sendable {
    public var at: Date
    /// From then on, in seconds east of Greenwich.
    public var utcOffset: Int

    public init(at: Date, utcOffset: Int) {
      self.at = at
      self.utcOffset = utcOffset
    }
  }

  /// The offset before the first shift.
  private let first: Int
  /// The oldest first.
  private let shifts: [Shift]

  /// - Parameters:
  ///   - utcOffset: Before the first shift, in seconds east of Greenwich.
  ///   - shifts: The oldest first; none for clocks that are never set.
  public init(utcOffset: Int, shifts: [Shift] = []) {
    first = utcOffset
    self.shifts = shifts
  }

  /// In seconds east of Greenwich.
  public func utcOffset(at date: Date) -> Int {
    shifts.last { $0.at <= date }?.utcOffset ?? first
  }

  /// What the clocks show; nil outside the years 1 to 9999.
  public func civil(_ date: Date) -> CivilTime? {
    CivilTime(date, utcOffset: utcOffset(at: date))
  }

  /// When the clocks show a time: the first of two moments, and where they leap over it, the moment
  /// of the leap.
  public func date(_ time: CivilTime) -> Date {
    let near = time.date
    // No clock is more than a day from Greenwich, and none is set twice in two days.
    let before = utcOffset(at: near.addingTimeInterval(-86_400))
    let after = utcOffset(at: near.addingTimeInterval(86_400))
    let (early, late) = (time.date(utcOffset: before), time.date(utcOffset: after))
    let shown = [early, late].filter { date in
      utcOffset(at: date) == (date == early ? before : after)
    }
    if let first = shown.min() { return first }
    return shifts.first { late < $0.at && $0.at <= early }?.at ?? early
  }

  /// When a day begins that is `days` after the day of a date.
  public func day(_ days: Int = 0, after date: Date) -> Date {
    moment(day: days, after: date, hour: 0, minute: 0)
  }

  /// The last moment, `date` included, at which the clocks showed a time.
  public func last(_ time: TimeOfDay, upTo date: Date) -> Date {
    let today = moment(day: 0, after: date, hour: time.hour, minute: time.minute)
    return today <= date
      ? today : moment(day: -1, after: date, hour: time.hour, minute: time.minute)
  }

  /// The next moment after `date` at which the clocks show a time.
  public func next(_ time: TimeOfDay, after date: Date) -> Date {
    let today = moment(day: 0, after: date, hour: time.hour, minute: time.minute)
    return today > date
      ? today : moment(day: 1, after: date, hour: time.hour, minute: time.minute)
  }

  /// 0 for Monday … 6 for Sunday.
  public func weekday(of date: Date) -> Int {
    let local = date.timeIntervalSince1970 + Double(utcOffset(at: date))
    guard abs(local) < 1e12 else { return 0 }
    let days = Int((local / 86_400).rounded(.down))
    // 1970 began on a Thursday.
    return ((days + 3) % 7 + 7) % 7
  }

  private func moment(day days: Int, after date: Date, hour: Int, minute: Int) -> Date {
    guard let today = civil(date) else { return date.addingTimeInterval(Double(days) * 86_400) }
    let noon = CivilTime(year: today.year, month: today.month, day: today.day, hour: 12).date
    var time = CivilTime(noon.addingTimeInterval(Double(days) * 86_400))
    (time.hour, time.minute) = (hour, minute)
    return self.date(time)
  }
}
