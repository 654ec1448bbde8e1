import FoundationEssentials
import Ground
import Listing
import Planning
import Tracking

/// What the exports of the queue that stand in the list follow from.
struct WaitingCause: Hashable, Sendable {
  /// How often it was worked out why each waits and when it starts.
  var workings: Int
  var sites: [SiteID]
}

extension State {
  /// Lists the exports of the queue among the tasks of the visible sites, until AWS lists them.
  mutating func listWaiting(at moment: Moment) {
    let pool = list.arrangement.pool
    let cause = WaitingCause(workings: queue.workings, sites: roster.sites)
    if list.waitingCause == cause, !pool.waiting.contains(where: { task($0.id) != nil }) { return }
    list.waitingCause = cause
    let newest = waitingExports(at: moment)
    if newest.isEmpty, pool.waiting.isEmpty { return }
    let (rows, index, sieve) = (list.rows, list.selectedIndex, sieve(at: moment))
    let isHeld = list.isHeld && !rows.isEmpty
    var held = isHeld ? list.held ?? HeldRows(list.arrangement) : nil
    guard list.arrangement.wait(newest, sieve) != nil else { return }
    held?.follow(from: pool, into: &list.arrangement.pool)
    held?.compare(with: list.arrangement)
    list.held = held
    if held == nil { reselect(from: rows, index, byUser: false, tells: true, at: moment) }
  }

  /// What was started is in the list of AWS within moments; until then its row stays.
  private static let startedStays: TimeInterval = 120

  private func waitingExports(at moment: Moment) -> [WaitingExport] {
    let known = Dictionary(list.arrangement.pool.waiting.map { ($0.entry.id, $0) }) { $1 }
    var sites: [Site: SiteID] = [:]
    for id in roster.sites { if let site = snapshot(of: id)?.site { sites[site] = id } }
    return queue.rows.compactMap { row in
      let entry = row.entry
      guard let site = sites[entry.site],
        task(TaskID(site: site, identifier: entry.request.exportTaskIdentifier)) == nil
      else { return nil }
      if case .started(let at) = entry.state,
        moment.wall.timeIntervalSince(at) > Self.startedStays
      {
        return nil
      }
      if let export = known[entry.id], export.id.site == site,
        export.shows(entry, row.verdict, row.start, isRun: row.isRun, row.duration)
      {
        return export
      }
      return WaitingExport(
        entry, at: site, verdict: row.verdict, start: row.start, isRun: row.isRun,
        duration: row.duration)
    }
  }
}
