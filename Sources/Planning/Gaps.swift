import FoundationEssentials
import Tracking

/// How long after one another the runs of a series begin, where they go by no time of day.
struct Gaps: Sendable {
  /// In seconds.
  let usual: TimeInterval
  /// The longest one that is no exception.
  let longest: TimeInterval

  /// Three quarters of the gaps are at most so many times as long as a quarter of them, or there is
  /// no habit.
  private static let mostSpread = 1.5
  /// In fewer seconds than this, a weekend may have been seen once or twice.
  private static let severalWeeks: TimeInterval = 21 * 86_400
  /// A weekend with a holiday.
  private static let longestRest: TimeInterval = 4 * 86_400

  /// Nil where the gaps have no rule.
  /// - Parameter attempts: By their beginning.
  init?(_ attempts: [Attempt]) {
    let begins = Self.withoutRepeats(attempts.map(\.began))
    guard begins.count >= Habit.fewestRuns, let first = begins.first, let last = begins.last,
      let spread = Spread(Self.gaps(begins)), spread.low > 0,
      spread.high <= spread.low * Self.mostSpread
    else { return nil }
    let sorted = Self.gaps(begins).sorted()
    usual = spread.median
    // Nights and weekends belong to a habit of hours; a run that was left out does not.
    let isLongWatched = last.timeIntervalSince(first) >= Self.severalWeeks
    let rest = sorted[max(0, sorted.count - (isLongWatched ? 3 : 1))]
    let isRest = rest > usual * 4 && rest <= Self.longestRest
    longest = isRest ? rest : sorted[sorted.count * 9 / 10]
  }

  private static func gaps(_ begins: [Date]) -> [Double] {
    zip(begins, begins.dropFirst()).map { $1.timeIntervalSince($0) }
  }

  /// A run that begins soon after another is its second attempt.
  static func withoutRepeats(_ begins: [Date]) -> [Date] {
    guard let usual = Spread(gaps(begins))?.high else { return begins }
    let soon = min(6 * 3600, usual * 0.4)
    var kept: [Date] = []
    for begin in begins {
      if let last = kept.last, begin.timeIntervalSince(last) < soon { continue }
      kept.append(begin)
    }
    return kept
  }
}
