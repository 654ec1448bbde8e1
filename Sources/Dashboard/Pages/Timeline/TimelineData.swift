import FoundationEssentials
import Listing
import Tracking

/// The tasks as the timeline needs them: made again when they have changed, not for a key or a
/// frame, and only those of the site that has answered.
struct TimelineData: Sendable {
  /// As many as the pool has lists.
  private var lists: [TimelineIndex] = []
  /// What passes the filter, in the list's order.
  private var matching: [RowID] = []
  private var passing: RowSet?

  init() {}

  /// - Returns: Whether anything has changed.
  mutating func take(_ arrangement: Arrangement) -> Bool {
    let pool = arrangement.pool
    var isNew = passing == nil || lists.count > pool.lists.count
    if lists.count > pool.lists.count { lists = [] }
    for (number, tasks) in pool.lists.enumerated() {
      if number < lists.count, tasks.isUnchangedCopy(of: lists[number].tasks) { continue }
      if number == lists.count {
        lists.append(TimelineIndex(tasks, list: number))
      } else if tasks.first?.siteID == lists[number].tasks.first?.siteID {
        lists[number].take(tasks)
      } else {
        lists[number] = TimelineIndex(tasks, list: number)
      }
      isNew = true
    }
    guard isNew || matching != arrangement.matching else { return false }
    matching = arrangement.matching
    passing = RowSet(matching, in: pool)
    return true
  }

  /// The tasks that pass the filter and were, are or are likely to be on their way in a window, in
  /// the order in which they began.
  func lanes(in window: TimeWindow, now: Date) -> [RowID] {
    var found: [TimelineIndex.Entry] = []
    for list in lists {
      list.each(from: window.left, to: window.right) { entry in
        guard passing?.contains(entry.row) == true else { return }
        if entry.end == .infinity {
          let expected = list.tasks[entry.row.slot].forecast(at: now, known: now)?.end ?? now
          guard max(now, expected) >= window.left else { return }
        }
        found.append(entry)
      }
    }
    found.sort {
      $0.start == $1.start ? task($0.row).isNamedBefore(task($1.row)) : $0.start < $1.start
    }
    return found.map(\.row)
  }

  /// How many tasks pass the filter and have no time at all.
  var undated: Int {
    lists.reduce(0) { sum, list in
      sum + list.undated.count { passing?.contains($0) == true }
    }
  }

  /// Whether any task began before a time.
  func hasAny(before date: Date) -> Bool {
    lists.contains {
      ($0.firstStart ?? .infinity) < date.timeIntervalSinceReferenceDate
    }
  }

  /// The last end that is foretold of what passes the filter; nil where none is.
  func lastForecast(now: Date) -> Date? {
    lists.enumerated().compactMap { number, list in
      list.tasks.open.compactMap { slot in
        passing?.contains(RowID(list: number, slot: slot)) == true
          ? list.tasks[slot].forecast(at: now, known: now)?.end : nil
      }.max()
    }.max()
  }

  /// How many slots of a site were taken, whatever the filter.
  func slots(of site: SiteID, _ scale: TimeScale, known: Date) -> SlotUse {
    var runs: [(start: TimeInterval, end: TimeInterval)] = []
    for list in lists where list.tasks.first?.siteID == site {
      list.each(from: scale.window.left, to: scale.window.right) { entry in
        runs.append((entry.start, entry.end))
      }
    }
    return SlotUse(runs, scale, known: known)
  }

  /// The task of a lane, as it was when the lanes were made.
  func task(_ row: RowID) -> TrackedTask { lists[row.list].tasks[row.slot] }
}
