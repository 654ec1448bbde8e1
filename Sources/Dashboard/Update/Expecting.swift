import FoundationEssentials
import Ground
import Planning
import Tracking

/// Keeps up with the runs that are due.
extension State {
  mutating func takeExpected(_ snapshot: Snapshot, _ changes: Changes, at moment: Moment) {
    guard roster.leaders[snapshot.id] == snapshot.context, snapshot.feed.standsBehind == nil else {
      return
    }
    let words = roster.words[snapshot.id]
    expected.take(
      snapshot.tasks, changes, of: snapshot.id,
      names: Set((words?.contexts ?? []) + (words?.profiles ?? [])),
      outlook(of: snapshot.id, at: moment))
  }

  /// Judges anew what the passing of time has changed.
  mutating func turnExpected(at moment: Moment) {
    guard expected.dues.contains(where: { $0.at <= byClock(of: $0.site, moment).wall }) else {
      return
    }
    let state = self
    expected.look { state.outlook(of: $0, at: moment) }
  }

  /// When a run turns out to be late or missing, or is waited for; monotonic.
  func expectedTurns(at moment: Moment) -> [Duration] {
    expected.dues.map { site, date in
      let rest = date.timeIntervalSince(byClock(of: site, moment).wall)
      return moment.monotonic + .seconds(max(0, rest))
    }
  }

  private func outlook(of site: SiteID, at moment: Moment) -> Outlook {
    let now = byClock(of: site, moment).wall
    let feed = snapshot(of: site)?.feed
    return Outlook(
      now: now, known: knownNow(of: site, at: now),
      isComplete: feed.map { $0.hasSwept && !$0.mayHaveMissed && !$0.isAccountUnsure } ?? false,
      local: moment.local)
  }

  /// The rows of what is shown, what is in trouble first.
  var shownExpected: [ExpectedRun] {
    expected.rows.filter { run in
      // What no site has run is nobody's in particular.
      roster.isVisible(run.site) || !run.hasRun && run.expectation?.contexts.isEmpty == true
    }
  }

  /// Selects the export that a row of the board is about, or the newest one of its series.
  mutating func goTo(_ run: ExpectedRun, at moment: Moment) {
    guard let id = run.task ?? run.lastGood?.id else {
      notify(.info, "no export is known that this is about", at: moment)
      return
    }
    goTo(id, at: moment)
  }
}
