import Listing
import Tracking

/// What has happened that a person has not acknowledged yet.
public struct AlertsState: Sendable {
  /// Finds what is to be told.
  public var watch: AlertWatch
  /// Oldest first; bounded.
  private(set) var open: [Alert] = []
  /// Those that were dropped from the beginning of `open`, by their keys: a count stays true, and to
  /// acknowledge means them, too.
  private var droppedKeys: [AlertKey?] = []
  var dropped: Int { droppedKeys.count }
  /// The revision of the expected runs that were last looked at.
  var runsSeen = 0
  /// Whether this screen makes no noise: no bell, no notification, no command.
  var isMuted = false

  /// What is remembered of sites that have not been swept yet, and of those whose expected runs
  /// aren't known yet.
  private var past: [Site: RememberedAlerts] = [:]
  private var pastRuns: [Site: RememberedAlerts] = [:]
  /// What a person has acknowledged, here or elsewhere: it is not told a second time.
  private var seen: Set<AlertKey> = []

  static let most = 500
  /// When it was last looked for what others have acknowledged (monotonic).
  private var lastLook: Duration?

  /// Whether it is time to look again for what others have acknowledged.
  mutating func mayLook(at now: Duration) -> Bool {
    guard let last = lastLook else {
      lastLook = now
      return false
    }
    if now - last < .seconds(15) { return false }
    lastLook = now
    return true
  }

  public init(watch: AlertWatch = AlertWatch()) { self.watch = watch }

  /// Adds what isn't there yet, and was not acknowledged.
  /// - Returns: Those that were added.
  @discardableResult
  mutating func note(_ alerts: [Alert]) -> [Alert] {
    var known = Set(open.compactMap(\.key) + droppedKeys.compactMap(\.self)).union(seen)
    let new = alerts.filter { alert in alert.key.map { known.insert($0).inserted } ?? true }
    open += new
    bound()
    return new
  }

  private mutating func bound() {
    let surplus = open.count - Self.most
    guard surplus > 0 else { return }
    droppedKeys += open.prefix(surplus).map(\.key)
    open.removeFirst(surplus)
  }

  /// Drops what has passed by itself: a band must not say that a task stands still which moves.
  mutating func dropWhatIsOver() {
    guard open.contains(where: { !watch.holds($0) }) else { return }
    open.removeAll { !watch.holds($0) }
  }

  /// - Returns: The keys of what was open.
  mutating func acknowledge() -> [AlertKey] {
    let keys = droppedKeys.compactMap(\.self) + open.compactMap(\.key)
    seen.formUnion(keys)
    open = []
    droppedKeys = []
    return keys
  }

  mutating func acknowledge(_ alert: Alert) {
    open.removeAll { $0 == alert }
    if let key = alert.key { seen.insert(key) }
  }

  /// What a person has acknowledged, here or on another dashboard.
  mutating func acknowledge(_ keys: Set<AlertKey>) {
    seen.formUnion(keys)
    open.removeAll { $0.key.map(keys.contains) ?? false }
    droppedKeys.removeAll { $0.map(keys.contains) ?? false }
  }

  mutating func remember(_ memory: RememberedAlerts, of site: Site) {
    acknowledge(memory.acknowledged)
    (past[site], pastRuns[site]) = (memory, memory)
  }

  /// What is remembered of a site and still to be found in its tasks. After a whole sweep, nothing
  /// is.
  mutating func past(of snapshot: Snapshot) -> RememberedAlerts? {
    guard let site = snapshot.site, let memory = past[site] else { return nil }
    if snapshot.feed.hasSwept { past[site] = nil }
    return memory
  }

  /// The same for its expected runs, once they are known.
  mutating func pastRuns(of snapshot: Snapshot) -> RememberedAlerts? {
    snapshot.site.flatMap { pastRuns.removeValue(forKey: $0) }
  }

  /// What was told before, in its place by time; it is looked for no longer.
  mutating func recall(_ alerts: [Alert], of site: Site) {
    note(alerts)
    open.sort { $0.at < $1.at }
    past[site]?.open.subtract(alerts.compactMap(\.key))
  }

  /// A site is watched no longer: nobody can go and look.
  mutating func forget(_ site: SiteID) {
    watch.forget(site)
    open.removeAll { alert in
      switch alert.subject {
      case .task(let id): id.site == site
      case .run(let place, _): place == site
      case .context: false
      }
    }
  }

  var count: Int { open.count + dropped }

  /// How many there are of each kind, in the order of the kinds.
  var counts: [(kind: AlertKind, count: Int)] {
    AlertKind.allCases.compactMap { kind in
      let count = open.count { $0.kind == kind }
      return count > 0 ? (kind, count) : nil
    }
  }
}
