import FoundationEssentials
import Ground

/// The tasks of one site that began in tonight's window, counted. It is kept by changes: a poll
/// costs as much as what it brings, however many tasks there are.
public struct Tonight: Sendable {
  /// The window that a moment is in: from the last evening until the next.
  public static func window(
    since evening: TimeOfDay, at now: Date, _ local: LocalTime
  ) -> Range<Date> {
    let start = local.last(evening, upTo: now)
    return start..<max(start, local.next(evening, after: now))
  }

  /// By the server's clock.
  public let window: Range<Date>
  /// By what AWS says: a stalled task counts as running.
  public private(set) var counts = Counts()
  /// What they have extracted.
  public private(set) var gigabytes = 0
  private var parts: [Int: Part] = [:]
  /// How many tasks the site had.
  private var known = 0

  private struct Part: Sendable {
    var phase: Phase
    var gigabytes: Int
  }

  /// Counts none.
  public init(window: Range<Date>) {
    self.window = window
  }

  /// Looks at all tasks.
  public init(window: Range<Date>, of tasks: TrackedTasks) {
    self.init(window: window)
    for slot in tasks.indices { count(tasks[slot], at: slot) }
    known = tasks.count
  }

  /// Takes in the newest tasks of the site, which were counted up to these changes.
  public mutating func take(_ tasks: TrackedTasks, _ changes: Changes) {
    guard !changes.isWhole, changes.added == known..<tasks.count else {
      self = Tonight(window: window, of: tasks)
      return
    }
    for slot in changes.slots { count(tasks[slot], at: slot) }
    for slot in changes.added { count(tasks[slot], at: slot) }
    known = tasks.count
  }

  private mutating func count(_ task: TrackedTask, at slot: Int) {
    if let before = parts.removeValue(forKey: slot) {
      counts[before.phase] -= 1
      gigabytes -= before.gigabytes
    }
    guard let began = task.began, window.contains(began) else { return }
    // At most an exabyte each, so that a sum can't overflow.
    let data = min(max(task.totalExtractedDataInGB ?? 0, 0), 1_000_000_000)
    parts[slot] = Part(phase: task.phase, gigabytes: data)
    counts[task.phase] += 1
    gigabytes += data
  }
}

extension TrackedTask {
  /// When it began, as far as that is known: its start time; where AWS gives none, when it was first
  /// seen, or its end.
  public var began: Date? {
    taskStartTime ?? (PhaseSet.ended.contains(phase) ? taskEndTime : progress.knownSince)
  }
}
