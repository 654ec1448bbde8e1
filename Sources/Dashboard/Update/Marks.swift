import Ground
import RDSExports
import Tracking

extension State {
  mutating func toggleMark(at moment: Moment) {
    touch(at: moment)
    if list.rangeAnchor != nil {
      endRange()
      return
    }
    guard let index = list.selectedIndex else { return }
    let (id, isGone) = (list.rows[index].id, list.rows[index].isGone)
    if list.marks.remove(id) == nil, !isGone { list.marks.insert(id) }
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

  /// Marks what failed since the last evening, as far as it is listed and can be started again. What was
  /// exported since, is being exported or waits in the queue stays as it is: its data is there, or will be.
  mutating func markFailed(at moment: Moment) {
    touch(at: moment)
    endRange()
    let failed = roster.visible.compactMap { snapshots[$0] }
      .flatMap { failedTonight($0, at: moment) }
    let reasons = Set(failed.compactMap { task($0).flatMap(reasonNotToRepeat) })
    let why = reasons.sorted().joined(separator: ", ")
    let able = failed.filter { task($0).map { reasonNotToRepeat($0) == nil } ?? false }
    let listed = able.filter { list.index(of: $0) != nil }
    list.marks.formUnion(listed)
    let (unable, hidden) = (failed.count - able.count, able.count - listed.count)
    let rest =
      (hidden > 0 ? "; the filter hides \(grouped(hidden)) more" : "")
      + (unable > 0 ? "; \(grouped(unable)) more can't be started again: \(why)" : "")
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
    // Where data was skipped, it isn't there.
    let complete = ended.filter { $0.status == .complete && $0.warning == nil }
    let exported = Set((complete + tasks.open.map { tasks[$0] }).map { Exported($0.task) })
    let queued = (queue.report?.open ?? []).filter { $0.site == snapshot.site }
      .map { Exported($0.request) }
    return failed.filter { !exported.union(queued).contains(Exported($0.task)) }.map(\.id)
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
        if rows[index].isGone { continue }
        list.marks.insert(id)
      } else if !list.marksBeforeRange.contains(id) {
        list.marks.remove(id)
      }
    }
  }
}

/// What of which source is exported to which bucket.
private struct Exported: Hashable {
  let source: String?
  let parts: Set<String>
  let bucket: String?

  init(_ task: ExportTask) {
    (source, parts, bucket) = (task.sourceArn, Set(task.exportOnly ?? []), task.s3Bucket)
  }

  init(_ request: StartExportTaskRequest) {
    source = request.sourceArn
    (parts, bucket) = (Set(request.exportOnly), request.s3BucketName)
  }
}
