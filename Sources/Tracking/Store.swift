import FoundationEssentials
import Ground
import RDSExports

/// What is known of one site's tasks, merged from answers that may come in any order.
///
/// The cost of a page depends on what is on it, not on how many tasks there are, and so does the
/// cost of the next snapshot: what did not change keeps its `TrackedTask` and its slot, and is
/// shared.
///
/// Memory is bounded, whatever a server answers: the texts by `KeptTexts`, the tasks by
/// `mostTasks`.
public struct Store: Sendable {
  /// Where an observation comes from.
  public enum Source: Hashable, Sendable {
    case fastLane, leavers, sweep
    /// The answer to a start or cancel of our own.
    case operation
  }

  public let site: SiteID
  /// How far the server's clock is ahead of this machine's, in seconds.
  public private(set) var serverAhead: TimeInterval = 0
  /// Whether a whole sweep has ended.
  public private(set) var hasSwept = false
  var tasks = TrackedTasks()
  var sightings: [Sighting] = []
  /// The traces of the tasks that can still change, by slot.
  var traces: [Int: ProgressTrace] = [:]
  /// Slots whose tasks have to be told what is usual for them.
  private var unlearned: Set<Int> = []
  /// Slots of tasks that were STARTING, and not for long, when they were first seen.
  private var seenFromBeginning: Set<Int> = []

  private var texts = KeptTexts()
  /// What is new since the last snapshot: the slots that have changed, and how many tasks it had.
  private var changed: Set<Int> = []
  private var countBefore = 0
  private var events: [Happening] = []
  var past: Recollection
  var courses = KeptCourses()
  private var knowsClock = false
  private var fastLaneAnswered = false
  private var hasRowsOut = false

  /// What happened to a task, by the server's clock.
  struct Happening: Sendable {
    var slot: Int
    var kind: Event.Kind
    var at: Date
  }

  /// When a task was last observed, by this machine's wall clock.
  struct Sighting: Sendable {
    /// When the request of the newest observation was sent.
    var sentAt: Date
    /// When the answer came that last listed the task.
    var seenAt: Date
  }

  /// As many as the longest sweep reads; a sweep that gives up there says so. Running tasks are
  /// taken in beyond that, as many as the longest round of the fast lane reads.
  static let mostTasks = PageWalk.mostEntries
  static let mostActiveBeyond = 10_000

  /// - Parameter awaitsMemory: Whether what an earlier program knew of the tasks is still to come,
  ///   by `restore`.
  public init(site: SiteID, awaitsMemory: Bool = false) {
    self.site = site
    past = Recollection(isAwaited: awaitsMemory)
  }

  public var count: Int { tasks.count }

  /// The listed tasks that can still change.
  public var active: [ActiveTask] {
    traces.keys.compactMap { slot in
      guard tasks[slot].isListed else { return nil }
      return ActiveTask(
        identifier: tasks[slot].identifier, seenAt: sightings[slot].seenAt)
    }
  }

  /// Takes in observed tasks.
  ///
  /// An observation that was requested earlier than the one that is known changes nothing but when
  /// the task was last seen, and a task that has ended does not run again. A task without an
  /// identifier is left out.
  /// - Parameter seenAt: When the answer came, by this machine's wall clock.
  public mutating func merge(
    _ observed: [ExportTask], _ observation: Observation, seenAt: Date, from source: Source
  ) {
    if let ahead = observation.serverAhead { noteClock(ahead: ahead) }
    let sighting = Sighting(sentAt: observation.sentAt, seenAt: max(observation.sentAt, seenAt))
    let most = source == .sweep ? Self.mostTasks : Self.mostTasks + Self.mostActiveBeyond
    for task in observed where !task.exportTaskIdentifier.isEmpty {
      if let slot = tasks.slot(of: task.identity) {
        update(slot, with: task, sighting, from: source)
      } else if tasks.count < most {
        append(task, sighting, from: source)
      }
    }
    if source == .fastLane { fastLaneAnswered = true }
  }

  /// Ends a sweep that read the whole list: a task that has not been seen since it began is no
  /// longer listed.
  /// - Parameter begunAt: When its first request was sent, by this machine's wall clock.
  public mutating func endSweep(begunAt: Date) {
    hasSwept = true
    past.forgetUnlisted()
    for slot in tasks.indices where sightings[slot].seenAt < begunAt && tasks[slot].isListed {
      let known = tasks[slot]
      replace(
        slot,
        with: TrackedTask(
          id: known.id, task: known.task, observedAt: known.observedAt, progress: known.progress,
          usual: known.usual, isListed: false, warningReport: known.keptWarningReport))
      note(.noLongerListed, of: slot, at: begunAt.addingTimeInterval(serverAhead))
    }
  }

