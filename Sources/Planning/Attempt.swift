import FoundationEssentials
import Tracking

/// One run of a series, whatever became of it.
struct Attempt: Sendable {
  let task: TrackedTask
  /// As far as it is known: AWS gives no start while a task is STARTING.
  let began: Date

  /// Nil where nobody knows when it began.
  init?(_ task: TrackedTask) {
    guard let began = task.began else { return nil }
    self.task = task
    self.began = began
  }

  /// Through, with what was wanted or nearly so.
  var isGood: Bool { task.phase == .complete || task.phase == .warning }
  /// Not over yet. What AWS no longer lists says nothing of itself.
  var isOpen: Bool { task.phase.isActive && task.isListed }
  /// When it was over; nil while it isn't.
  var ended: Date? { isOpen ? nil : task.taskEndTime }
}
