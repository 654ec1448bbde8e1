import FoundationEssentials
import Listing
import RDSExports
import Tracking

/// The contexts that are watched and the sites that they lead to, as the newest snapshots tell. It
/// is made once for each change, so that keys and frames look things up and go through no contexts.
struct Roster: Sendable {
  /// Grows with each change of a context or a snapshot.
  private(set) var revision = 0
  /// How often it was worked out who leads where and what all are called.
  private(set) var formings = 0
  /// Every context, in the order in which they were named.
  private(set) var contexts: [ContextID] = []
  /// Those that are not hidden.
  private(set) var visible: [ContextID] = []
  /// The context that polls each site: it has the site's tasks and signs what is done there.
  private(set) var leaders: [SiteID: ContextID] = [:]
  /// The sites that at least one visible context leads to, in the order of these.
  private(set) var sites: [SiteID] = []
  /// Those of them where something has not ended.
  private(set) var openSites: [OpenSite] = []
  private(set) var production: Set<SiteID> = []
  private(set) var readOnly: Set<SiteID> = []
  /// The visible contexts of which something is to be said.
  private(set) var remarkable: [ContextID] = []
  /// How far the clock of the first site that has answered is ahead of this machine's, in seconds.
  private(set) var serverAhead: TimeInterval = 0
  /// How many tasks the visible sites have in which phase.
  private(set) var counts = Counts()
  /// Whether a visible site was read to its end.
  private(set) var hasSwept = false
  /// Whether a visible site is still being read for the first time.
  private(set) var isPartial = false
  /// How many tasks the sweeps that are under way have read; nil where none is.
  private(set) var sweeping: Int?
  private(set) var areFiltersIgnored = false
  private(set) var names = ContextNames()
  /// What filters may ask of the sites.
  private(set) var words: [SiteID: SiteWords] = [:]
  /// The sites in the order of what their contexts are called.
  private(set) var ranks: [SiteID: Int] = [:]

  /// Whether rows of several sites may be in the list.
  var hasSeveralSites: Bool { sites.count > 1 }
  var hasSeveral: Bool { contexts.count > 1 }
  var hidden: Int { contexts.count - visible.count }

  func isVisible(_ site: SiteID) -> Bool { ranks[site] != nil }

  /// What the context is called that leads to a site.
  func name(of site: SiteID) -> String? { leaders[site].flatMap { names[$0] } }

  /// Takes in newer snapshots of contexts that are called and stand as they did before.
  mutating func count(_ snapshots: [ContextID: Snapshot]) {
    revision += 1
    see(snapshots)
  }

  mutating func update(_ snapshots: [ContextID: Snapshot], _ watch: WatchSet) {
    formings += 1
    revision += 1
    let watched = watch.contexts.map(\.id)
    let known = Set(watched)
    contexts = watched + snapshots.keys.filter { !known.contains($0) }.sorted()
    let hidden = Set(watch.contexts.lazy.filter(\.isHidden).map(\.id))
    visible = contexts.filter { !hidden.contains($0) }
    let members = contexts.compactMap { snapshots[$0] }
    nameContexts(snapshots, watch)
    lead(members)
    mark(watch, snapshots)
    list(snapshots)
    see(snapshots)
    say(members)
  }

  private mutating func nameContexts(_ snapshots: [ContextID: Snapshot], _ watch: WatchSet) {
    let own = Dictionary(watch.contexts.map { ($0.id, $0.label) }) { $1 }
    let labels = contexts.compactMap { id in
      (snapshots[id]?.label ?? own[id]).map { (id: id, label: $0) }
    }
    if !names.hold(for: labels) { names = ContextNames(labels) }
  }

  /// Of the contexts of a site, the one that polls it leads; in doubt, the one that was heard last.
  private mutating func lead(_ members: [Snapshot]) {
    var best: [SiteID: (rank: Int, version: Int)] = [:]
    leaders = [:]
    for snapshot in members {
      // While a site is handed over nobody leads it, and the one before still has its tasks.
      let rank = snapshot.feed.standsBehind == nil ? 2 : snapshot.tasks.isEmpty ? 0 : 1
      if let other = best[snapshot.id], other >= (rank, snapshot.version) { continue }
      best[snapshot.id] = (rank, snapshot.version)
      leaders[snapshot.id] = snapshot.context
    }
  }

  /// What any of its contexts calls production is production; whether it may be changed is up to the
  /// one that signs.
  private mutating func mark(_ watch: WatchSet, _ snapshots: [ContextID: Snapshot]) {
    (production, readOnly) = ([], [])
    for watched in watch.contexts {
      guard let site = snapshots[watched.id]?.id else { continue }
      if watched.isProduction { production.insert(site) }
      if watched.isReadOnly { readOnly.insert(site) }
    }
  }

  private mutating func list(_ snapshots: [ContextID: Snapshot]) {
    var seen: Set<SiteID> = []
    sites = visible.compactMap { snapshots[$0]?.id }.filter { seen.insert($0).inserted }
  }

  /// What the visible sites have together.
  private mutating func see(_ snapshots: [ContextID: Snapshot]) {
    serverAhead = 0
    var isClockKnown = false
    (counts, openSites, sweeping) = (Counts(), [], nil)
    (hasSwept, isPartial, areFiltersIgnored) = (false, false, false)
    for site in sites {
      guard let snapshot = leaders[site].flatMap({ snapshots[$0] }) else { continue }
      if !isClockKnown, snapshot.feed.lastAnswer != nil {
        serverAhead = snapshot.feed.serverAhead
        isClockKnown = true
      }
      counts += snapshot.tasks.counts
      if !snapshot.tasks.open.isEmpty { openSites.append(OpenSite(snapshot)) }
      if let read = snapshot.feed.sweeping { sweeping = (sweeping ?? 0) + read }
      if snapshot.feed.hasSwept { hasSwept = true }
      // One that can't be read at all says so itself, and doesn't make the others partial.
      let isDead = snapshot.feed.trouble != nil && snapshot.tasks.isEmpty
      if !snapshot.feed.hasSwept, !isDead || sites.count == 1 { isPartial = true }
      if snapshot.feed.filtersIgnored { areFiltersIgnored = true }
    }
    remarkable = visible.filter {
      guard let feed = snapshots[$0]?.feed else { return false }
      return feed.trouble != nil || feed.waiting != nil
    }
  }

  /// What sites are called, for filters and for the order.
  private mutating func say(_ members: [Snapshot]) {
    var all: [SiteID: SiteWords] = [:]
    for snapshot in members {
      let label = snapshot.label
      var words = all[snapshot.id] ?? SiteWords(region: label.region)
      let names = [self.names[snapshot.context], label.name ?? label.profile].compactMap { $0 }
      words.contexts += names.filter { !words.contexts.contains($0) }
      if !words.profiles.contains(label.profile) { words.profiles.append(label.profile) }
      if let site = snapshot.site {
        (words.region, words.account) = (site.region, site.account)
      }
      all[snapshot.id] = words
    }
    // The same value stays where nothing has changed: comparing it then costs nothing.
    if all != words { words = all }
    let ordered = sites.map { (site: $0, name: name(of: $0)?.lowercased() ?? "") }
      .sorted { ($0.name, $0.site) < ($1.name, $1.site) }
    let ranked = Dictionary(ordered.enumerated().map { ($1.site, $0) }) { $1 }
    if ranked != ranks { ranks = ranked }
  }
}
