import FoundationEssentials
import Ground
import Tracking

extension State {
  mutating func take(_ snapshot: Snapshot, _ changes: Changes, at moment: Moment) {
    let before = snapshots[snapshot.context]
    if let before, snapshot.isOlder(than: before) { return }
    if let before, before.id != snapshot.id { leave(before, for: snapshot, at: moment) }
    let replacement = Replacement(from: before?.tasks ?? [], to: snapshot.tasks)
    snapshots[snapshot.context] = snapshot
    log(changes, at: moment)
    noteCanceled(replacement)
    arrange(replacement, at: moment)
    changeCells(replacement.newByOld)
    if list.isHeld, !list.rows.isEmpty {
      noteHeldChanges(gone: Set(replacement.gone.map { ObjectIdentifier($0) }), at: moment)
    } else {
      relist(at: moment, tellsWhatIsGone: true)
    }
    selectAwaited(at: moment)
  }

  /// What a row shows of a cancel need not be remembered any more.
  private mutating func noteCanceled(_ replacement: Replacement) {
    for (_, new) in replacement.changed
    where new.phase == .canceling || PhaseSet.ended.contains(new.phase) {
      cancelAccepted.remove(new.id)
    }
  }

  /// Keeps all tasks in order. A refresh changes a few of many: those alone are taken out and put
  /// where they belong now.
  private mutating func arrange(_ replacement: Replacement, at moment: Moment) {
    let ordering = ordering(at: moment)
    if ordering.dependsOnTime || replacement.count > list.ordered.count / 8 {
      if ordering.dependsOnTime || !replacement.isEmpty { reorder(at: moment) }
      return
    }
    if replacement.isEmpty { return }
    let outdated = replacement.outdated
    let staying = list.ordered.filter { !outdated.contains(ObjectIdentifier($0)) }
    list.ordered = ordering.merge(replacement.added + replacement.changed.map(\.new), into: staying)
  }

  /// Shows the newest of every task where it stands.
  private mutating func changeCells(_ newByOld: [ObjectIdentifier: TrackedTask]) {
    if newByOld.isEmpty { return }
    for index in list.rows.indices {
      if let new = newByOld[ObjectIdentifier(list.rows[index].task)] {
        list.rows[index].task = new
      }
    }
  }

  private mutating func log(_ changes: Changes, at moment: Moment) {
    if changes.isFirst { return }
    for entry in changes.events {
      let at = Moment(
        wall: entry.at, monotonic: moment.monotonic, utcOffset: moment.utcOffset)
      log(LoggedEvent(id: entry.id, at: at, text: entry.event.words))
    }
  }

  /// Selects what was started here, once it is listed and nothing else has the keys.
  mutating func selectAwaited(at moment: Moment) {
    guard let awaited, dialog == nil, let task = task(awaited) else { return }
    self.awaited = nil
    guard filter.active.matches(task, at: moment, serverAhead: serverAhead) else {
      notify(.info, "\(awaited.identifier) was started; the filter hides it", at: moment)
      return
    }
    releaseOrder(at: moment)
    list.isUntouched = false
    show(awaited, line: nil)
  }
}
