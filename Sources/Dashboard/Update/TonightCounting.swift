import FoundationEssentials
import Ground
import Tracking

/// Counts what begins in tonight's window, and what ends within a day, as it comes.
extension State {
  mutating func countTonight(_ snapshot: Snapshot, _ changes: Changes, at moment: Moment) {
    guard roster.leaders[snapshot.id] == snapshot.context, snapshot.feed.standsBehind == nil else {
      return
    }
    let now = serverNow(moment)
    if recentEnds[snapshot.id] == nil {
      recentEnds[snapshot.id] = RecentEnds(of: snapshot.tasks, at: now)
    } else {
      recentEnds[snapshot.id]?.take(snapshot.tasks, changes, at: now)
    }
    let window = tonightWindow(at: moment)
    if tonights[snapshot.id]?.window == window {
      tonights[snapshot.id]?.take(snapshot.tasks, changes)
    } else {
      tonights[snapshot.id] = Tonight(window: window, of: snapshot.tasks)
    }
  }

  /// Begins the next window where the last one is over.
  mutating func turnTonight(at moment: Moment) {
    let now = serverNow(moment)
    guard tonights.values.contains(where: { !$0.window.contains(now) }) else { return }
    let window = tonightWindow(at: moment)
    for site in Array(tonights.keys) {
      tonights[site] = snapshot(of: site).map { Tonight(window: window, of: $0.tasks) }
    }
  }

  func tonightWindow(at moment: Moment) -> Range<Date> {
    Tonight.window(since: settings.tonight, at: serverNow(moment), moment.local)
  }

  /// Lists anew what a filter by time lets through, where a day, a night or a time of day begins.
  mutating func turnFilter(at moment: Moment) {
    guard !list.isHeld, let turn = list.arrangement.turn, turn <= serverNow(moment) else { return }
    let (ordering, sieve) = (ordering(at: moment), sieve(at: moment))
    relist(at: moment, byUser: false, tellsWhatIsGone: true) { $0.age(by: ordering, sieve) }
  }

  /// When one of the two is due, monotonic.
  func turns(at moment: Moment) -> [Duration] {
    var turns = [tonights.values.lazy.map(\.window.upperBound).min()].compactMap(\.self)
    if !list.isHeld, let turn = list.arrangement.turn { turns.append(turn) }
    return turns.map {
      moment.monotonic + .seconds(max(0, $0.timeIntervalSince(serverNow(moment))))
    }
  }
}
