import FoundationEssentials
import Ground
import Listing
import RDSExports
import Tracking

extension State {
  /// The selected task as it was last seen.
  public var selectedTask: TrackedTask? { selectedItem?.task }

  /// What the selected row shows.
  var selectedItem: Item? { list.selectedIndex.map { list.rows[$0].item } }

  /// What waits in the queue and is listed, by the identity that its task will have.
  func waiting(_ id: TaskID) -> WaitingExport? {
    let pool = list.arrangement.pool
    return pool.row(of: id).flatMap { pool[$0].waiting }
  }

  /// The contexts in the order in which they were named.
  public var contexts: [ContextID] { roster.contexts }

  /// All tasks of all visible sites, before the filter.
  public var counts: Counts { roster.counts }

  /// How far a site's clock is ahead of this machine's, in seconds.
  public func serverAhead(of site: SiteID) -> TimeInterval {
    snapshot(of: site)?.feed.serverAhead ?? 0
  }

  /// A task by its identity, as it was last seen, listed or not.
  public func task(_ id: TaskID) -> TrackedTask? {
    snapshot(of: id.site)?.tasks.task(id)
  }

  /// The newest snapshot of a site, of the context that polls it; nil if it is not watched, or no
  /// longer.
  public func snapshot(of site: SiteID) -> Snapshot? {
    roster.leaders[site].flatMap { snapshots[$0] }
  }

  /// Whether nothing may be started or canceled at a site.
  public func isReadOnly(_ site: SiteID) -> Bool {
    settings.isReadOnly || roster.readOnly.contains(site)
  }

  /// The same for the place that the keys are about: the selected task's site, or the one where an
  /// export would be started.
  var isReadOnlyHere: Bool {
    guard let context = mainContext else { return settings.isReadOnly }
    return snapshots[context].map { isReadOnly($0.id) } ?? settings.isReadOnly
      || watch[context]?.isReadOnly == true
  }

  /// The context that the title line is about: the one that leads to the selected task's site, else
  /// the first.
  var mainContext: ContextID? {
    list.selected.flatMap { roster.leaders[$0.site] } ?? roster.visible.first
      ?? roster.contexts.first
  }

  /// The known tasks among these identities, in the order of the list.
  public func tasks(_ ids: Set<TaskID>) -> [TrackedTask] {
    let (pool, ordering) = (list.arrangement.pool, list.arrangement.ordering)
    return ordering.sorted(ids.compactMap(pool.row(of:)), pool).compactMap { pool[$0].task }
  }

  /// The rests that `-` and `+` go through.
  static let intervals: [Duration] = [2, 5, 10, 15, 30, 60].map { .seconds($0) }

  /// Where a new export would be started: at the selected task's site, else at the first context's.
  var snapshotForStart: Snapshot? { mainContext.flatMap { snapshots[$0] } }

  /// Whether a start, a cancel or the queue is not answered yet.
  var isActionInFlight: Bool {
    !acting.isEmpty || !queueing.isEmpty || startBatch?.isQueueing == true
  }

  /// Up to when a site is known, by its own clock.
  func knownNow(of site: SiteID, at now: Date) -> Date {
    snapshot(of: site)?.feed.knownUntil.map { min(now, $0) } ?? now
  }

  /// The sites that are not known up to a moment, and up to when they are, by their own clocks.
  func sitesBehind(at moment: Moment) -> [SiteID: Date] {
    var behind: [SiteID: Date] = [:]
    // Nothing can stall where nothing runs.
    for site in roster.openSites {
      let now = moment.wall.addingTimeInterval(site.serverAhead)
      let known = site.known(at: now)
      if known < now { behind[site.id] = known }
    }
    return behind
  }

  /// The servers' clock now. The list as a whole has one time to sort and filter by, that of the
  /// first site that has answered: they are all AWS's own clocks, and agree with each other.
  func serverNow(_ moment: Moment) -> Date { moment.wall.addingTimeInterval(roster.serverAhead) }

  /// The same moment, with the wall clock of a site: what was done here then stands in the right
  /// order among what AWS tells.
  func byClock(of site: SiteID, _ moment: Moment) -> Moment {
    var moment = moment
    moment.wall += serverAhead(of: site)
    return moment
  }

  /// The earliest monotonic instant at which `update` wants an `.input(.due)`; nil where nothing
  /// waits for the time.
  public func nextDue(at moment: Moment) -> Duration? {
    var instants = notices.map(\.until) + turns(at: moment) + expectedTurns(at: moment)
    if let leavingBy { instants.append(leavingBy) }
    // An open dialog holds the order for as long as it is open.
    if dialog == nil, let heldUntil = list.heldUntil { instants.append(heldUntil) }
    if let next = list.changed.next { instants.append(next) }
    return instants.min().map { max($0, moment.monotonic) }
  }
}
