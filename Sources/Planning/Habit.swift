import FoundationEssentials
import Ground
import Tracking

/// What a series does as a rule, learned from its runs.
struct Habit: Sendable {
  var rhythm: Rhythm
  /// How much later than usual a run of each turn may begin, in seconds, before anybody would wonder.
  var lateness: [TimeInterval]
  /// How long after its usual beginning a run of a turn is through at the latest, in seconds, by
  /// weekday.
  var limits: [[TimeInterval]]
  /// How long a run takes, in seconds; nil where too few are known.
  var duration: TimeInterval?
  /// How long it takes at the most, in seconds, where the time of day says nothing of its end.
  var runLimit: TimeInterval?

  /// Fewer runs than this prove no habit.
  static let fewestRuns = 5
  /// Nobody is called late for less, in seconds. Who starts an export by UTC starts it an hour later
  /// or earlier when the clocks are set.
  static let leastLateness: TimeInterval = 75 * 60
  private static let leastSpare: TimeInterval = 3600

  /// - Parameter attempts: By their beginning, the oldest first.
  /// - Returns: Nil where there is no habit, or too little is known.
  init?(_ attempts: [Attempt], _ local: LocalTime) {
    guard attempts.count >= Self.fewestRuns else { return nil }
    if let times = DayTimes(attempts, local) {
      rhythm = .times(times.turns)
      let late = times.lags.map(Self.lateness(of:))
      lateness = late
      limits = late.indices.map { Self.limits(times, turn: $0, late[$0]) }
    } else if let gaps = Gaps(attempts) {
      rhythm = .every(gaps.usual)
      let late = gaps.longest - gaps.usual + max(1800, gaps.usual * 0.05)
      lateness = [late]
      let limit = max(900, Self.limit(Self.durations(attempts.dropLast())) ?? late)
      limits = [Array(repeating: late + limit, count: 7)]
      runLimit = limit
    } else {
      return nil
    }
    duration = Spread(Self.durations(attempts.suffix(15)))?.median
  }

  static func durations(_ attempts: some Sequence<Attempt>) -> [Double] {
    attempts.compactMap { attempt in
      guard attempt.isGood, let ended = attempt.ended else { return nil }
      return max(0, ended.timeIntervalSince(attempt.began))
    }
  }

  /// How much later than usual may be usual, too: well beyond what half of the runs keep to, and no
  /// less than what was seen twice.
  private static func lateness(of lags: [Double]) -> TimeInterval {
    let spread = Spread(lags)
    let ordinary = spread.map { 6 * ($0.high - $0.median) } ?? 0
    return max(leastLateness, ordinary, (secondLargest(lags) ?? 0) + 900)
  }

  private static func limits(
    _ times: DayTimes, turn: Int, _ lateness: TimeInterval
  ) -> [TimeInterval] {
    let ends = times.ends[turn]
    let spans = ends.map(\.after)
    let ofAll = limit(spans) ?? 0
    let usual = Spread(spans.suffix(30))?.median ?? 0
    return (0..<7).map { weekday in
      // A weekend's data may not be a workday's.
      let ofDay = Spread(ends.filter { $0.weekday == weekday }.map(\.after))?.median ?? 0
      return max(ofAll * max(1, usual > 0 ? ofDay / usual : 1), lateness + 900)
    }
  }

  /// Until when something is through that took so long before; nil where too few did.
  private static func limit(_ spans: [Double]) -> TimeInterval? {
    guard let spread = Spread(spans.suffix(30)) else { return nil }
    return max(
      spread.median + 6 * (spread.high - spread.median), spread.median + leastSpare,
      (secondLargest(spans) ?? 0) * 1.1)
  }

  private static func secondLargest(_ numbers: [Double]) -> Double? {
    numbers.sorted().dropLast().last
  }
}
