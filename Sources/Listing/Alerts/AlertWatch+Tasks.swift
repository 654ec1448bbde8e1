import FoundationEssentials
import Ground
import Tracking

/// What happens to tasks: they end, stand still, or take longer than usual.
extension AlertWatch {
  func ends(
    in after: Snapshot, _ changes: Changes, before: Snapshot, known: Date, at moment: Moment
  ) -> [Telling] {
    var tellings: [Telling] = []
    func look(at slot: Int, _ was: TrackedTask?) {
      let task = after.tasks[slot]
      // One that came and ended between two looks is news as well, but what a first sweep finds is
      // old.
      guard was.map({ $0.phase != task.phase }) ?? before.feed.hasSwept else { return }
      tellings += end(of: task, after, known: known, at: moment)
    }
    if changes.isWhole {
      // Another context polls the site from now on: its slots that have changed are not known.
      for slot in after.tasks.indices {
        look(at: slot, before.tasks.task(after.tasks[slot].id))
      }
    } else {
      for slot in changes.slots where slot < before.tasks.count {
        look(at: slot, before.tasks[slot])
      }
      for slot in changes.added { look(at: slot, nil) }
    }
    return tellings
  }

  func end(
    of task: TrackedTask, _ snapshot: Snapshot, known: Date, at moment: Moment
  ) -> [Telling] {
    guard let kind = AlertKind(end: task.phase) else { return [] }
    return telling(
      Alert(kind, task, snapshot, known: known), task, snapshot, known, moment)
  }

  /// Those that have begun to stand still, or to be slow.
  mutating func standings(
    in snapshot: Snapshot, known: Date, at moment: Moment
  ) -> [Telling] {
    let before = standing
    noteStanding(in: snapshot, known: known)
    var tellings: [Telling] = []
    for kind in AlertKind.standing {
      for id in standing[kind] ?? [] where id.site == snapshot.id {
        guard before[kind]?.contains(id) != true, let task = snapshot.tasks.task(id),
          !wasBefore(kind, task, snapshot, at: moment)
        else { continue }
        let told = telling(
          Alert(kind, task, snapshot, known: known), task, snapshot, known, moment)
        // A standstill has its own key each time. That a run is slow is said once.
        let isAgain = kind == .slow && !toldSlow.insert(id).inserted
        tellings += isAgain ? told.map(\.quiet) : told
      }
    }
    return tellings
  }

  /// When a site was first seen.
  struct FirstSight: Sendable {
    /// By the server's clock.
    var known: Date
    var monotonic: Duration
  }

  /// At first it is still being found out what is usual, and what an earlier program has seen: what
  /// turns out to have been so before this one began is no news.
  private func wasBefore(
    _ kind: AlertKind, _ task: TrackedTask, _ snapshot: Snapshot, at moment: Moment
  ) -> Bool {
    guard let first = firstSeen[snapshot.id], let since = kind.phase.flatMap(task.since),
      since < first.known
    else { return false }
    return !snapshot.feed.hasSwept || moment.monotonic - first.monotonic < .seconds(60)
  }

  mutating func noteStanding(in snapshot: Snapshot, known: Date) {
    var found: [AlertKind: Set<TaskID>] = [:]
    for slot in snapshot.tasks.open {
      let task = snapshot.tasks[slot]
      switch Phase(of: task, at: known) {
      case .slow: found[.slow, default: []].insert(task.id)
      case .stalled:
        found[.stalled, default: []].insert(task.id)
        // What stands still is no faster for it.
        if standing[.slow]?.contains(task.id) == true {
          found[.slow, default: []].insert(task.id)
        }
      default: break
      }
    }
    for kind in AlertKind.standing {
      var all = standing[kind] ?? []
      if !all.isEmpty { all = all.filter { $0.site != snapshot.id } }
      if let ours = found[kind] { all.formUnion(ours) }
      standing[kind] = all
    }
    guard !toldSlow.isEmpty else { return }
    toldSlow = toldSlow.filter { id in
      id.site != snapshot.id || snapshot.tasks.task(id)?.phase.isActive == true
    }
  }

  func telling(
    _ alert: Alert, _ task: TrackedTask, _ snapshot: Snapshot, _ known: Date, _ moment: Moment
  ) -> [Telling] {
    let now = moment.wall.addingTimeInterval(snapshot.feed.serverAhead)
    let telling = rules.telling(alert, in: names(of: snapshot)) {
      $0.test(at: moment, now: now, known: [snapshot.id: known], sites: sites, evening: evening)(
        task)
    }
    return telling.map { [$0] } ?? []
  }
}
