import Ground
import Tracking

/// That a series runs, as a user has written it down: until when it has to be through, and how often.
public struct ExpectedSeries: Hashable, Sendable {
  public enum Every: Hashable, Sendable {
    /// A divisor of 24.
    case hours(Int)
    case days(Int)
  }

  /// `nightly-orders-*`: as the series is called, or a part of its tasks' identifiers or of its
  /// source, with `*` for anything and `?` for any one character.
  public var series: String
  /// The local time by which a run has to be through.
  public var by: TimeOfDay
  public var every: Every
  /// The weekdays on which it has to be through, 0 for Monday … 6 for Sunday; all where it doesn't
  /// run by the day.
  public var weekdays: Set<Int>
  /// The contexts where it is expected, by name or profile; empty for all.
  public var contexts: Set<String>

  public static let allWeekdays = Set(0...6)

  public init(
    series: String, by: TimeOfDay, every: Every = .days(1),
    weekdays: Set<Int> = ExpectedSeries.allWeekdays, contexts: Set<String> = []
  ) {
    self.series = series
    self.by = by
    self.every = every
    self.weekdays = weekdays
    self.contexts = contexts
  }

  /// - Parameter newest: The identifier of its newest run.
  func fits(_ name: SeriesName, newest: String?) -> Bool {
    let glob = Glob(series)
    return glob.matches(name.pattern) || glob.matches(name.source)
      || newest.map(glob.matches) ?? false
  }

  func isExpected(in names: Set<String>) -> Bool {
    contexts.isEmpty || !contexts.isDisjoint(with: names)
  }
}

/// A text in which `*` stands for anything and `?` for any one character, in any case.
struct Glob {
  private let pattern: [UInt8]

  init(_ pattern: String) { self.pattern = Array(pattern.lowercased().utf8) }

  func matches(_ text: String) -> Bool {
    let text = Array(text.lowercased().utf8)
    var (place, at) = (0, 0)
    var star: (place: Int, at: Int)?
    while at < text.count {
      if place < pattern.count, pattern[place] == UInt8(ascii: "*") {
        star = (place, at)
        place += 1
      } else if place < pattern.count,
        pattern[place] == UInt8(ascii: "?") || pattern[place] == text[at]
      {
        place += 1
        at += 1
      } else if let last = star {
        // The star takes one more.
        star = (last.place, last.at + 1)
        (place, at) = (last.place + 1, last.at + 1)
      } else {
        return false
      }
    }
    return pattern[place...].allSatisfy { $0 == UInt8(ascii: "*") }
  }
}
