import Foundation
import RDSExports
import Tracking

/// What is usual for the run after some nights of one series that took so many minutes.
public func usual(
  afterNightsOf minutes: [Double], gigabytes: Int = 212, isUnderOtherNames: Bool = false
) -> Usual? {
  let tonight = Date(timeIntervalSince1970: 1_795_348_800)
  var store = Store(site: SiteID(1))
  var tasks: [ExportTask] = []
  for number in 0...minutes.count {
    let start = tonight.addingTimeInterval(-86_400 * Double(minutes.count - number))
    let isOther = isUnderOtherNames && number == minutes.count
    var task = ExportTask(exportTaskIdentifier: "\(isOther ? "other" : "nightly")-\(1000 + number)")
    task.sourceArn = "arn:aws:rds:eu-west-1:123456789012:snapshot:rds:orders-\(20_261_000 + number)"
    task.snapshotTime = start.addingTimeInterval(-900)
    task.taskStartTime = start
    if number < minutes.count {
      task.status = .complete
      task.totalExtractedDataInGB = gigabytes
      task.taskEndTime = start.addingTimeInterval(minutes[number] * 60)
    } else {
      task.status = .inProgress
    }
    tasks.append(task)
  }
  store.merge(tasks, Observation(sentAt: tonight), seenAt: tonight, from: .sweep)
  let (snapshot, _) = store.snapshot(
    of: ContextID(1), label: ContextLabel(profile: "p", region: "r"), site: nil, version: 1,
    feed: Feed())
  return snapshot.tasks.last?.usual
}

extension TrackedTask {
  /// The same task, with what is usual for it.
  public func with(_ usual: Usual?) -> TrackedTask {
    TrackedTask(
      id: id, task: task, observedAt: observedAt, progress: progress, usual: usual,
      isListed: isListed)
  }
}
