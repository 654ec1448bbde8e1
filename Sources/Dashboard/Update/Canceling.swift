import Ground
import RDSExports
import Tracking
import Words

extension State {
  func reasonNoneCanBeCanceled(of tasks: Set<TaskID>) -> String {
    "none of the marked tasks can be canceled: "
      + CancelDialog.LeftOut.words(leftOut(of: tasks, but: []))
  }

  /// Asks whether to cancel the marked tasks, or else the selected one.
  mutating func askToCancel(at moment: Moment) {
    touch(at: moment)
    endRange()
    let wanted = list.marks.isEmpty ? Set([list.selected].compactMap { $0 }) : list.marks
    let tasks = tasks(wanted).filter { reasonNotToCancel($0) == nil }
    guard let first = tasks.first else {
      notify(.info, reasonNoneCanBeCanceled(of: wanted), at: moment)
      return
    }
    let word: String? =
      if tasks.count > 1 {
        "cancel \(tasks.count)"
      } else if isProduction(first.siteID) {
        first.id.identifier
      } else {
        nil
      }
    let sites = Set(tasks.map(\.siteID)).compactMap { id in
      snapshot(of: id)?.site.map { (id, $0) }
    }
    var dialog = CancelDialog(
      tasks: tasks.map(\.id), shown: Dictionary(sites) { $1 }, word: word)
    dialog.leftOut = leftOut(of: wanted, but: Set(dialog.tasks))
    dialog.hidden = dialog.tasks.count { list.index(of: $0) == nil }
    put(dialog, at: moment)
  }

  /// Why some of the chosen tasks can't be canceled: each reason and how often it applies, the most
  /// common first.
  private func leftOut(of wanted: Set<TaskID>, but asked: Set<TaskID>) -> [CancelDialog.LeftOut] {
    let known = Dictionary(tasks(wanted).map { ($0.id, $0) }) { $1 }
    var counts: [String: Int] = [:]
    for id in wanted where !asked.contains(id) {
      let reason = known[id].map { reasonNotToCancel($0) } ?? reasonUnlisted(id)
      counts[reason ?? "no longer known", default: 0] += 1
    }
    return counts.map { CancelDialog.LeftOut(reason: $0.key, count: $0.value) }
      .sorted { ($1.count, $0.reason) < ($0.count, $1.reason) }
  }

  /// Why a task is in no list.
  private func reasonUnlisted(_ id: TaskID) -> String? {
    task(id) == nil || roster.isVisible(id.site) ? nil : "hidden with its context"
  }

  /// Sends the cancels. Everything is checked again, because the question was drawn a while ago.
  mutating func cancel(
    _ ids: [TaskID], shown: [SiteID: Site], at moment: Moment
  ) -> [Effect] {
    if settings.isReadOnly {
      notify(.warning, "nothing was canceled: read-only", at: moment)
      return []
    }
    let known = Dictionary(tasks(Set(ids)).map { ($0.id, $0) }) { $1 }
    let still = ids.filter { id in known[id].map { reasonNotToCancel($0) == nil } ?? false }
    if still.count < ids.count {
      let off = Set(ids).subtracting(still)
      let what = off.count == 1 ? off.first?.identifier ?? "" : "\(off.count) of them"
      let reasons = CancelDialog.LeftOut.words(leftOut(of: off, but: []))
      let outcome = still.isEmpty ? "nothing was canceled" : "left out"
      notify(.warning, "\(outcome): \(what) (\(reasons))", at: moment)
    }
    guard let first = still.first else { return [] }
    notify(
      .info, "canceling \(still.count == 1 ? first.identifier : "\(still.count) tasks")",
      at: moment)
    return still.compactMap { id in
      list.marks.remove(id)
      guard let site = shown[id.site] else { return nil }
      return act(.cancel(id.identifier), at: id.site, shown: site, moment).effect
    }
  }

  mutating func takeCanceled(
    _ pending: PendingAction, _ result: Result<ExportTask, ExportTasksError>, at moment: Moment
  ) {
    let (id, name) = (pending.task, name(of: pending))
    switch result {
    case .success(let task):
      cancelAccepted.insert(id)
      log(.cancelAccepted(status: task.status?.word), of: pending, at: moment)
      notify(.success, "AWS is canceling \(name)", at: moment)
    case .failure(let error):
      let words = words(for: error)
      log(.cancelRefused(because: words), of: pending, at: moment)
      notify(.error, "\(name) was not canceled: \(words)", at: moment)
    }
  }
}
