import FoundationEssentials
import Ground
import Listing
import Tracking

extension State {
  /// A snapshot that was taken in, and what was known before.
  private struct News {
    var snapshot: Snapshot
    var changes: Changes
    /// The context's last one.
    var before: Snapshot?
    /// The last one of the site, and the context that led it.
    var siteBefore: Snapshot?
    var leader: ContextID?

    /// Whether the site's list was still being read for the first time. A dialog stays open for long,
    /// and nobody can point at rows behind it: it doesn't hold them back.
    var isOfFirstSweep: Bool { siteBefore?.feed.hasSwept != true }
  }

  /// Takes in what is newer than what is known.
  mutating func receive(_ arrivals: [Arrival], at moment: Moment) -> [Effect] {
    var news = arrivals.compactMap(news)
    guard !news.isEmpty else { return [] }
    let sitesBefore = roster.sites
    put(news.map(\.snapshot))
    keepRemarks()
    for index in news.indices { note(&news[index], at: moment) }
    take(news, from: sitesBefore, at: moment)
    selectAwaited(at: moment)
    return news.flatMap {
      tellNews(of: $0.snapshot, $0.changes, before: $0.siteBefore, at: moment)
    }
  }

  /// Nil for what is older than what is known, and for contexts that nobody watches any more.
  private func news(of arrival: Arrival) -> News? {
    let (snapshot, changes) = (arrival.snapshot, arrival.changes)
    if unwatched.contains(snapshot.context) { return nil }
    let before = snapshots[snapshot.context]
    if let before, snapshot.isOlder(than: before) { return nil }
    let leader = roster.leaders[snapshot.id]
    return News(
      snapshot: withTasksOfItsSite(snapshot, before, leader), changes: changes, before: before,
      siteBefore: self.snapshot(of: snapshot.id), leader: leader)
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

  /// Notes what a snapshot tells besides its rows.
  private mutating func note(_ news: inout News, at moment: Moment) {
    let snapshot = news.snapshot
    if let before = news.before, before.id != snapshot.id {
      news.changes.isWhole = true
      if roster.leaders[before.id] == nil { leave(before, for: snapshot, at: moment) }
    }
    noteSite(of: snapshot, after: news.before, at: moment)
    for event in news.changes.events { log(event) }
    // What another context's snapshots said of this site may not have come.
    if news.leader != snapshot.context { news.changes.isWhole = true }
    countTonight(snapshot, news.changes, at: moment)
    takeExpected(snapshot, news.changes, at: moment)
    list.changed.add(news.changes, of: snapshot.id, at: moment.monotonic)
    followCancels(in: snapshot, at: moment)
    forgetCancels(shownBy: snapshot)
  }

  /// Lists what snapshots bring. One of a context that stands by brings no rows, and takes none
  /// away.
  private mutating func take(_ news: [News], from sitesBefore: [SiteID], at moment: Moment) {
    let leading = news.filter {
      roster.leaders[$0.snapshot.id] == $0.snapshot.context && $0.snapshot.feed.standsBehind == nil
    }
    if roster.sites != sitesBefore {
      let (seen, were) = (Set(roster.sites), Set(sitesBefore))
      let isOnlyNew = seen.subtracting(were).isSubset(of: leading.map(\.snapshot.id))
      guard isOnlyNew, seen.isSuperset(of: were) else {
        return relistSites(byUser: false, at: moment)
      }
    }
    let newest = leading.filter { roster.isVisible($0.snapshot.id) }
      .map { SiteTasks(of: $0.snapshot.id, $0.snapshot.tasks, $0.changes) }
    guard !newest.isEmpty else { return }
    if list.isHeld, !list.rows.isEmpty, !(dialog != nil && news.contains(where: \.isOfFirstSweep)) {
      holdRows(while: newest, at: moment)
    } else {
      arrange(newest, at: moment)
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
    listWaiting(at: moment)
  }

  /// Forgets the cancels that their rows show by now.
  private mutating func forgetCancels(shownBy snapshot: Snapshot) {
    for id in cancelAccepted {
      guard let phase = snapshot.tasks.task(id)?.phase else { continue }
      if phase == .canceling || PhaseSet.ended.contains(phase) { cancelAccepted.remove(id) }
    }
  }

  /// Keeps the rows where they are, and notes which no longer pass the filter and which wait.
  private mutating func holdRows(while newest: [SiteTasks], at moment: Moment) {
    let before = list.arrangement.pool
    var held = list.held ?? HeldRows(list.arrangement)
    let moves = list.arrangement.take(newest, by: ordering(at: moment), sieve(at: moment))
    if moves.areRowsOthers { held.follow(from: before, into: &list.arrangement.pool) }
    if moves.isCounted {
      held.note(moves)
    } else {
      held.compare(with: list.arrangement)
    }
    list.held = held
  }

  /// Puts everything in its place at once.
  private mutating func arrange(_ newest: [SiteTasks], at moment: Moment) {
    let sieve = sieve(at: moment)
    let index = list.selectedIndex
    // The rows as they were are needed only if the selected task may no longer be listed.
    let test = sieve.test
    let stays =
      list.selected.map { self.snapshot(of: $0.site)?.tasks.task($0).map(test) ?? false } ?? true
    let before = stays && list.held == nil ? nil : list.rows
    list.held = nil
    _ = list.arrangement.take(newest, by: ordering(at: moment), sieve)
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
