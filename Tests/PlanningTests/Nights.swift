import Foundation
import Ground
import RDSExports
import Tracking

@testable import Planning

/// Clocks that go forward on 2026-03-29 and back on 2026-10-25, in the night.
let paris = LocalTime(
  utcOffset: 3600,
  shifts: [
    LocalTime.Shift(at: Date(timeIntervalSince1970: 1_774_746_000), utcOffset: 7200),
    LocalTime.Shift(at: Date(timeIntervalSince1970: 1_792_890_000), utcOffset: 3600),
    LocalTime.Shift(at: Date(timeIntervalSince1970: 1_806_195_600), utcOffset: 7200),
  ])

/// A local time of 2026: `day(11, 23, at: 1.5)` is 01:30 on the 23rd of November, a Monday. Months and
/// days may be beyond their ends.
func day(_ month: Int, _ day: Int, at hours: Double = 0) -> Date {
  let first = CivilTime(year: 2026, month: month, day: 1, hour: 12).date
  var time = CivilTime(first.addingTimeInterval(86_400 * Double(day - 1)))
  let minutes = Int((hours * 60).rounded())
  (time.hour, time.minute) = (minutes / 60, minutes % 60)
  return paris.date(time)
}

/// A run of a series, through after an hour unless something else is said.
func run(
  _ series: String = "nightly-orders", at start: Date, minutes: Double = 60,
  _ status: ExportTaskStatus = .complete, source: String? = nil
) -> ExportTask {
  let stamp = Int(start.timeIntervalSince1970)
  var task = ExportTask(exportTaskIdentifier: "\(series)-\(stamp)")
  task.status = status
  task.sourceArn =
    "arn:aws:rds:eu-west-3:123456789012:snapshot:rds:\(source ?? series)-\(stamp)"
  task.taskStartTime = start
  task.percentProgress = status.isFinal ? 100 : 10
  task.totalExtractedDataInGB = 20
  if status.isFinal { task.taskEndTime = start.addingTimeInterval(60 * minutes) }
  return task
}

/// A run in each of the nights before one, at one hour: the 22nd of November unless another is named.
func nights(
  _ count: Int = 14, of series: String = "nightly-orders", before last: Date? = nil,
  at hours: Double = 1, minutes: Double = 60, where runs: (Int) -> Bool = { _ in true }
) -> [ExportTask] {
  let last = last.flatMap { paris.dayNumber(of: $0) } ?? paris.dayNumber(of: day(11, 22)) ?? 0
  return (1...count).reversed().filter { runs(DayTimes.weekday(last - $0)) }.compactMap { back in
    paris.date(day: last - back, second: Int(hours * 3600))
      .map { run(series, at: $0, minutes: minutes) }
  }
}

/// A site whose tasks come as they would from AWS.
struct Watch {
  var store: Store
  var runs: ExpectedRuns
  var now = Date.distantPast
  var names: Set<String> = ["prod"]
  private(set) var newest = TrackedTasks()

  init(_ expectations: [ExpectedSeries] = [], site: Int = 1) {
    store = Store(site: SiteID(site))
    runs = ExpectedRuns(expectations)
  }

  /// Sees tasks as they are at a moment.
  mutating func see(_ tasks: [ExportTask], at now: Date, isComplete: Bool = true) {
    self.now = now
    store.merge(tasks, Observation(sentAt: now), seenAt: now, from: .sweep)
    let (snapshot, changes) = store.snapshot(
      of: ContextID(1), label: ContextLabel(profile: "prod", region: "eu-west-3"), site: nil,
      version: 1, feed: Feed())
    newest = snapshot.tasks
    runs.take(
      newest, changes, of: store.site, names: names,
      Outlook(now: now, known: now, isComplete: isComplete, local: paris))
  }

  /// Lets time pass, as the program would: whenever a row changes.
  mutating func pass(to end: Date, known: Date? = nil, isComplete: Bool = true) {
    while let due = runs.dues.map(\.at).min(), due <= end { look(at: due, known, isComplete) }
    look(at: end, known, isComplete)
    if !isComplete || known != nil {
      // As a snapshot would tell.
      runs.take(
        newest, Changes(added: newest.count..<newest.count), of: store.site, names: names,
        Outlook(now: end, known: known ?? end, isComplete: isComplete, local: paris))
    }
  }

  private mutating func look(at now: Date, _ known: Date?, _ isComplete: Bool) {
    self.now = now
    runs.look { _ in
      Outlook(now: now, known: known ?? now, isComplete: isComplete, local: paris)
    }
  }

  /// How many series were judged for the last change.
  var judged: Int? { runs.boards[store.site]?.judged }

  var states: [ExpectedRun.State] { runs.rows.map(\.state) }
}

/// A watch that has seen these tasks by a moment.
func watch(_ tasks: [ExportTask], at now: Date, _ expectations: [ExpectedSeries] = []) -> Watch {
  var watch = Watch(expectations)
  watch.see(tasks, at: now)
  return watch
}
