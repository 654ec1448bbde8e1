import FoundationEssentials
import Ground
import Listing
import Tracking

extension State {
  /// - Returns: Whether it is newer than what is known.
  mutating func receive(
    _ snapshot: Snapshot, _ changes: Changes, at moment: Moment
  ) -> Bool {
    if unwatched.contains(snapshot.context) { return false }
    let before = snapshots[snapshot.context]
    if let before, snapshot.isOlder(than: before) { return false }
    let (sitesBefore, leader) = (roster.sites, roster.leaders[snapshot.id])
    snapshots[snapshot.context] = withTasksOfItsSite(snapshot, before, leader)
    keepRemarks()
    var changes = changes
    if let before, before.id != snapshot.id {
      changes.isWhole = true
      if roster.leaders[before.id] == nil { leave(before, for: snapshot, at: moment) }
    }
    noteSite(of: snapshot, after: before, at: moment)
    for event in changes.events { log(event) }
    countTonight(snapshot, changes, at: moment)
    list.changed.add(changes, of: snapshot.id, at: moment.monotonic)
    forgetCancels(shownBy: snapshot)
    take(snapshot, changes, from: sitesBefore, at: moment)
    selectAwaited(at: moment)
    return true
  }

  /// A context that begins to stand by keeps what is known of its site until the one that takes over
  /// has brought it.
  private func withTasksOfItsSite(
    _ snapshot: Snapshot, _ before: Snapshot?, _ leader: ContextID?
  ) -> Snapshot {
    guard snapshot.feed.standsBehind != nil, leader == snapshot.context, let before,
      before.id == snapshot.id
    else { return snapshot }
    return Snapshot(
      context: snapshot.context, label: snapshot.label, id: snapshot.id, site: snapshot.site,
      version: snapshot.version, tasks: before.tasks, feed: snapshot.feed)
  }

  /// Lists what a snapshot brings. One of a context that stands by brings no rows, and takes none
  /// away.
  private mutating func take(
    _ snapshot: Snapshot, _ changes: Changes, from sitesBefore: [SiteID], at moment: Moment
  ) {
    let leads =
      roster.leaders[snapshot.id] == snapshot.context && snapshot.feed.standsBehind == nil
    if roster.sites != sitesBefore {
      let (seen, were) = (Set(roster.sites), Set(sitesBefore))
      let isOnlyNew = seen == were.union([snapshot.id])
      guard isOnlyNew, leads else { return relistSites(byUser: false, at: moment) }
    }
    guard leads, roster.isVisible(snapshot.id) else { return }
    if list.isHeld, !list.rows.isEmpty {
      holdRows(while: snapshot, changes, at: moment)
    } else {
      arrange(snapshot, changes, at: moment)
    }
  }

  /// Lists the tasks of the visible sites, and of no others.
  mutating func relistSites(byUser: Bool, at moment: Moment) {
    var lists: [SiteID: TrackedTasks] = [:]
    for site in roster.sites { lists[site] = snapshot(of: site)?.tasks }
    let (ordering, sieve) = (ordering(at: moment), sieve(at: moment))
    relist(at: moment, byUser: byUser, tellsWhatIsGone: true) {
      _ = $0.replace(with: lists, by: ordering, sieve)
    }
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
      snapshot.tasks, of: snapshot.id, changes, by: ordering(at: moment), sieve(at: moment))
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
    let stays =
      list.selected.map { self.snapshot(of: $0.site)?.tasks.task($0).map(test) ?? false } ?? true
    let before = stays && list.held == nil ? nil : list.rows
    list.held = nil
    _ = list.arrangement.take(
      snapshot.tasks, of: snapshot.id, changes, by: ordering(at: moment), sieve)
    reselect(from: before, index, byUser: false, tells: true, at: moment)
  }

  /// Selects what was started here, once it is listed and nothing else has the keys.
  mutating func selectAwaited(at moment: Moment) {
    guard let awaited, dialog == nil, let task = task(awaited) else { return }
    self.awaited = nil
    guard roster.isVisible(awaited.site) else {
      notify(.info, "\(awaited.identifier) was started; its context is hidden", at: moment)
      return
    }
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
