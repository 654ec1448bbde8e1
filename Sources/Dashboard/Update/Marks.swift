import Ground
import Tracking

extension State {
  mutating func toggleMark(at moment: Moment) {
    touch(at: moment)
    if list.rangeAnchor != nil {
      endRange()
      return
    }
    guard let index = list.selectedIndex else { return }
    let id = list.rows[index].id
    if list.marks.remove(id) == nil { list.marks.insert(id) }
    select(row: index + 1)
  }

  mutating func toggleRange(at moment: Moment) {
    touch(at: moment)
    if list.rangeAnchor != nil {
      endRange()
      return
    }
    guard let selected = list.selected else { return }
    list.rangeAnchor = selected
    list.marksBeforeRange = list.marks
    list.marks.insert(selected)
  }

  /// Marks every row, or unmarks them where all are marked.
  mutating func toggleAllMarks() {
    endRange()
    let listed = Set(list.rows.lazy.filter { !$0.isLeaving }.map(\.id))
    if listed.isSubset(of: list.marks) {
      list.marks.subtract(listed)
    } else {
      list.marks.formUnion(listed)
    }
  }

  /// Marks what failed since the last evening, as far as it is listed. What was exported since, or
  /// is being exported, stays as it is: its data is there.
  mutating func markFailed(at moment: Moment) {
    touch(at: moment)
    endRange()
    let failed = roster.visible.compactMap { snapshots[$0] }
      .flatMap { failedTonight($0, at: moment) }
    let listed = failed.filter { list.index(of: $0) != nil }
    list.marks.formUnion(listed)
    let hidden = failed.count - listed.count
    let rest = hidden > 0 ? "; the filter hides \(grouped(hidden)) more" : ""
    notify(
      .info,
      listed.isEmpty
        ? "nothing listed failed since last evening that wasn't exported since\(rest)"
        : "marked \(grouped(listed.count)) that failed since last evening\(rest)", at: moment)
    if let first = listed.compactMap(list.index(of:)).min() { select(row: first) }
  }

  private func failedTonight(_ snapshot: Snapshot, at moment: Moment) -> [TaskID] {
    let (tasks, now) = (snapshot.tasks, serverNow(moment))
    guard roster.leaders[snapshot.id] == snapshot.context,
      let recent = recentEnds[snapshot.id]?.slots(at: now)
    else { return [] }
    let evening = tonightWindow(at: moment).lowerBound
    let ended = recent.map { tasks[$0] }.filter { ($0.taskEndTime ?? .distantPast) >= evening }
    let failed = ended.filter { $0.status == .failed && $0.isListed }
    guard !failed.isEmpty else { return [] }
    let exported = Set(
      (ended.filter { $0.status == .complete } + tasks.open.map { tasks[$0] })
        .compactMap(\.sourceArn))
    return failed.filter { !exported.contains($0.sourceArn ?? "") }.map(\.id)
  }

  mutating func clearMarks() {
    endRange()
    list.marks = []
  }

  mutating func takeRangeBack() {
    list.marks = list.marksBeforeRange
    endRange()
  }

  /// Ends the range; what is in it stays marked.
  mutating func endRange() {
    list.rangeAnchor = nil
    list.marksBeforeRange = []
  }

  /// Marks what the selection moves over, and unmarks what it leaves on its way back. Only the rows
  /// between the two places are looked at.
  mutating func extendRange(from before: Int, to row: Int) {
    guard let anchor = list.rangeAnchor.flatMap(list.index(of:)) else {
      endRange()
      return
    }
    let rows = list.rows
    let range = min(anchor, row)...max(anchor, row)
    for index in min(before, row)...max(before, row) {
      let id = rows[index].id
      if range.contains(index) {
        list.marks.insert(id)
      } else if !list.marksBeforeRange.contains(id) {
        list.marks.remove(id)
      }
    }
  }
}
