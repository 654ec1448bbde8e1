import FoundationEssentials
import Glibc
import Ground

extension ThisProcess {
  /// The present, by the clocks of the machine.
  static var momentNow: Moment {
    let timekeeper = SystemTimekeeper()
    return moment(timekeeper, clocks: clocks(around: timekeeper.wall))
  }

  /// What the clocks of the machine's time zone show, from 2020, when RDS learned to export, until
  /// well after a date.
  static func clocks(around now: Date) -> LocalTime {
    clocks(from: 1_577_836_800, until: Int(now.timeIntervalSince1970) + 400 * day) { seconds in
      var time = time_t(seconds)
      var local = tm()
      localtime_r(&time, &local)
      return local.tm_gmtoff
    }
  }

  /// Finds the shifts of an offset between two moments, in seconds since 1970.
  static func clocks(from first: Int, until last: Int, _ utcOffset: (Int) -> Int) -> LocalTime {
    var shifts: [LocalTime.Shift] = []
    let begin = utcOffset(first)
    var (low, before) = (first, begin)
    while low < last {
      // No zone is set twice in a week.
      let high = low + 7 * day
      let after = utcOffset(high)
      if after != before {
        var (known, changed) = (low, high)
        while changed - known > 1 {
          let middle = (known + changed) / 2
          if utcOffset(middle) == before { known = middle } else { changed = middle }
        }
        shifts.append(
          LocalTime.Shift(at: Date(timeIntervalSince1970: Double(changed)), utcOffset: after))
      }
      (low, before) = (high, after)
    }
    return LocalTime(utcOffset: begin, shifts: shifts)
  }

  private static let day = 86_400
}
