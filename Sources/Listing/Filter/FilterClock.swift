import FoundationEssentials
import Ground
import Tracking

/// What words and times of day mean at some moment.
struct FilterClock {
  /// By the server's clock.
  let now: Date
  let local: LocalTime
  /// When tonight begins.
  let evening: TimeOfDay

  /// The time that a comparison's value stands for; nil for how long it is from now.
  /// - Parameter isAhead: Whether what is compared is still to come.
  func span(of time: FilterTime, isAhead: Bool) -> Range<Date>? {
    switch time {
    case .today: return days(0)
    case .yesterday: return days(-1)
    case .tonight: return Tonight.window(since: evening, at: now, local)
    case .weekday(let day):
      let back = (local.weekday(of: now) - day.number + 7) % 7
      return days(isAhead ? 7 - back : -back)
    case .clock(let time):
      let start = isAhead ? local.next(time, after: now) : local.last(time, upTo: now)
      return start..<start.addingTimeInterval(60)
    case .day(let time):
      let start = local.date(time)
      return start..<max(start, local.day(1, after: start))
    case .minute(let time): return seconds(60, from: time)
    case .second(let time): return seconds(1, from: time)
    case .span: return nil
    }
  }

  /// When the value will stand for another time; nil where it never does, or always anew.
  func turn(of time: FilterTime) -> Date? {
    switch time {
    case .today, .yesterday, .weekday: local.day(1, after: now)
    case .tonight: local.next(evening, after: now)
    case .clock(let time): local.next(time, after: now)
    case .day, .minute, .second, .span: nil
    }
  }

  private func days(_ days: Int) -> Range<Date> {
    let start = local.day(days, after: now)
    return start..<max(start, local.day(days + 1, after: now))
  }

  private func seconds(_ seconds: Double, from time: CivilTime) -> Range<Date> {
    let start = local.date(time)
    return start..<start.addingTimeInterval(seconds)
  }
}

extension FilterWeekday {
  /// 0 for Monday … 6 for Sunday.
  var number: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
