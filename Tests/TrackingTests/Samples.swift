import Foundation
import RDSExports

@testable import Tracking

/// 2026-11-22 12:00 UTC, the start of every test's time.
let noon = Date(timeIntervalSince1970: 1_795_348_800)

func at(_ seconds: TimeInterval) -> Date { noon.addingTimeInterval(seconds) }

func export(
  _ identifier: String, _ status: ExportTaskStatus? = .inProgress, percent: Int? = nil,
  gigabytes: Int? = nil, started: Date? = nil
) -> ExportTask {
  var task = ExportTask(exportTaskIdentifier: identifier)
  task.status = status
  task.percentProgress = percent
  task.totalExtractedDataInGB = gigabytes
  task.taskStartTime = started
  return task
}

let paris = Site(
  endpoint: "https://rds.eu-west-3.amazonaws.com", region: "eu-west-3", partition: "aws",
  account: "123456789012")

extension Store {
  static var empty: Store { Store(site: SiteID(1)) }

  mutating func see(
    _ tasks: ExportTask..., sent: TimeInterval, seen: TimeInterval? = nil,
    from source: Source = .sweep
  ) {
    merge(tasks, Observation(sentAt: at(sent)), seenAt: at(seen ?? sent), from: source)
  }

  mutating func look() -> (snapshot: Snapshot, changes: Changes) {
    let (snapshot, changes) = snapshot(
      of: ContextID(1), label: ContextLabel(profile: "p", region: "r"), site: paris, version: 1,
      feed: Feed())
    return (snapshot, changes)
  }

  mutating func task(_ identifier: String) -> TrackedTask? {
    look().snapshot.tasks.first { $0.id.identifier == identifier }
  }
}
