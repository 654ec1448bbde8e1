import FoundationEssentials
import Listing
import Tracking

/// The tasks and what waits as the timeline needs them: made again when they have changed, not for a key or a
/// frame, and only those of the site that has answered.
struct TimelineData: Sendable {
  /// As many as the pool has lists.
  private var lists: [TimelineIndex] = []
  /// What passes the filter, in the list's order.
  private var matching: [RowID] = []
  private var passing: RowSet?
  private var waiting: [WaitingExport] = []

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
    if !waiting.elementsEqual(pool.waiting, by: ===) {
      waiting = pool.waiting
      isNew = true
    }
    guard isNew || matching != arrangement.matching else { return false }
    matching = arrangement.matching
    passing = RowSet(matching, in: pool)
    return true
  }

  /// What passes the filter and was, is or is likely to be on its way in a window, in the order in
  /// which it began or is likely to.
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
    for (row, run) in likelyRuns where run.lowerBound <= window.right {
      guard run.upperBound >= window.left else { continue }
      found.append(
        TimelineIndex.Entry(
          start: run.lowerBound.timeIntervalSinceReferenceDate, end: .infinity, row: row))
    }
    found.sort { $0.start == $1.start ? isBefore($0.row, $1.row) : $0.start < $1.start }
    return found.map(\.row)
  }

  private func isBefore(_ one: RowID, _ other: RowID) -> Bool {
    switch (item(one), item(other)) {
    case (.task(let one), .task(let other)): one.isNamedBefore(other)
    case (.waiting(let one), .waiting(let other)):
      (one.start?.turn ?? .max, one.entry.id) < (other.start?.turn ?? .max, other.entry.id)
    case (.task, .waiting): true
    case (.waiting, .task): false
    }
  }

  /// When what waits is likely to run, as far as anybody can tell.
  private var likelyRuns: [(row: RowID, run: Range<Date>)] {
    waiting.indices.compactMap { place in
      let row = RowID(waiting: place)
      guard passing?.contains(row) == true, let run = waiting[place].likelyRun else { return nil }
      return (row, run)
    }
  }

  /// How many exports pass the filter and have no time at all, those among them that wait.
  var undated: Int {
    let waiting = self.waiting.indices.count { place in
      self.waiting[place].likelyRun == nil && passing?.contains(RowID(waiting: place)) == true
    }
    return lists.reduce(waiting) { sum, list in
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
    let waiting = likelyRuns.map(\.run.upperBound).max()
    let running = lists.enumerated().compactMap { number, list in
      list.tasks.open.compactMap { slot in
        passing?.contains(RowID(list: number, slot: slot)) == true
          ? list.tasks[slot].forecast(at: now, known: now)?.end : nil
      }.max()
    }.max()
    return [waiting, running].compactMap(\.self).max()
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

  /// What a lane shows, as it was when the lanes were made.
  func item(_ row: RowID) -> Item {
    row.isWaiting ? .waiting(waiting[row.slot]) : .task(lists[row.list].tasks[row.slot])
  }
}
