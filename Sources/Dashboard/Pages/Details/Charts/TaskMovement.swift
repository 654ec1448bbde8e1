import FoundationEssentials
import Tracking

/// How far a task was at any time, from what is remembered of how it moved.
struct TaskMovement {
  /// The time that a chart of it shows.
  let span: Range<Date>
  /// From when on somebody looked.
  let seenFrom: Date
  /// Up to when it is known how far it was.
  let known: Date
  /// When it is likely to end; nil where it has ended, or nothing tells.
  let expectedEnd: Date?
  private let percents: [Step]
  private let gigabytes: [Step]

  /// The numbers are whole, so only the moments at which one changed tell how far the work was.
  private struct Step {
    var at: Date
    var count: Double
  }

  /// - Parameters:
  ///   - known: Up to when the task's site is known, by the server's clock.
  ///   - expectedEnd: By its forecast.
  /// - Returns: Nil where too little is remembered to make a line.
  init?(of task: TrackedTask, known: Date, expectedEnd: Date?) {
    let course = task.progress.course
    guard let first = course.first, let last = course.last, last.at > first.at else { return nil }
    let isOver = PhaseSet.ended.contains(task.phase)
    let end = max(last.at, isOver ? task.taskEndTime ?? last.at : known)
    let start = min(task.taskStartTime ?? first.at, first.at)
    // Whoever looked soon after the start has seen all of it.
    let isWhole = first.at.timeIntervalSince(start) <= end.timeIntervalSince(start) / 16
    var (percents, gigabytes): ([Step], [Step]) = ([], [])
    func note(_ percent: Int, _ data: Int, at date: Date) {
      if percents.last?.count != Double(percent) {
        percents.append(Step(at: date, count: Double(percent)))
      }
      if gigabytes.last?.count != Double(data) {
        gigabytes.append(Step(at: date, count: Double(data)))
      }
    }
    if isWhole, start < first.at { note(0, 0, at: start) }
    for sample in course { note(sample.percent, sample.gigabytes, at: sample.at) }
    if isOver, task.phase == .complete || task.phase == .warning {
      note(
        100, min(max(task.totalExtractedDataInGB ?? last.gigabytes, last.gigabytes), 1_000_000_000),
        at: end)
    }
    guard percents.count > 1 else { return nil }
    self.percents = percents
    self.gigabytes = gigabytes
    self.known = end
    self.expectedEnd = isOver ? nil : expectedEnd.flatMap { $0 > end ? $0 : nil }
    seenFrom = isWhole ? start : first.at
    span = start..<max(self.expectedEnd ?? end, start.addingTimeInterval(1))
  }

  /// 0…100; nil before anybody looked and after what is known.
  func percent(at date: Date) -> Double? { Self.count(percents, at: date, seenFrom, known) }

  /// In gigabytes an hour, or where there are too few of them in percent an hour, over some time.
  func rate(from start: Date, to end: Date) -> Double? {
    let steps = isRateOfData ? gigabytes : percents
    let (start, end) = (max(start, seenFrom), min(end, known))
    guard start < end, let from = Self.count(steps, at: start, seenFrom, known),
      let to = Self.count(steps, at: end, seenFrom, known)
    else { return nil }
    return max(0, to - from) / end.timeIntervalSince(start) * 3600
  }

  /// Whether the rate is one of gigabytes: a few of them are too coarse.
  var isRateOfData: Bool { gigabytes.count > 8 }

  /// Where the line to the end that is foretold is, 0…100.
  func expectedPercent(at date: Date) -> Double? {
    guard let expectedEnd, date > known, date <= expectedEnd, let last = percents.last else {
      return nil
    }
    let share = date.timeIntervalSince(known) / expectedEnd.timeIntervalSince(known)
    return last.count + (100 - last.count) * share
  }

  private static func count(_ steps: [Step], at date: Date, _ seenFrom: Date, _ known: Date)
    -> Double?
  {
    guard seenFrom <= date, date <= known, let first = steps.first else { return nil }
    guard let next = steps.firstIndex(where: { $0.at > date }) else { return steps.last?.count }
    guard next > 0 else { return first.count }
    let (one, two) = (steps[next - 1], steps[next])
    let share = date.timeIntervalSince(one.at) / two.at.timeIntervalSince(one.at)
    return one.count + (two.count - one.count) * share
  }
}
