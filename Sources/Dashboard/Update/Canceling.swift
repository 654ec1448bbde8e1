import Ground
import RDSExports
import Tracking
import Words

extension State {
  func reasonNoneCanBeCanceled(of tasks: Set<TaskID>) -> String {
    "none of the marked tasks can be canceled: "
      + leftOut(of: tasks, but: []).words
  }

  /// Asks whether to cancel the marked tasks, or else the selected one.
  mutating func askToCancel(at moment: Moment) {
    touch(at: moment)
    endRange()
    let wanted = list.marks.isEmpty ? Set([list.selected].compactMap { $0 }) : list.marks
    let tasks = tasks(wanted).filter {
      reasonNotToCancel($0) == nil && list.index(of: $0.id) != nil
    }
    guard let first = tasks.first else {
      if askToRemove(from: wanted, at: moment) { return }
      notify(.info, reasonNoneCanBeCanceled(of: wanted), at: moment)
      return
    }
    if let reason = reasonTooMany(tasks.count) {
      notify(.warning, "nothing was canceled: \(reason)", at: moment)
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
    put(dialog, at: moment)
  }

  /// Asks whether to take out of the queue what waits there of what was chosen.
  /// - Returns: Whether there is an answer to what was chosen: a question, or why there is none.
  private mutating func askToRemove(from wanted: Set<TaskID>, at moment: Moment) -> Bool {
    let queued = removable
    guard !queued.isEmpty else { return false }
    if let reason = reasonTooMany(queued.count) {
      notify(.warning, "nothing was removed: \(reason)", at: moment)
      return true
    }
    let asked = Set(queued.map(\.request.exportTaskIdentifier))
    let chosen = wanted.filter { waiting($0) != nil && asked.contains($0.identifier) }
    var question = question(.remove, queued)
    question.leftOut = leftOut(of: wanted, but: chosen)
    put(question, at: moment)
    return true
  }

  /// Why some of what was chosen is left out.
  private func leftOut(of wanted: Set<TaskID>, but asked: Set<TaskID>) -> LeftOut {
    let known = Dictionary(tasks(wanted).map { ($0.id, $0) }) { $1 }
    return LeftOut(
      wanted.filter { !asked.contains($0) }.sorted { $0.identifier < $1.identifier }.map { id in
        let reason = known[id].flatMap { reasonNotToCancel($0) } ?? reasonUnseen(id)
        return (id.identifier, reason ?? "no longer known")
      })
  }

  /// Why a task can't be seen: nobody cancels what nobody sees.
  private func reasonUnseen(_ id: TaskID) -> String? {
    guard task(id) != nil else { return waiting(id).map { reasonNotAsked($0.entry) } }
    if !roster.isVisible(id.site) { return "hidden with its context" }
    return list.index(of: id) == nil ? "hidden by the filter" : nil
  }

  /// Sends the cancels. Everything is checked again, because the question was drawn a while ago.
  mutating func cancel(
    _ ids: [TaskID], shown: [SiteID: Site], hasWord: Bool, at moment: Moment
  ) -> [Effect] {
    let agreed = agree(to: ids.count, hasWord: hasWord)
    let barred = settings.isReadOnly ? "read-only" : reasonTooMany(ids.count)
    if let reason = barred {
      notify(.warning, "nothing was canceled: \(reason)", at: moment)
      return []
    }
    let known = Dictionary(tasks(Set(ids)).map { ($0.id, $0) }) { $1 }
    var reasons: [TaskID: String] = [:]
    for id in ids {
      if let task = known[id], shown[id.site] != nil {
        reasons[id] = reasonNotToCancel(task) ?? reasonBarred(id.site, agreed)
      } else {
        reasons[id] = "no longer known"
      }
    }
    let still = ids.filter { reasons[$0] == nil }
    if ids.count > 1 { openResults(of: ids, leftOut: reasons, at: moment) }
    for id in still { cancelOutcomes[id] = .sent }
    if ids.count == 1, let reason = reasons[ids[0]] {
      notify(.warning, "nothing was canceled: \(ids[0].identifier) (\(reason))", at: moment)
    }
    if ids.count == 1, let id = still.first {
      notify(.info, "canceling \(id.identifier)", at: moment)
    }
    return still.compactMap { id in
      list.marks.remove(id)
      guard let site = shown[id.site] else { return nil }
      return act(.cancel(id.identifier), at: id.site, shown: site, agreed: agreed, moment).effect
    }
  }

  /// Shows what becomes of several.
  private mutating func openResults(
    of ids: [TaskID], leftOut: [TaskID: String], at moment: Moment
  ) {
    put(CancelResults(tasks: ids), at: moment)
    forgetSettledCancels()
    for (id, reason) in leftOut { cancelOutcomes[id] = .leftOut(because: reason) }
  }

  mutating func takeCanceled(
    _ pending: PendingAction, _ result: Result<ExportTask, ExportTasksError>, at moment: Moment
  ) {
    let (id, name) = (pending.task, name(of: pending))
    let isOnPage = (dialog as? CancelResults)?.tasks.contains(id) == true
    switch result {
    case .success(let task):
      cancelAccepted.insert(id)
      log(.cancelAccepted(status: task.status?.word), of: pending, at: moment)
      if !isOnPage { notify(.success, "AWS is canceling \(name)", at: moment) }
      if let snapshot = snapshot(of: id.site) {
        cancelOutcomes[id] = .canceling
        followCancels(in: snapshot, at: moment)
      }
    case .failure(let error):
      let words = words(for: error)
      log(.cancelRefused(because: words), of: pending, at: moment)
      if snapshot(of: id.site) != nil { cancelOutcomes[id] = .refused(because: words) }
      if isOnPage { return }
      notify(.error, "\(name) was not canceled: \(words)", at: moment)
    }
  }
}
