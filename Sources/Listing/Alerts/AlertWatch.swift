import FoundationEssentials
import Ground
import Tracking
import Words

/// Finds what a person is to be told of, by what it has seen before. It looks only at what has
/// changed, and at the few tasks that have not ended.
///
/// What was so when a site was first seen is no news, and is not told.
public struct AlertWatch: Sendable {
  public var rules: [AlertRule]
  /// A context that has had no answer for so long is stale.
  public var staleAfter: Duration
  /// What the sites are called, for the rules' contexts and filters.
  public var sites: [SiteID: SiteWords] = [:]
  /// When tonight begins, for the rules' filters.
  public var evening: TimeOfDay
  /// A wall clock that is a little behind must not make the program look again and again.
  static let tolerance = Duration.milliseconds(10)
  /// The tasks that stand still, or are slow, as they were last seen.
  var standing: [AlertKind: Set<TaskID>] = [:]
  /// Those that were told to be slow: one that is so off and on is told once.
  var toldSlow: Set<TaskID> = []
  var runs = RunStates()
  /// When sites were first seen.
  var firstSeen: [SiteID: FirstSight] = [:]
  var lost: Set<ContextID> = []
  var stale: Set<ContextID> = []
  var heard: [ContextID: Heard] = [:]

  /// When an answer was last noted, or expected again after a pause. It is monotonic: while a machine
  /// sleeps, nobody can answer it.
  struct Heard: Hashable, Sendable {
    var answer: Date?
    var at: Duration
  }

  public init(
    rules: [AlertRule] = AlertRule.standard, staleAfter: Duration = .seconds(300),
    evening: TimeOfDay = .evening
  ) {
    self.evening = evening
    self.rules = rules
    self.staleAfter = staleAfter
  }

  /// Takes in a newer snapshot of a context.
  /// - Parameters:
  ///   - before: The tasks of the same site as they were last seen; nil where there were none.
  ///   - known: Up to when the site is known, by the server's clock.
  public mutating func take(
    _ after: Snapshot, _ changes: Changes, before: Snapshot?, known: Date, at moment: Moment
  ) -> [Telling] {
    hear(after, at: moment)
    if let age = age(of: after, at: moment), age < staleAfter { stale.remove(after.context) }
    // One that stands by knows nothing of its site's tasks.
    if after.feed.standsBehind != nil { return losses(of: after) }
    var tellings: [Telling] = []
    if let before, before.feed.standsBehind == nil || !before.tasks.isEmpty {
      tellings += ends(in: after, changes, before: before, known: known, at: moment)
      tellings += standings(in: after, known: known, at: moment)
    } else {
      firstSeen[after.id] = FirstSight(known: known, monotonic: moment.monotonic)
      noteStanding(in: after, known: known)
    }
    return tellings + losses(of: after)
  }

  /// Takes in the passing of time.
  /// - Parameter known: Up to when a site is known, by the server's clock.
  public mutating func look(
    at snapshots: some Collection<Snapshot>, known: (SiteID) -> Date, at moment: Moment
  ) -> [Telling] {
    var tellings: [Telling] = []
    for snapshot in snapshots {
      if snapshot.feed.standsBehind == nil {
        tellings += standings(in: snapshot, known: known(snapshot.id), at: moment)
      }
      tellings += staleness(of: snapshot, at: moment)
    }
    return tellings
  }

  /// Whether what an alert says still holds. What has ended stays so; the rest passes by itself.
  public func holds(_ alert: Alert) -> Bool {
    switch (alert.kind, alert.subject) {
    case (.stalled, .task(let id)), (.slow, .task(let id)):
      standing[alert.kind]?.contains(id) ?? false
    case (_, .run(let site, let series)):
      holds(alert.kind, site, series, period: alert.sharedTime)
    case (.credentials, .context(let context)): lost.contains(context)
    case (.stale, .context(let context)): stale.contains(context)
    default: true
    }
  }

  /// Forgets a site that is watched no longer: when it is watched again, that is a first look.
  public mutating func forget(_ site: SiteID) {
    firstSeen[site] = nil
    for kind in AlertKind.standing { standing[kind] = standing[kind]?.filter { $0.site != site } }
    toldSlow = toldSlow.filter { $0.site != site }
    runs.forget(site)
  }

  /// Forgets a context that is watched no longer.
  public mutating func forget(_ context: ContextID) {
    lost.remove(context)
    stale.remove(context)
    heard[context] = nil
  }

  /// The names and profiles of all contexts that lead to a site: who polls it is chance.
  func names(of snapshot: Snapshot) -> Set<String> {
    var names: Set = [snapshot.label.name ?? snapshot.label.profile, snapshot.label.profile]
    if let words = sites[snapshot.id] { names.formUnion(words.contexts + words.profiles) }
    return names
  }
}
