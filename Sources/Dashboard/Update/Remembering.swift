import FoundationEssentials
import Ground
import RDSExports
import Tracking

extension State {
  /// How many events are remembered at most: the newest stay.
  static let eventLimit = 5000

  /// Notes that something happened, in its place by time.
  mutating func log(_ event: Event) {
    var place = events.endIndex
    while place > 0, events[place - 1].at > event.at { place -= 1 }
    events.insert(event, at: place)
    memory.unwritten.append(event)
    trimEvents()
  }

  private mutating func trimEvents() {
    if events.count > Self.eventLimit { events.removeFirst(events.count - Self.eventLimit) }
    let waiting = memory.unwritten.count
    if waiting > Self.eventLimit { memory.unwritten.removeFirst(waiting - Self.eventLimit) }
  }

  /// Takes in what happened at a site before, or on another dashboard.
  mutating func recall(_ past: [Event]) {
    events = Event.united(past, events)
    trimEvents()
  }

  /// Notes what happened to a site's tasks while no program ran, as far as AWS tells when.
  mutating func logPast(of snapshot: Snapshot, _ site: Site, since lastSeen: Date) {
    var known: Set<[String]> = []
    for event in events where event.site == site {
      if let task = event.task, case .turned(_, let to) = event.kind { known.insert([task, to]) }
    }
    func note(_ task: TrackedTask, _ from: ExportTaskStatus, _ to: ExportTaskStatus, _ at: Date?) {
      guard let at, at > lastSeen, !known.contains([task.identifier, to.word]) else { return }
      log(
        Event(
          site: site, task: task.identifier, at: at,
          kind: .turned(from: from.word, to: to.word)))
    }
    for slot in snapshot.tasks.indices {
      let task = snapshot.tasks[slot]
      note(task, .starting, .inProgress, task.taskStartTime)
      guard let status = task.status, status.isFinal else { continue }
      note(task, task.taskStartTime == nil ? .starting : .inProgress, status, task.taskEndTime)
    }
  }

  /// What the program has to write down and to ask for.
  mutating func takeMemoryEffects() -> [Effect] {
    var effects: [Effect] = []
    if !memory.unwritten.isEmpty {
      let ready = memory.unwritten.filter { $0.site.account != nil }
      memory.unwritten.removeAll { $0.site.account != nil }
      if !ready.isEmpty { effects.append(.remember(ready)) }
    }
    effects += memory.toRecall.map(Effect.recall)
    memory.toRecall = []
    return effects
  }

  /// Notes what a snapshot tells of its site besides its tasks.
  mutating func noteSite(of snapshot: Snapshot, after before: Snapshot?, at moment: Moment) {
    guard let site = snapshot.site else { return }
    let isSame = before?.id == snapshot.id
    if isSame, let unnamed = before?.site, unnamed.account == nil, site.account != nil {
      name(unnamed, site)
    }
    if site.account != nil, !snapshot.feed.isAccountUnsure,
      memory.recalled[snapshot.id] != site
    {
      memory.recalled[snapshot.id] = site
      memory.toRecall.append(site)
    }
    noteTrouble(snapshot, site, at: moment)
  }

  /// Events of a site whose account was not known belong to the account that is known now, unless
  /// another context is beside it in the same doubt.
  private mutating func name(_ unnamed: Site, _ site: Site) {
    guard !snapshots.values.contains(where: { $0.site == unnamed }) else { return }
    for index in events.indices where events[index].site == unnamed { events[index].site = site }
    for index in memory.unwritten.indices where memory.unwritten[index].site == unnamed {
      memory.unwritten[index].site = site
    }
  }

  /// A trouble is the site's, not a context's: whoever polls the site now tells when it is over.
  private mutating func noteTrouble(_ snapshot: Snapshot, _ site: Site, at moment: Moment) {
    let feed = snapshot.feed
    guard feed.standsBehind == nil, roster.leaders[snapshot.id] == snapshot.context else { return }
    let old = openTroubles[snapshot.id]
    let new = feed.trouble
    guard old?.kind != new?.kind else { return }
    if let old {
      // Who has just taken over has to be answered first.
      if new == nil, feed.lastAnswer.map({ $0 <= old.since }) ?? true { return }
      let time = moment.wall.timeIntervalSince(old.since)
      log(
        Event(
          site: site, task: nil, at: moment.wall.addingTimeInterval(feed.serverAhead),
          kind: .troubleEnded(old.kind, after: max(0, time))))
    }
    if let new {
      log(
        Event(
          site: site, task: nil, at: new.since.addingTimeInterval(feed.serverAhead),
          kind: .troubleBegan(new.kind, summary: new.summary)))
    }
    openTroubles[snapshot.id] = new
  }
}
