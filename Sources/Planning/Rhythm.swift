import FoundationEssentials
import Ground

/// How often a series runs, and when.
public enum Rhythm: Hashable, Sendable {
  /// At times of day, on some weekdays each; by the time of day, never empty.
  case times([Turn])
  /// As long after one another, in seconds.
  case every(TimeInterval)

  /// One time of day, and on which weekdays.
  public struct Turn: Hashable, Sendable {
    /// When it usually begins, in seconds since midnight.
    public var second: Int
    /// 0 for Monday … 6 for Sunday.
    public var weekdays: Set<Int>

    public var time: TimeOfDay? {
      TimeOfDay(hour: second / 3600 % 24, minute: second / 60 % 60)
    }
  }

  /// From one run to the next, on average, in seconds.
  public var usualGap: TimeInterval {
    switch self {
    case .every(let gap): gap
    case .times(let turns):
      7 * 86_400 / TimeInterval(max(1, turns.reduce(0) { $0 + $1.weekdays.count }))
    }
  }
}
