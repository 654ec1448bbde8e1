import FoundationEssentials
import Ground
import Tracking

/// Runs of series that took over from one another, and when the next one has to be.
struct Line: Sendable {
  struct Series: Sendable {
    var number: Int
    /// By their beginning, the oldest first.
    var attempts: [Attempt]
  }

  /// What the newest of its series is called.
  private(set) var name: SeriesName
  private(set) var attempts: [Attempt]
  let schedule: Schedule
  /// The numbers of its series.
  let numbers: [Int]

  /// All runs of series that are called the same, and fit an expectation.
  init(
    _ series: [Series], as expectation: ExpectedSeries, _ tasks: TrackedTasks, _ local: LocalTime
  ) {
    numbers = series.map(\.number)
    attempts = Self.united(series.map(\.attempts))
    let newest = series.max { Self.newest($0) < Self.newest($1) }
    name =
      newest.map { tasks.seriesName($0.number) }
      ?? SeriesName(source: "", pattern: expectation.series)
    schedule = .set(expectation, Habit(attempts, local))
  }

  private init(_ draft: Draft, _ habit: Habit, _ tasks: TrackedTasks) {
    numbers = draft.numbers
    attempts = draft.attempts
    name = tasks.seriesName(draft.numbers[draft.numbers.count - 1])
    schedule = .learned(habit)
  }

  /// Takes the same runs as they are now.
  mutating func renew(_ newest: [Int: [Attempt]]) {
    attempts = Self.united(numbers.compactMap { newest[$0] })
  }

  private static func united(_ lists: [[Attempt]]) -> [Attempt] {
    lists.count == 1 ? lists[0] : lists.flatMap(\.self).sorted { $0.began < $1.began }
  }

  private static func newest(_ series: Series) -> Date {
    series.attempts.last?.began ?? .distantPast
  }

  // MARK: Learned

  /// Series of one source that are not judged yet.
  fileprivate struct Draft {
    var numbers: [Int]
    var attempts: [Attempt]
    var habit: Habit?
  }

  /// What is a habit among the series of one source. A series that begins when another one should
  /// have, and after the last run of that one, is the same under another name.
  static func learned(
    _ series: [Series], _ tasks: TrackedTasks, _ local: LocalTime
  ) -> [Line] {
    let byBeginning = series.filter { !$0.attempts.isEmpty }
      .sorted { $0.attempts[0].began < $1.attempts[0].began }
    var drafts: [Draft] = []
    for one in byBeginning {
      let first = one.attempts[0].began
      // Where runs are forgotten, nobody knows which was the first.
      let mayFollow = one.attempts.count < TrackedTasks.mostRuns
      if mayFollow, let index = drafts.firstIndex(where: { $0.expects(first, local) }) {
        drafts[index].numbers.append(one.number)
        drafts[index].attempts += one.attempts
        drafts[index].habit = Habit(
          Array(drafts[index].attempts.suffix(TrackedTasks.mostRuns)), local)
      } else if let habit = Habit(one.attempts, local) {
        drafts.append(Draft(numbers: [one.number], attempts: one.attempts, habit: habit))
      }
    }
    return drafts.compactMap { draft in draft.habit.map { Line(draft, $0, tasks) } }
  }
}

extension Line.Draft {
  /// Whether a run has to begin about then, and has not yet.
  fileprivate func expects(_ begin: Date, _ local: LocalTime) -> Bool {
    guard let habit, let last = attempts.last?.began, last < begin else { return false }
    let late = habit.lateness.max() ?? Habit.leastLateness
    return Schedule.learned(habit)
      .occurrences(around: begin, begins: attempts.map(\.began), local)
      .contains { occurrence in
        guard let start = occurrence.start, occurrence.from > last else { return false }
        return abs(start.timeIntervalSince(begin)) <= late
      }
  }
}
