import FoundationEssentials
import Ground
import Tracking

/// What an earlier run of the program has told, and what happened while none ran.
extension AlertWatch {
  /// What a first look at a site brings besides its rows.
  public struct Past: Sendable {
    /// What was told before, and still waits to be acknowledged.
    public var open: [Alert] = []
    /// What nobody has been told yet.
    public var news: [Telling] = []
    /// Told on a screen that ended before it got any further: it is to be told outside of one.
    public var untold: [Telling] = []
  }

  /// Older than this, it is no news when a program begins.
  static let newsLasts: TimeInterval = 24 * 3600
  /// What nobody has acknowledged for longer is no longer brought back.
  private static let openLasts: TimeInterval = 7 * 86_400
  /// What was written last may be so much older than what was seen last, in seconds: a task's
  /// memory is written once a minute.
  private static let lag: TimeInterval = 60

  /// What is remembered of the site's alerts, found again in its tasks.
  ///
  /// What was told is looked for among all tasks; what ended while no program ran, among those of a
  /// whole sweep.
  public func past(
    of memory: RememberedAlerts, in snapshot: Snapshot, known: Date, at moment: Moment
  ) -> Past {
    var past = Past()
    var found: Set<AlertKey> = []
    func add(_ alert: Alert, _ tellings: [Telling]) {
      guard let key = alert.key, memory.open.contains(key), found.insert(key).inserted else {
        return
      }
      past.open.append(alert)
      if !memory.claimed.contains(key), isNews(alert, known) { past.untold += tellings }
    }
    for key in memory.open where known.timeIntervalSince(key.at) < Self.openLasts {
      guard let task = snapshot.tasks.slot(of: key.subject).map({ snapshot.tasks[$0] }),
        let kind = AlertKind(end: task.phase), kind.rawValue == key.kind
      else { continue }
      add(
        Alert(kind, task, snapshot, known: known),
        end(of: task, snapshot, known: known, at: moment))
    }
    for kind in AlertKind.standing {
      for id in standing[kind] ?? [] where id.site == snapshot.id {
        guard let task = snapshot.tasks.task(id) else { continue }
        let alert = Alert(kind, task, snapshot, known: known)
        let tellings = telling(alert, task, snapshot, known, moment)
        add(alert, tellings)
        if let lastSeen = memory.lastSeen, let since = kind.phase.flatMap(task.since),
          since > lastSeen, alert.key.map({ !memory.told.contains($0) }) ?? true
        {
          past.news += tellings
        }
      }
    }
    if snapshot.feed.hasSwept, let lastSeen = memory.lastSeen {
      let since = max(lastSeen - Self.lag, known - Self.newsLasts)
      for slot in snapshot.tasks.indices {
        let task = snapshot.tasks[slot]
        guard let ended = task.taskEndTime, ended > since else { continue }
        past.news += end(of: task, snapshot, known: known, at: moment)
          .filter { telling in telling.alert.key.map { !memory.told.contains($0) } ?? true }
      }
    }
    past.open.sort { $0.at < $1.at }
    past.news.sort { $0.alert.at < $1.alert.at }
    return past
  }

  private func isNews(_ alert: Alert, _ known: Date) -> Bool {
    known.timeIntervalSince(alert.at) < Self.newsLasts
  }
}
