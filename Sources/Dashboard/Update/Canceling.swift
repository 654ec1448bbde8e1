import Canvas
import RDSExports
import Tracking

extension State {
  /// Asks whether the marked tasks, or else the selected one, are to be canceled.
  mutating func askToCancel(at moment: Moment) {
    touch(at: moment)
    endRange()
    let wanted = list.marks.isEmpty ? Set([list.selected].compactMap { $0 }) : list.marks
    let tasks = tasks(wanted).filter { reasonNotToCancel($0) == nil }
    guard let first = tasks.first else {
      notify(.info, "none of the marked tasks can be canceled", at: moment)
      return
    }
    if tasks.count < wanted.count {
      notify(
        .info, "\(wanted.count - tasks.count) of \(wanted.count) marked can't be canceled any more",
        at: moment)
    }
    let word: String? =
      if tasks.count > 1 {
        "cancel \(tasks.count)"
      } else if isProduction(first.id.site) {
        first.id.identifier
      } else {
        nil
      }
    let sites = Set(tasks.map(\.id.site)).compactMap { id in
      snapshot(of: id)?.site.map { (id, $0) }
    }
    overlay = .cancel(
      CancelDialog(
        tasks: tasks.map(\.id), shown: Dictionary(sites) { $1 }, word: word,
        openedAt: moment.monotonic))
  }

  mutating func answer(_ dialog: CancelDialog, _ key: Key, _ action: Action?, at moment: Moment)
    -> [Effect]
  {
    // It was typed before the dialog could be seen.
    if moment.monotonic <= dialog.openedAt { return [] }
    var dialog = dialog
    switch action {
    case .closeOne:
      overlay = nil
      return []
    case .confirm:
      if let word = dialog.word, dialog.typed.text.trimmed != word {
        dialog.problem = "type \(word) to confirm"
        overlay = .cancel(dialog)
        return []
      }
      return cancel(dialog.tasks, shown: dialog.shown, at: moment)
    default:
      guard dialog.word != nil, dialog.typed.apply(key) else { return [] }
      dialog.problem = nil
      overlay = .cancel(dialog)
      return []
    }
  }

  mutating func paste(_ text: String, into dialog: CancelDialog, at moment: Moment) {
    guard dialog.word != nil, moment.monotonic > dialog.openedAt else { return }
    var dialog = dialog
    dialog.typed.paste(text)
    dialog.problem = nil
    overlay = .cancel(dialog)
  }

  /// Everything is looked at again: what is confirmed was asked a while ago.
  private mutating func cancel(
    _ ids: [TaskID], shown: [SiteID: Site], at moment: Moment
  ) -> [Effect] {
    overlay = nil
    if settings.isReadOnly {
      notify(.warning, "nothing was canceled: read-only", at: moment)
      return []
    }
    let known = Dictionary(tasks(Set(ids)).map { ($0.id, $0) }) { $1 }
    let still = ids.filter { id in known[id].map { reasonNotToCancel($0) == nil } ?? false }
    guard let first = still.first else {
      let what = ids.count == 1 ? ids[0].identifier : "all \(ids.count) tasks"
      notify(.warning, "nothing left to cancel: \(what) ended meanwhile", at: moment)
      return []
    }
    if still.count < ids.count {
      let ended = ids.filter { !still.contains($0) }
      let what = ended.count == 1 ? ended[0].identifier : "\(ended.count) of them"
      notify(.warning, "left out, ended meanwhile: \(what)", at: moment)
    }
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
    _ id: TaskID, _ result: Result<ExportTask, ExportTasksError>, at moment: Moment
  ) {
    switch result {
    case .success(let task):
      cancelAccepted.insert(id)
      let status = task.status?.word ?? "no status"
      log(LoggedEvent(id: id, at: moment, text: "cancel accepted: \(status)"))
      notify(.success, "AWS is canceling \(id.identifier)", at: moment)
    case .failure(let error):
      let words = words(for: error)
      log(LoggedEvent(id: id, at: moment, text: "cancel refused: \(Format.line(words))"))
      notify(.error, "\(id.identifier) was not canceled: \(words)", at: moment)
    }
  }
}

extension String {
  /// Without the blanks around it.
  fileprivate var trimmed: Substring {
    guard let first = firstIndex(where: { !$0.isWhitespace }),
      let last = lastIndex(where: { !$0.isWhitespace })
    else { return "" }
    return self[first...last]
  }
}
