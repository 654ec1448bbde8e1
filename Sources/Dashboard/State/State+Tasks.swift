import FoundationEssentials
import Ground
import RDSExports
import Tracking

extension State {
  /// The selected task as it was last seen.
  public var selectedTask: TrackedTask? { list.selectedIndex.map { list.rows[$0].task } }

  /// The contexts in a fixed order.
  public var contexts: [ContextID] { snapshots.keys.sorted() }

  /// All tasks of all contexts, before the filter.
  public var counts: Counts { snapshots.values.reduce(into: Counts()) { $0 += $1.tasks.counts } }

  /// How far the servers' clocks are ahead of this machine's, in seconds. They are all AWS's own
  /// clocks and agree with each other, so one context speaks for all.
  public var serverAhead: TimeInterval {
    contexts.first.flatMap { snapshots[$0]?.feed.serverAhead } ?? 0
  }

  /// A task by its identity, as it was last seen, listed or not.
  public func task(_ id: TaskID) -> TrackedTask? {
    snapshot(of: id.site)?.tasks.task(id)
  }

  /// The newest snapshot of a site; nil if it is not watched, or no longer.
  public func snapshot(of site: SiteID) -> Snapshot? {
    snapshots.values.first { $0.id == site }
  }

  /// The known tasks among these identities, in the order of the list.
  public func tasks(_ ids: Set<TaskID>) -> [TrackedTask] {
    let (pool, ordering) = (list.arrangement.pool, list.arrangement.ordering)
    return ordering.sorted(ids.compactMap(pool.row(of:)), pool).map { pool[$0] }
  }

  /// The rests that `-` and `+` go through.
  static let intervals: [Duration] = [2, 5, 10, 15, 30, 60].map { .seconds($0) }

  /// Where a new export would be started: at the selected task's site, else at the first context's.
  var snapshotForStart: Snapshot? {
    list.selected.flatMap { snapshot(of: $0.site) } ?? contexts.first.flatMap { snapshots[$0] }
  }

  /// Whether a start or a cancel is not answered yet.
  var isActionInFlight: Bool { !acting.isEmpty }

  /// Up to when a site is known: while no answer comes (or none is asked for, or the machine
  /// slept), a task can't be seen to stall.
  func knownNow(of site: SiteID, at now: Date) -> Date {
    guard let feed = snapshot(of: site)?.feed, let answer = feed.lastAnswer else { return now }
    let isSilent = feed.trouble != nil || feed.isPaused
    return min(
      now, answer.addingTimeInterval(feed.serverAhead + (isSilent ? 0 : feed.overdueAge)))
  }

  /// The sites that are not known up to a time of the servers' clock.
  func sitesBehind(_ now: Date) -> [SiteID: Date] {
    var behind: [SiteID: Date] = [:]
    for snapshot in snapshots.values {
      let known = knownNow(of: snapshot.id, at: now)
      if known < now { behind[snapshot.id] = known }
    }
    return behind
  }

  /// The server's clock now.
  func serverNow(_ moment: Moment) -> Date { moment.wall.addingTimeInterval(serverAhead) }

  /// The same moment, with the wall clock of the servers: what was done here then stands in the
  /// right order among what AWS tells.
  func byServersClock(_ moment: Moment) -> Moment {
    var moment = moment
    moment.wall = serverNow(moment)
    return moment
  }

  /// The earliest monotonic instant at which `update` wants an `.input(.due)`; nil where nothing
  /// waits for the time.
  public func nextDue(at moment: Moment) -> Duration? {
    var instants = notices.map(\.until)
    if let leavingBy { instants.append(leavingBy) }
    // An open dialog holds the order for as long as it is open.
    if dialog == nil, let heldUntil = list.heldUntil { instants.append(heldUntil) }
    return instants.min().map { max($0, moment.monotonic) }
  }
}
