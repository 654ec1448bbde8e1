import FoundationEssentials
import Ground
import Tracking

/// How many tasks of the visible sites are in which phase, those that have stalled or are slow
/// apart. It holds until the next one does or is so, or a snapshot comes, so that no key counts them again.
struct Tally: Sendable {
  private var revision = -1
  /// When it was made, and when the next task will have stalled or be slow, by this machine's wall clock.
  private var at = Date.distantPast
  private(set) var nextTurn: Date?
  private(set) var counts = Counts()

  init() {}

  /// - Parameter second: The present, by this machine's wall clock.
  init(_ state: State, at second: Date) {
    revision = state.roster.revision
    at = second
    counts = state.roster.counts
    for site in state.roster.openSites {
      guard let snapshot = state.snapshot(of: site) else { continue }
      let now = second.addingTimeInterval(snapshot.feed.serverAhead)
      let known = state.knownNow(of: site, at: now)
      for slot in snapshot.tasks.open {
        let phase = Phase(of: snapshot.tasks[slot], at: known)
        guard PhaseSet.timed.contains(phase) else { continue }
        counts[snapshot.tasks[slot].phase] -= 1
        counts[phase] += 1
      }
      guard known == now, let turn = snapshot.tasks.nextTurn(after: now) else { continue }
      let local = turn.addingTimeInterval(-snapshot.feed.serverAhead)
      nextTurn = min(nextTurn ?? local, local)
    }
  }

  func holds(for state: State, at second: Date) -> Bool {
    revision == state.roster.revision
      && (second == at || second > at && nextTurn.map { second < $0 } ?? true)
  }
}

extension State {
  mutating func keepTally(at moment: Moment) {
    let second = Validity(at: moment).second
    if !tally.holds(for: self, at: second) { tally = Tally(self, at: second) }
  }

  /// The tally as it was kept, or made anew.
  func tally(at second: Date) -> Tally {
    tally.holds(for: self, at: second) ? tally : Tally(self, at: second)
  }
}
