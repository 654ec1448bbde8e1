import FoundationEssentials
import Ground
import Tracking

/// How many tasks of the visible sites are in which phase, those that have stalled or are slow
/// apart, and when all that run will be through.
///
/// It holds until the next one does or is so, or a snapshot comes, so that no key counts them again.
/// A snapshot of one site has that site counted again, and no other.
struct Tally: Sendable {
  private var revision = -1
  /// When it was made, and when the next task will have stalled or be slow, by this machine's wall
  /// clock.
  private var at = Date.distantPast
  private(set) var nextTurn: Date?
  /// When the next forecast will be another, by the same clock.
  private(set) var nextEnd: Date?
  private(set) var counts = Counts()
  /// When all will be through; nil where nothing runs, or nothing that runs has a forecast.
  private(set) var end: BatchEnd?
  /// In the order of the sites where something has not ended.
  private var sites: [SiteTally] = []
  /// How many tasks were looked at to make it.
  private(set) var lookedAt = 0

  init() {}

  /// - Parameters:
  ///   - second: The present, by this machine's wall clock.
  ///   - before: What was counted last.
  init(_ state: State, at second: Date, after before: Tally) {
    revision = state.roster.revision
    at = second
    counts = state.roster.counts
    var (last, unsure, waitedFor): (Date?, Int, Int) = (nil, 0, 0)
    let open = state.roster.openSites
    sites = before.sites(in: open.map(\.id))
    for (index, site) in open.enumerated() {
      if !sites[index].holds(for: site, at: second) {
        sites[index] = SiteTally(of: site, in: state, at: second)
        lookedAt += sites[index].lookedAt
      }
      let tally = sites[index]
      if let moved = tally.moved { counts += moved }
      if let turn = tally.nextTurn { nextTurn = min(nextTurn ?? turn, turn) }
      if let end = tally.nextEnd { nextEnd = min(nextEnd ?? end, end) }
      if let end = tally.lastEnd { last = max(last ?? end, end) }
      unsure += tally.unsure
      waitedFor += tally.waitedFor
    }
    end = last.map { BatchEnd(last: $0, unsure: unsure, of: waitedFor) }
  }

  /// What is known of these sites, in their order; nothing of those that are new.
  private func sites(in order: [SiteID]) -> [SiteTally] {
    guard !sites.elementsEqual(order, by: { $0.site == $1 }) else { return sites }
    let known = Dictionary(sites.map { ($0.site, $0) }) { $1 }
    return order.map { known[$0] ?? SiteTally(of: $0) }
  }

  func holds(for state: State, at second: Date) -> Bool {
    revision == state.roster.revision && (second == at || second > at && !isOver(at: second))
  }

  private func isOver(at second: Date) -> Bool {
    [nextTurn, nextEnd].contains { $0.map { $0 <= second } ?? false }
  }
}

extension State {
  mutating func keepTally(at moment: Moment) {
    let second = Validity(at: moment).second
    if !tally.holds(for: self, at: second) { tally = Tally(self, at: second, after: tally) }
  }

  /// The tally as it was kept, or made anew.
  func tally(at second: Date) -> Tally {
    tally.holds(for: self, at: second) ? tally : Tally(self, at: second, after: tally)
  }
}
