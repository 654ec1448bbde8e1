import FoundationEssentials

/// Which tasks of one site ended within the last day. It is kept by changes: a poll costs as much as
/// what it brings, however many tasks there are.
public struct RecentEnds: Sendable {
  /// How far back it looks, in seconds.
  public static let reach: TimeInterval = 86_400

  /// When each ended, by slot.
  private var ends: [Int: Date] = [:]
  /// How many tasks the site had.
  private var known = 0
  /// From when on it forgets what has grown old: not at each poll.
  private var forgetFrom: Date

  /// Looks at all tasks.
  /// - Parameter now: The server's clock.
  public init(of tasks: TrackedTasks, at now: Date) {
    forgetFrom = now.addingTimeInterval(3600)
    if tasks.counts.total > tasks.open.count {
      for slot in tasks.indices { note(tasks[slot], at: slot, now) }
    }
    known = tasks.count
  }

  /// Takes in the newest tasks of the site, of which everything up to these changes is known.
  public mutating func take(_ tasks: TrackedTasks, _ changes: Changes, at now: Date) {
    guard !changes.isWhole, changes.added == known..<tasks.count else {
      self = RecentEnds(of: tasks, at: now)
      return
    }
    for slot in changes.slots { note(tasks[slot], at: slot, now) }
    for slot in changes.added { note(tasks[slot], at: slot, now) }
    known = tasks.count
    guard now > forgetFrom else { return }
    forgetFrom = now.addingTimeInterval(3600)
    ends = ends.filter { Self.isRecent($0.value, now) }
  }

  /// The slots of those that ended within a day of `now`, the newest first.
  public func slots(at now: Date) -> [Int] {
    ends.filter { Self.isRecent($0.value, now) }
      .sorted { ($0.value, $0.key) > ($1.value, $1.key) }.map(\.key)
  }

  private mutating func note(_ task: TrackedTask, at slot: Int, _ now: Date) {
    guard PhaseSet.ended.contains(task.phase), let end = task.taskEndTime, Self.isRecent(end, now)
    else {
      ends[slot] = nil
      return
    }
    ends[slot] = end
  }

  private static func isRecent(_ end: Date, _ now: Date) -> Bool {
    end > now.addingTimeInterval(-reach)
  }
}
