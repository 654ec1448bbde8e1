import FoundationEssentials

/// What is usual for one task, learned from the runs of its series that came before it and ended
/// well.
public struct Usual: Hashable, Sendable {
  /// How many runs it is learned from.
  public let runs: Int
  /// Whether these are other runs of the task's source, because its own series is too young.
  public let isOfSource: Bool
  /// From start to end, in seconds: as likely to be more as to be less.
  public let duration: TimeInterval
  /// How far earlier runs were from what could have been said of them, as parts of it, in
  /// ascending order.
  let ratios: [Double]
  /// From when on a task is slow, in seconds since its start: beyond what noise explains. Nil where
  /// there are too few runs to tell.
  public let slowAfter: TimeInterval?
  /// Gigabytes; nil where nothing of it is known.
  public let size: Spread?
  /// How long a task is STARTING, in seconds; nil where that was not watched often enough.
  public let starting: Spread?
  /// How long after the time of its snapshot a task starts, in seconds; nil where that is no habit.
  public let startAfterSnapshot: Spread?

  /// Fewer runs than this prove nothing.
  public static let fewestRuns = 3
  /// A spread that is worth judging by needs more.
  static let fewestForSlow = 5
  /// A lag that varies by more than this is chance.
  private static let habit: TimeInterval = 3600

  /// A run that ended well.
  struct Run: Hashable, Sendable {
    var start: Date
    /// In seconds, above zero.
    var duration: TimeInterval
    var gigabytes: Int?
    var startAfterSnapshot: TimeInterval?
    var starting: TimeInterval?
  }

  /// - Parameter runs: By start, the oldest first.
  /// - Returns: Nil where there are too few.
  init?(of task: TrackedTask, _ runs: [Run], isOfSource: Bool = false) {
    guard runs.count >= Self.fewestRuns else { return nil }
    let start = task.taskStartTime ?? max(task.observedAt, runs[runs.count - 1].start)
    let judged = DurationRule.best(for: runs)
    guard let duration = judged.rule.duration(after: runs[...], startingAt: start) else {
      return nil
    }
    self.runs = runs.count
    self.isOfSource = isOfSource
    self.duration = duration
    ratios = judged.ratios
    slowAfter = runs.count < Self.fewestForSlow ? nil : Self.limit(duration, judged.ratios)
    let recent = runs.suffix(DurationRule.longMemory)
    size = Spread(recent.compactMap { $0.gigabytes.map(Double.init) })
    starting = Spread(recent.compactMap(\.starting))
    let lag = Spread(recent.compactMap(\.startAfterSnapshot))
    startAfterSnapshot =
      lag.flatMap { $0.high - $0.low <= Self.habit && $0.median >= 0 ? $0 : nil }
  }

  /// How far apart the runs are: half of them took at most so many times more, or less, than what
  /// could have been said of them.
  var noise: Double {
    max(1.03, Spread.median(ratios.map { max($0, 1 / max($0, 0.001)) }) ?? 1.03)
  }

  /// Four times the distance within which half of the runs lie: of a hundred runs of ordinary noise,
  /// one is beyond it. With few runs the distance itself is unsure. What took as long not long ago
  /// isn't called slow, and nobody minds five minutes.
  private static func limit(_ duration: TimeInterval, _ ratios: [Double]) -> TimeInterval {
    let deviations = ratios.map { max($0, 1 / max($0, 0.001)) }
    let noise = max(1.03, Spread.median(deviations) ?? 1.03)
    let doubt = 1 + 2 / Double(max(1, ratios.count))
    let squared = noise * noise
    let factor = 1 + (squared * squared - 1) * doubt
    let seen = ratios[ratios.count * 9 / 10] * 1.1
    return max(duration * max(1.25, factor, seen), duration + 300)
  }

  /// How long a run that has already taken some time takes in all, in seconds: of the earlier ones
  /// that took longer than that, half took no longer. Nil where none did.
  func duration(beyond elapsed: TimeInterval) -> Spread? {
    let longer = ratios.filter { $0 * duration > elapsed }
    guard let spread = Spread(longer, fewest: 1) else { return nil }
    // Before any of them was over, they say no more than was foretold.
    let isEarly = longer.count == ratios.count && elapsed < duration
    return Spread(
      low: spread.low * duration, median: isEarly ? duration : spread.median * duration,
      high: spread.high * duration)
  }
}

extension Usual {
  /// When what `duration(beyond:)` says changes next, in seconds since the start; nil where it says
  /// nothing, or nothing else any more.
  func nextChange(after elapsed: TimeInterval) -> TimeInterval? {
    let next = ratios.first { $0 * duration > elapsed }.map { $0 * duration }
    return next.map { elapsed < duration ? min($0, duration) : $0 }
  }
}

extension Usual.Run {
  /// Nil for a task that didn't end well, or whose times AWS doesn't say.
  init?(_ task: TrackedTask, starting: TimeInterval?) {
    guard task.phase == .complete || task.phase == .warning, let start = task.taskStartTime,
      let end = task.taskEndTime, end > start
    else { return nil }
    self.init(
      start: start, duration: end.timeIntervalSince(start), gigabytes: task.totalExtractedDataInGB,
      startAfterSnapshot: task.snapshotTime.map { start.timeIntervalSince($0) },
      starting: starting)
  }
}
