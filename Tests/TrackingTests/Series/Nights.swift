import Foundation
import RDSExports
import Testing

@testable import Tracking

/// A night of `orders` that ended well: night 1 is the last one.
func night(
  _ number: Int, minutes: Double, gigabytes: Int = 200, status: ExportTaskStatus = .complete,
  series: String = "nightly-orders", source: String = "orders-prod", hours: Double = 0,
  startAfterSnapshot: Double = 15
) -> ExportTask {
  let start = at(-86_400 * Double(number) + 3600 * hours)
  var task = export(
    "\(series)-\(3000 - number)", status, percent: 100, gigabytes: gigabytes, started: start)
  task.sourceArn = arn(source, number)
  task.snapshotTime = start.addingTimeInterval(-60 * startAfterSnapshot)
  if status.isFinal { task.taskEndTime = start.addingTimeInterval(60 * minutes) }
  return task
}

/// Nine nights that took 50 minutes, give or take four, in no order.
let usualNights = [50, 46, 54, 48, 52, 47, 53, 49, 51].enumerated().map {
  night($0.offset + 1, minutes: $0.element)
}

/// Tonight's run, which started at noon.
func tonight(
  _ status: ExportTaskStatus = .inProgress, percent: Int = 0, series: String = "nightly-orders",
  source: String = "orders-prod", gigabytes: Int = 0
) -> ExportTask {
  var task = night(
    0, minutes: 0, gigabytes: gigabytes, status: status, series: series, source: source)
  task.percentProgress = percent
  if status == .starting { task.taskStartTime = nil }
  return task
}

private func arn(_ source: String, _ number: Int) -> String {
  "arn:aws:rds:eu-west-1:123456789012:snapshot:rds:\(source)-\(202_600_000 + number)"
}

extension Store {
  /// A store that knows some nights, and tonight's run.
  static func knowing(_ nights: [ExportTask], _ tonight: ExportTask...) -> Store {
    var store = Store.empty
    store.merge(nights + tonight, Observation(sentAt: noon), seenAt: noon, from: .sweep)
    return store
  }

  /// Watches tonight's run go from one percentage to another, at so many seconds a percent.
  mutating func watch(_ percents: ClosedRange<Int>, secondsEach: Double, from start: Double = 0) {
    for percent in percents {
      let time = start + secondsEach * Double(percent)
      merge(
        [orders(at: percent)], Observation(sentAt: at(time)), seenAt: at(time), from: .fastLane)
    }
  }

  /// Tonight's forecast at so many seconds after noon.
  mutating func foretold(at seconds: Double) throws -> Forecast? {
    try tonight().forecast(at: at(seconds), known: at(seconds))
  }

  mutating func tonight() throws -> TrackedTask {
    let task = self.task("nightly-orders-3000")
    return try #require(task)
  }

  mutating func forecast(at seconds: Double) throws -> Forecast {
    let forecast = try foretold(at: seconds)
    return try #require(forecast)
  }

  mutating func usual() throws -> Usual {
    let usual = try tonight().usual
    return try #require(usual)
  }
}

private func orders(at percent: Int) -> ExportTask {
  tonight(percent: percent)
}