  /// This machine's clock was set back. Remembered times move with it, or nothing would count as
  /// newer for that long.
  public mutating func clockWasSetBack(by seconds: TimeInterval) {
    for slot in sightings.indices {
      sightings[slot].sentAt.addTimeInterval(-seconds)
      sightings[slot].seenAt.addTimeInterval(-seconds)
    }
    if knowsClock { serverAhead += seconds }
  }

  /// Everything as it is now, and what is new since the last snapshot.
  /// - Parameter version: Greater than that of every snapshot before.
  public mutating func snapshot(
    of context: ContextID, label: ContextLabel, site: Site?, version: Int, feed: Feed
  ) -> (Snapshot, Changes) {
    learn()
    let told = site.map { site in
      events.map {
        Event(site: site, task: tasks[$0.slot].identifier, at: $0.at, kind: $0.kind)
      }
    }
    let changes = Changes(
      isWhole: !hasRowsOut, slots: changed.sorted(), added: countBefore..<tasks.count,
      events: told ?? [])
    hasRowsOut = hasRowsOut || !tasks.isEmpty
    countBefore = tasks.count
    changed = []
    if told != nil { events = [] }
    let snapshot = Snapshot(
      context: context, label: label, id: self.site, site: site, version: version,
      tasks: tasks.forReading, feed: feed)
    return (snapshot, changes)
  }
}

extension Store {
  /// Tells the tasks that can still change what is usual for them, where that is news.
  private mutating func learn() {
    guard !unlearned.isEmpty || tasks.series.isTouched else { return }
    for slot in tasks.open where unlearned.contains(slot) || tasks.series.isTouched(slot) {
      let known = tasks[slot]
      guard known.phase.isActive else { continue }
      let usual = tasks.usual(ofSlot: slot)
      guard usual != known.usual else { continue }
      replace(
        slot,
        with: TrackedTask(
          id: known.id, task: known.task, observedAt: known.observedAt, progress: known.progress,
          usual: usual, isListed: known.isListed, warningReport: known.keptWarningReport))
    }
    unlearned = []
    tasks.forgetTouchedSeries()
  }

  /// Notes how long a task was STARTING, where that was watched from its beginning.
  private mutating func noteStarting(_ slot: Int, _ known: TrackedTask, _ task: ExportTask) {
    guard known.phase == .starting, task.status != .starting else { return }
    let isKnown = seenFromBeginning.remove(slot) != nil || known.progress.isBeginningKnown
    guard isKnown, let since = known.progress.knownSince, let start = task.taskStartTime,
      start >= since
    else { return }
    tasks.note(starting: start.timeIntervalSince(since), of: slot)
  }

  /// Whether a task that was not known before is also new to the account. Before the first sweep
  /// has ended, most are only new to us.
  private func isNews(from source: Source) -> Bool {
    switch source {
    case .operation: true
    case .fastLane: hasSwept || fastLaneAnswered
    case .leavers, .sweep: hasSwept
    }
  }

  /// The server's clock comes in whole seconds, so a small difference is not news.
  private mutating func noteClock(ahead: TimeInterval) {
    if knowsClock, abs(ahead - serverAhead) <= 1.5 { return }
    serverAhead = ahead
    knowsClock = true
  }

  private mutating func append(
    _ observed: ExportTask, _ sighting: Sighting, from source: Source
  ) {
    let task = texts.keep(observed, insteadOf: nil)
    let slot = tasks.count
    let time = sighting.sentAt.addingTimeInterval(serverAhead)
    sightings.append(sighting)
    let memory = past.takeMemory(of: task.exportTaskIdentifier).flatMap {
      $0.isPast(of: task, beginsNow: isBeginning(task, source)) ? $0 : nil
    }
    let progress: ProgressEvidence
    if let memory, task.status?.isActive == true, memory.seenAt >= time {
      // Another dashboard has seen more of it by now.
      traces[slot] = memory.trace
      progress = memory.evidence
    } else {
      traces[slot] = memory?.trace
      progress = self.progress(
        of: slot, task, at: time, before: memory?.evidence ?? .none, from: source)
    }
    tasks.append(
      TrackedTask(
        id: TaskID(site: site, identifier: task.exportTaskIdentifier), task: task,
        observedAt: time, progress: progress,
        warningReport: KeptTexts.warningReport(of: observed, keptAs: task)))
    if task.status?.isActive == true { unlearned.insert(slot) }
    if let memory {
      noteChange(of: slot, since: memory, to: task, at: time)
      return
    }
    guard isNews(from: source) else { return }
    note(.appeared, of: slot, at: time)
    if task.status == .starting { seenFromBeginning.insert(slot) }
  }

