import FoundationEssentials
import Listing
import Planning
import Tracking

/// What the screen knows of the queue.
struct QueueState: Sendable {
  /// Nil until somebody has looked.
  private(set) var report: QueueReport?
  /// Those that are shown: what is open by its turn, then what was started not long ago.
  private(set) var rows: [QueueRow] = []
  /// How long each entry's export is likely to take, in seconds.
  private var durations: [Int: TimeInterval] = [:]
  /// The sites whose durations were looked up after they were read as a whole.
  private var known: Set<Site> = []
  /// What the rows were made from, and until when they hold though none of it changes.
  private var basis: Basis?
  private var holds = Date.distantPast..<Date.distantPast
  /// How often it was worked out why each waits and when it starts.
  private(set) var workings = 0

  private struct Basis: Hashable {
    /// How many reports have come, and how often another duration was found.
    var report = 0
    var durations = 0
    var uses: [TakenSlots] = []
  }

  private var reports = 0
  private var durationsFound = 0

  /// What was started is shown for so long, in seconds.
  private static let startedShown: TimeInterval = 12 * 3600

  /// How many are still to be started; those that a person holds are among them.
  var openCount: Int { report?.open.count ?? 0 }

  /// How many start by themselves.
  var waitingCount: Int { report?.open.count { !$0.isHeld } ?? 0 }

  mutating func take(_ report: QueueReport, _ state: State, at now: Date) {
    self.report = report
    reports += 1
    known = []
    update(state, at: now)
  }

  /// Works out why each waits, and when it is likely to start, if anything has changed of that.
  mutating func update(_ state: State, at now: Date) {
    guard let report else { return }
    let open = report.open
    lookUpDurations(of: open, state)
    let groups = state.slotGroups(of: open)
    let basis = Basis(report: reports, durations: durationsFound, uses: groups.map(\.use))
    if basis == self.basis, holds.contains(now) { return }
    self.basis = basis
    workings += 1
    let outlook = QueueOutlook(of: groups, durations: durations, at: now)
    let started = report.entries.filter { entry in
      guard case .started(let at) = entry.state else { return false }
      return now.timeIntervalSince(at) < Self.startedShown
    }
    rows = (open + started).map { entry in
      QueueRow(
        entry: entry, verdict: outlook.verdicts[entry.id], start: outlook.starts[entry.id],
        isRun: report.starter(at: entry.site) != nil, duration: durations[entry.id])
    }
    holds = now..<Self.turn(of: open, after: now)
  }

  /// When some entry's time comes or passes; a minute ahead at most, because what is overdue is
  /// foretold for the next one.
  private static func turn(of entries: [QueueEntry], after now: Date) -> Date {
    let turns = entries.flatMap { entry in
      [entry.schedule?.start, entry.schedule?.latest, entry.setback?.restsUntil].compactMap(\.self)
    }
    let minute = now.addingTimeInterval(60)
    return turns.filter { $0 > now }.reduce(minute, min)
  }

  private mutating func lookUpDurations(of open: [QueueEntry], _ state: State) {
    for site in Set(open.map(\.site)) where !known.contains(site) {
      guard let snapshot = state.snapshot(at: site) else { continue }
      let entries = open.filter { $0.site == site }
      for (entry, duration) in zip(
        entries, snapshot.tasks.usualDurations(of: entries.map(\.request)))
      where durations[entry.id] != duration {
        durations[entry.id] = duration
        durationsFound += 1
      }
      if snapshot.feed.hasSwept { known.insert(site) }
    }
  }
}

/// An entry of the queue as it is shown.
struct QueueRow: Hashable, Sendable {
  var entry: QueueEntry
  var verdict: QueueVerdict?
  /// When it is likely to start, if it is run; nil for what doesn't wait, and while nobody knows what
  /// runs.
  var start: QueueStart?
  /// Whether any program starts it, now or soon.
  var isRun: Bool
  /// How long its export is likely to take, in seconds; nil where nobody can tell.
  var duration: TimeInterval?
}

extension QueueRow {
  init(_ export: WaitingExport) {
    self.init(
      entry: export.entry, verdict: export.verdict, start: export.start, isRun: export.isRun,
      duration: export.duration)
  }
}

extension State {
  /// The newest snapshot of the context that polls a site.
  func snapshot(at site: Site) -> Snapshot? {
    roster.leaders.values.lazy.compactMap { self.snapshots[$0] }.first { $0.site == site }
  }

  /// What runs at a site, and at those that share its slots.
  func slotUse(around site: Site) -> TakenSlots {
    TakenSlots(
      around: site, in: leadingSnapshots, scope: settings.slotScope, slots: settings.slots)
  }

  /// Entries that share their slots, with what runs in those.
  fileprivate func slotGroups(of entries: [QueueEntry]) -> [SlotGroup] {
    SlotGroup.groups(
      of: entries, in: leadingSnapshots, scope: settings.slotScope, slots: settings.slots)
  }

  private var leadingSnapshots: [Snapshot] {
    roster.leaders.values.compactMap { snapshots[$0] }
  }
}
