import Ground
import RDSExports
import Tracking

extension Filter {
  /// Whether a task passes as AWS described it, seen once: nothing is known of its progress before.
  /// - Parameter evening: When tonight begins.
  public func exportTest(at moment: Moment, evening: TimeOfDay) -> (ExportTask) -> Bool {
    let test = test(at: moment, now: moment.wall, evening: evening)
    return { task in
      test(
        TrackedTask(
          id: TaskID(site: SiteID(0), identifier: task.exportTaskIdentifier), task: task,
          observedAt: moment.wall))
    }
  }
}