  private mutating func update(
    _ slot: Int, with observed: ExportTask, _ sighting: Sighting, from source: Source
  ) {
    let known = tasks[slot]
    sightings[slot].seenAt = max(sightings[slot].seenAt, sighting.seenAt)
    guard sighting.sentAt >= sightings[slot].sentAt,
      !PhaseSet.ended.contains(known.phase) || observed.status?.isFinal == true
    else { return }
    sightings[slot].sentAt = sighting.sentAt
    let before = known.task
    let task = texts.keep(observed, insteadOf: before)
    let time = sighting.sentAt.addingTimeInterval(serverAhead)
    let progress = progress(
      of: slot, task, at: time, before: known.progress, from: source)
    guard before != task || known.progress != progress || !known.isListed else { return }
    noteStarting(slot, known, task)
    let isActive = task.status?.isActive == true
    if isActive, before.taskStartTime != task.taskStartTime { unlearned.insert(slot) }
    replace(
      slot,
      with: TrackedTask(
        id: known.id, task: task, observedAt: time, progress: progress,
        usual: isActive ? known.usual : nil,
        warningReport: KeptTexts.warningReport(of: observed, keptAs: task)))
    if !known.isListed { note(.appeared, of: slot, at: time) }
    if let from = before.status, let to = task.status, from != to {
      note(.turned(from: from.word, to: to.word), of: slot, at: time)
    } else if known.phase == .running, task.status == .inProgress,
      let kind = Event.Kind(
        movementFrom: known.percentProgress, to: task.percentProgress,
        stalledFor: known.progress.stalledFor(at: time))
    {
      note(kind, of: slot, at: time)
    }
  }

  mutating func replace(_ slot: Int, with task: TrackedTask) {
    tasks.replace(slot, with: task)
    if slot < countBefore { changed.insert(slot) }
  }

  /// The evidence after this observation. Only tasks that can still change are remembered, and only
  /// movement makes new evidence.
  private mutating func progress(
    of slot: Int, _ task: ExportTask, at time: Date, before: ProgressEvidence, from source: Source
  ) -> ProgressEvidence {
    guard task.status?.isActive == true else {
      guard let trace = traces.removeValue(forKey: slot) else { return .past(before.course) }
      past.noteChange(of: slot)
      return .past(keptCourse(trace.samples, of: slot))
    }
    let isBeginning = isBeginning(task, source)
    let moved = traces[slot, default: ProgressTrace()].note(
      task, at: time, isBeginning: isBeginning)
    past.note(
      Recollection.Look(task: task, at: time, isBeginning: isBeginning), of: slot, isNews: moved)
    return moved ? traces[slot]?.evidence ?? .none : before
  }

  /// What is kept of how a task moved once it has ended. The one that ended longest ago gives up its
  /// own for it, where there are many.
  mutating func keptCourse(_ samples: [ProgressSample], of slot: Int) -> [ProgressSample] {
    guard samples.count > 1 else { return [] }
    if let oldest = courses.add(slot), oldest != slot, tasks.indices.contains(oldest) {
      let known = tasks[oldest]
      replace(
        oldest,
        with: TrackedTask(
          id: known.id, task: known.task, observedAt: known.observedAt, isListed: known.isListed,
          warningReport: known.keptWarningReport))
    }
    return samples.thinned(to: KeptCourses.mostSamples)
  }

  private func isBeginning(_ task: ExportTask, _ source: Source) -> Bool {
    source == .operation && task.status == .starting
  }

  mutating func note(_ kind: Event.Kind, of slot: Int, at time: Date) {
    events.append(Happening(slot: slot, kind: kind, at: time))
  }
}

/// A listed task that can still change, and when it was last seen, by this machine's wall clock.
public struct ActiveTask: Hashable, Sendable {
  public var identifier: String
  public var seenAt: Date

  public init(identifier: String, seenAt: Date) {
    self.identifier = identifier
    self.seenAt = seenAt
  }
}
