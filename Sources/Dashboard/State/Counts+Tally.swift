import RDSExports
import Tracking

extension Counts {
  /// Adds a task (or takes one away, with -1).
  mutating func tally(_ task: TrackedTask, by step: Int) {
    switch task.task.status {
    case .inProgress: running += step
    case .starting: starting += step
    case .canceling: canceling += step
    case .failed: failed += step
    case .complete where task.hasWarning: warnings += step
    case .complete: complete += step
    case .canceled: canceled += step
    case .unknown, nil: unknown += step
    }
  }
}

extension TrackedTask {
  /// Whether it says that something was skipped.
  var hasWarning: Bool { task.warningMessage?.isEmpty == false }
  var isActive: Bool { task.status?.isActive == true }
}
