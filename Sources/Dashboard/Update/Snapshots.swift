import FoundationEssentials
import Ground
import Listing
import Tracking

extension State {
  /// - Returns: Whether it is newer than what is known.
  mutating func receive(
    _ snapshot: Snapshot, _ changes: Changes, at moment: Moment
  ) -> Bool {
    let before = snapshots[snapshot.context]
    if let before, snapshot.isOlder(than: before) { return false }
    var changes = changes
    if let before, before.id != snapshot.id {
      changes.isWhole = true
      leave(before, for: snapshot, at: moment)
    }
    snapshots[snapshot.context] = snapshot
    log(changes, at: moment)
    forgetCancels(shownBy: snapshot)
    if list.isHeld, !list.rows.isEmpty {
      holdRows(while: snapshot, changes, at: moment)
    } else {
      arrange(snapshot, changes, at: moment)
    }
    selectAwaited(at: moment)
    return true
  }

  /// Forgets the cancels that their rows show by now.
  private mutating func forgetCancels(shownBy snapshot: Snapshot) {
    for id in cancelAccepted {
      guard let phase = snapshot.tasks.task(id)?.phase else { continue }
      if phase == .canceling || PhaseSet.ended.contains(phase) { cancelAccepted.remove(id) }
    }
  }

  /// Keeps the rows where they are, and notes which no longer pass the filter and which wait.
  private mutating func holdRows(
    while snapshot: Snapshot, _ changes: Changes, at moment: Moment
  ) {
    let before = list.arrangement.pool
    var held = list.held ?? HeldRows(list.arrangement)
    let moves = list.arrangement.take(
      snapshot.tasks, of: snapshot.context, changes, by: ordering(at: moment), sieve(at: moment))
    if moves.areRowsOthers { held.follow(from: before, into: &list.arrangement.pool) }
    if moves.isCounted {
      held.note(moves)
    } else {
      held.compare(with: list.arrangement)
    }
    list.held = held
  }

  /// Puts everything in its place at once.
  private mutating func arrange(_ snapshot: Snapshot, _ changes: Changes, at moment: Moment) {
    let sieve = sieve(at: moment)
    let index = list.selectedIndex
    // The rows as they were are needed only if the selected task may no longer be listed.
    let test = sieve.test
    let stays = list.selected.map { task($0).map(test) ?? false } ?? true
    let before = stays && list.held == nil ? nil : list.rows
    list.held = nil
    _ = list.arrangement.take(
      snapshot.tasks, of: snapshot.context, changes, by: ordering(at: moment), sieve)
    reselect(from: before, index, byUser: false, tells: true, at: moment)
  }

  private mutating func log(_ changes: Changes, at moment: Moment) {
    if changes.isWhole { return }
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
    guard sieve(at: moment).test(task) else {
      notify(.info, "\(awaited.identifier) was started; the filter hides it", at: moment)
      return
    }
    releaseOrder(at: moment)
    list.isUntouched = false
    show(awaited)
    holdOrder(at: moment)
  }
}
