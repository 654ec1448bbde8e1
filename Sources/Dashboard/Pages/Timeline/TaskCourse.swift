import FoundationEssentials
import Tracking

/// When a task was on its way, as far as anybody knows: what its bar on the timeline is made from.
struct TaskCourse: Hashable {
  var start: Date
  /// Whether it may have begun earlier: AWS gives no start while a task is STARTING.
  var isStartOpen = false
  /// From when on it was IN_PROGRESS; nil where it never was, as far as is known.
  var running: Date?
  /// Nil while it can still change.
  var end: Date?

  /// - Returns: Nil where a task has no time at all.
  init?(of task: TrackedTask) {
    let isOver = PhaseSet.ended.contains(task.phase)
    let known = task.progress.knownSince
    if let started = task.taskStartTime {
      start = min(known ?? started, started)
      isStartOpen = start < started && !task.progress.isBeginningKnown
      running = started
      end = isOver ? task.taskEndTime ?? started : nil
    } else if isOver {
      // It ended before it began, so only a moment is known.
      guard let moment = task.taskEndTime ?? task.snapshotTime else { return nil }
      (start, running, end) = (moment, moment, moment)
    } else {
      start = known ?? task.observedAt
      isStartOpen = !task.progress.isBeginningKnown
      running = task.phase == .running ? task.progress.firstLook?.at ?? start : nil
    }
    // What is no longer listed went on for as long as it was seen.
    if !isOver, !task.isListed { end = task.observedAt }
    if let end { self.end = max(end, start) }
  }
}
