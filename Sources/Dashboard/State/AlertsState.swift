import Listing
import Tracking

/// What has happened that a person has not acknowledged yet.
public struct AlertsState: Sendable {
  /// Finds what is to be told.
  public var watch: AlertWatch
  /// Oldest first; bounded.
  private(set) var open: [Alert] = []
  /// How many were dropped from the beginning of `open`, so that a count stays true.
  private(set) var dropped = 0
  /// Whether this screen makes no noise: no bell, no notification, no command.
  var isMuted = false

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

  mutating func note(_ alerts: [Alert]) {
    open += alerts
    let surplus = open.count - Self.most
    guard surplus > 0 else { return }
    open.removeFirst(surplus)
    dropped += surplus
  }

  /// Drops what has passed by itself: a band must not say that a task stands still which moves.
  mutating func dropWhatIsOver() {
    guard open.contains(where: { !watch.holds($0) }) else { return }
    open.removeAll { !watch.holds($0) }
  }

  mutating func acknowledge() {
    open = []
    dropped = 0
  }

  /// What another dashboard has acknowledged.
  mutating func acknowledge(_ keys: Set<AlertKey>) {
    open.removeAll { $0.key.map(keys.contains) ?? false }
    if open.isEmpty { dropped = 0 }
  }

  /// A site is watched no longer: nobody can go and look.
  mutating func forget(_ site: SiteID) {
    open.removeAll { alert in
      if case .task(let id) = alert.subject { id.site == site } else { false }
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
