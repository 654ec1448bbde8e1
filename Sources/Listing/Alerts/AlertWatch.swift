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
  private static let tolerance = Duration.milliseconds(10)
  private var stalled: Set<TaskID> = []
  private var lost: Set<ContextID> = []
  private var stale: Set<ContextID> = []
  private var heard: [ContextID: Heard] = [:]

  /// When an answer was last noted, or expected again after a pause. It is monotonic: while a machine
  /// sleeps, nobody can answer it.
  private struct Heard: Hashable {
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
    if let before, !changes.isWhole {
      tellings += ends(in: after, changes, before: before, known: known, at: moment)
      tellings += stalls(in: after, known: known, at: moment)
    } else {
      noteStalled(in: after, known: known)
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
        tellings += stalls(in: snapshot, known: known(snapshot.id), at: moment)
      }
      tellings += staleness(of: snapshot, at: moment)
    }
    return tellings
  }

  /// Whether what an alert says still holds. What has ended stays so; the rest passes by itself.
  public func holds(_ alert: Alert) -> Bool {
    switch (alert.kind, alert.subject) {
    case (.stalled, .task(let id)): stalled.contains(id)
    case (.credentials, .context(let context)): lost.contains(context)
    case (.stale, .context(let context)): stale.contains(context)
    default: true
    }
  }

  /// Forgets a context that is watched no longer.
  public mutating func forget(_ context: ContextID) {
    lost.remove(context)
    stale.remove(context)
    heard[context] = nil
  }

  private mutating func hear(_ snapshot: Snapshot, at moment: Moment) {
    let answer = snapshot.feed.lastAnswer
    let isExpected = !snapshot.feed.isPaused && snapshot.feed.standsBehind == nil
    if isExpected, let known = heard[snapshot.context], known.answer == answer { return }
    heard[snapshot.context] = Heard(answer: isExpected ? answer : nil, at: moment.monotonic)
  }

  /// When a context will be stale if nothing is heard of it by then (monotonic).
  public func nextStaleness(
    of snapshots: some Collection<Snapshot>, at moment: Moment
  ) -> Duration? {
    snapshots.compactMap { snapshot in
      guard let age = age(of: snapshot, at: moment), !stale.contains(snapshot.context) else {
        return nil
      }
      return moment.monotonic + max(.zero, staleAfter - age)
    }.min()
  }

  // MARK: Tasks

  private func ends(
    in after: Snapshot, _ changes: Changes, before: Snapshot, known: Date, at moment: Moment
  ) -> [Telling] {
    var tellings: [Telling] = []
    for slot in changes.slots where slot < before.tasks.count {
      let (was, task) = (before.tasks[slot].phase, after.tasks[slot])
      guard was != task.phase, let kind = AlertKind(end: task.phase) else { continue }
      tellings += telling(Alert(kind, task, after, known: known), task, after, known, moment)
    }
    // One that came and ended between two looks.
    for slot in changes.added where before.feed.hasSwept {
      let task = after.tasks[slot]
      guard let kind = AlertKind(end: task.phase) else { continue }
      tellings += telling(Alert(kind, task, after, known: known), task, after, known, moment)
    }
    return tellings
  }

  private mutating func stalls(
    in snapshot: Snapshot, known: Date, at moment: Moment
  ) -> [Telling] {
    let before = stalled
    return noteStalled(in: snapshot, known: known).filter { !before.contains($0.id) }
      .flatMap { task in
        telling(
          Alert(.stalled, task, snapshot, known: known), task, snapshot, known, moment)
      }
  }

  @discardableResult
  private mutating func noteStalled(in snapshot: Snapshot, known: Date) -> [TrackedTask] {
    let tasks = snapshot.tasks.open.lazy.map { snapshot.tasks[$0] }
      .filter { Phase(of: $0, at: known) == .stalled }
    if !stalled.isEmpty { stalled = stalled.filter { $0.site != snapshot.id } }
    for task in tasks { stalled.insert(task.id) }
    return Array(tasks)
  }

  private func telling(
    _ alert: Alert, _ task: TrackedTask, _ snapshot: Snapshot, _ known: Date, _ moment: Moment
  ) -> [Telling] {
    let now = moment.wall.addingTimeInterval(snapshot.feed.serverAhead)
    let telling = rules.telling(alert, in: names(of: snapshot)) {
      $0.test(at: moment, now: now, known: [snapshot.id: known], sites: sites, evening: evening)(
        task)
    }
    return telling.map { [$0] } ?? []
  }

  // MARK: Contexts

  /// Credentials that were there and are no longer.
  private mutating func losses(of snapshot: Snapshot) -> [Telling] {
    let trouble = snapshot.feed.trouble
    let isLost = trouble?.kind == .expired || trouble?.kind == .noCredentials
    guard let trouble, isLost, snapshot.feed.lastAnswer != nil else {
      lost.remove(snapshot.context)
      return []
    }
    guard lost.insert(snapshot.context).inserted else { return [] }
    return telling(
      Alert(
        .credentials, snapshot, since: trouble.since.addingTimeInterval(snapshot.feed.serverAhead),
        sentence: Format.line(trouble.summary, limit: 300)), snapshot)
  }

  private mutating func staleness(of snapshot: Snapshot, at moment: Moment) -> [Telling] {
    guard let answered = snapshot.feed.lastAnswer, let age = age(of: snapshot, at: moment),
      age >= staleAfter - Self.tolerance
    else {
      stale.remove(snapshot.context)
      return []
    }
    guard stale.insert(snapshot.context).inserted else { return [] }
    return telling(
      Alert(
        .stale, snapshot, since: answered.addingTimeInterval(snapshot.feed.serverAhead),
        sentence:
          "No answer for more than \(Format.duration(staleAfter.seconds)): what is shown is that old."
      ),
      snapshot)
  }

  /// How old the newest answer is; nil where none is expected.
  private func age(of snapshot: Snapshot, at moment: Moment) -> Duration? {
    guard !snapshot.feed.isPaused, snapshot.feed.standsBehind == nil else { return nil }
    guard snapshot.feed.lastAnswer != nil, let heard = heard[snapshot.context] else { return nil }
    return moment.monotonic - heard.at
  }

  /// The names and profiles of all contexts that lead to a site: who polls it is chance.
  private func names(of snapshot: Snapshot) -> Set<String> {
    var names: Set = [snapshot.label.name ?? snapshot.label.profile, snapshot.label.profile]
    if let words = sites[snapshot.id] { names.formUnion(words.contexts + words.profiles) }
    return names
  }

  private func telling(_ alert: Alert, _ snapshot: Snapshot) -> [Telling] {
    rules.telling(alert, in: names(of: snapshot)) { _ in true }.map { [$0] } ?? []
  }
}
