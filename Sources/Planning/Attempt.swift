import FoundationEssentials
import Tracking

/// One run of a series, whatever became of it.
struct Attempt: Sendable {
  let task: TrackedTask
  /// As far as it is known: AWS gives no start while a task is STARTING.
  let began: Date
  /// Whether it is called otherwise than its series: somebody has repeated a run by hand.
  let isByHand: Bool

  init(_ task: TrackedTask) { self.init(task, isByHand: false) }

  init(_ task: TrackedTask, isByHand: Bool) {
    self.task = task
    self.isByHand = isByHand
    began = task.began ?? task.observedAt
  }

  /// Through, with what was wanted or nearly so.
  var isGood: Bool { task.phase == .complete || task.phase == .warning }
  /// Not over yet. What AWS no longer lists says nothing of itself.
  var isOpen: Bool { task.phase.isActive && task.isListed }
  /// Whether it exports the same parts to the same bucket.
  func exportsAlike(_ other: Attempt) -> Bool {
    task.s3Bucket == other.task.s3Bucket
      && Set(task.exportOnly ?? []) == Set(other.task.exportOnly ?? [])
  }
  /// When it was over; nil while it isn't.
  var ended: Date? { isOpen ? nil : task.taskEndTime }
}
