import FoundationEssentials
import Tracking

/// One run of a series, whatever became of it.
struct Attempt: Sendable {
  let task: TrackedTask
  /// As far as it is known: AWS gives no start while a task is STARTING.
  let began: Date

  init(_ task: TrackedTask) {
    self.task = task
    began = task.began ?? task.observedAt
  }

  /// Through, with what was wanted or nearly so.
  var isGood: Bool { task.phase == .complete || task.phase == .warning }
  /// Not over yet. What AWS no longer lists says nothing of itself.
  var isOpen: Bool { task.phase.isActive && task.isListed }
  /// When it was over; nil while it isn't.
  var ended: Date? { isOpen ? nil : task.taskEndTime }
}
