import FoundationEssentials
import Tracking

/// How a column sorts tasks.
public struct ColumnOrder: Sendable {
  /// Whether tasks that have not ended change places as time passes; other tasks never do.
  let dependsOnTime: Bool
  let key: @Sendable (TrackedTask, _ sign: Double, Time) -> SortKey
  /// Where what waits in the queue goes; nil where it goes by its texts, as a task of which nothing
  /// else is known.
  private let waiting: (@Sendable (WaitingExport, _ sign: Double) -> SortKey)?

  struct Time {
    /// The server's clock.
    var now: Date
    /// Up to when the task's site is known.
    var known: Date
  }

  init(
    dependsOnTime: Bool = false,
    waiting: (@Sendable (WaitingExport, _ sign: Double) -> SortKey)? = nil,
    key: @escaping @Sendable (TrackedTask, _ sign: Double, Time) -> SortKey
  ) {
    self.dependsOnTime = dependsOnTime
    self.waiting = waiting
    self.key = key
  }

  func key(of export: WaitingExport, _ sign: Double, _ time: Time) -> SortKey {
    waiting?(export, sign) ?? key(export.described, sign, time)
  }

  /// By a text, ignoring case; what has none goes last in both directions.
  static func text(_ text: @escaping @Sendable (TrackedTask) -> String?) -> ColumnOrder {
    ColumnOrder { task, _, _ in
      var key = SortKey()
      key.text = text(task)?.lowercased() ?? ""
      if key.text.isEmpty { key.group = 1 }
      return key
    }
  }

  /// By a number; what has none goes last in both directions.
  static func number(
    dependsOnTime: Bool = false,
    _ number: @escaping @Sendable (TrackedTask, Time) -> Double?
  ) -> ColumnOrder {
    ColumnOrder(dependsOnTime: dependsOnTime) { task, sign, time in
      var key = SortKey()
      if let number = number(task, time) { key.number = sign * number } else { key.group = 1 }
      return key
    }
  }

  static func date(_ date: @escaping @Sendable (TrackedTask) -> Date?) -> ColumnOrder {
    .number { task, _ in date(task)?.timeIntervalSinceReferenceDate }
  }

  /// In the order in which an operator wants to see phases; within a phase, the newest first.
  static let phase = ColumnOrder(
    dependsOnTime: true,
    waiting: { export, sign in
      SortKey(number: sign * Double(Phase.waiting.rawValue), second: export.turnKey)
    },
    key: { task, sign, time in
      var key = SortKey()
      key.number = sign * Double(Phase(of: task, at: time.known).rawValue)
      key.second = -(task.lastTime ?? 0)
      return key
    })

  /// Within a context, in the order of phases. `Ordering` knows the order of the contexts.
  static let context = ColumnOrder(
    waiting: { export, _ in
      SortKey(second: Double(Phase.waiting.rawValue), third: export.turnKey)
    },
    key: { task, _, _ in
      var key = SortKey()
      key.second = Double(task.phase.rawValue)
      key.third = -(task.lastTime ?? 0)
      return key
    })

  /// What runs or is being canceled comes first, sorted by its percentage, then what is starting,
  /// then what waits in the queue, by its turn. What has ended follows by day, the newest first;
  /// within a day, failures come first. For a task that has ended, the percentage no longer means
  /// anything.
  static let progress = ColumnOrder(
    waiting: { export, _ in SortKey(group: 2, second: export.turnKey) },
    key: { task, sign, _ in
      var key = SortKey()
      switch task.status {
      case .inProgress, .canceling:
        key.number = sign * Double(task.percentProgress ?? 0)
      case .starting:
        key.group = 1
        key.second = -(task.lastTime ?? 0)
      default:
        key.group = 3
        let ended = task.lastTime ?? -.greatestFiniteMagnitude
        key.number = -(ended / 86400).rounded(.down)
        key.second = task.status == .failed ? -.greatestFiniteMagnitude : -ended
        if task.status == .failed { key.third = -ended }
      }
      return key
    })

  /// By how long a task has been running, or ran.
  static let elapsed = number(dependsOnTime: true) { task, time in
    task.elapsed(at: time.now)?.seconds
  }

  /// By when a task will end. What waits stands behind that, by when it starts: that is what its
  /// cell says.
  static let eta = ColumnOrder(
    dependsOnTime: true,
    waiting: { export, _ in
      let start = export.start?.at?.timeIntervalSinceReferenceDate
      return SortKey(group: 1, number: -1, second: start ?? .greatestFiniteMagnitude)
    },
    key: number { task, time in
      task.forecast(at: time.now, known: time.known)?.end.timeIntervalSinceReferenceDate
    }.key)

  /// By how long a task usually takes.
  static let usual = number { task, _ in task.usual?.duration }
}

extension TrackedTask {
  /// When it ended, else when it started, else when its snapshot was taken, in seconds since the
  /// reference date.
  fileprivate var lastTime: Double? {
    (taskEndTime ?? taskStartTime ?? snapshotTime)?.timeIntervalSinceReferenceDate
  }
}

extension WaitingExport {
  /// Its turn. What is being sent, or was, comes before those that have one, and what is held behind
  /// them, in its place in the queue.
  fileprivate var turnKey: Double {
    if let start { return Double(start.turn) }
    return Double(entry.place) + (entry.isHeld ? 1e9 : -1e9)
  }
}
