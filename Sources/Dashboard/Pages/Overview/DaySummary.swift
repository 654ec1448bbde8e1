import FoundationEssentials
import Tracking
import Words

/// What ended in the last day over all sites that are shown, and the failures by their cause. It is
/// counted anew only when an answer has brought something, or a minute has passed.
struct DaySummary: Sendable {
  /// Failures with one cause.
  struct Cause: Hashable, Sendable {
    /// In plain words where the cause is a known one, else AWS's own.
    var headline: String
    /// The newest first.
    var names: [String]
  }

  /// What it was counted from.
  struct Basis: Hashable, Sendable {
    /// Of the snapshots.
    var revision: Int
    /// What has ended grows old by the minute.
    var minute: Int
  }

  let basis: Basis
  private(set) var counts = Counts()
  private(set) var gigabytes = 0
  /// Those that failed most often first.
  private(set) var causes: [Cause] = []

  init(_ basis: Basis, of ended: [TrackedTask]) {
    self.basis = basis
    for task in ended {
      counts[task.phase] += 1
      // At most an exabyte each, so that a sum can't overflow.
      gigabytes += min(max(task.totalExtractedDataInGB ?? 0, 0), 1_000_000_000)
    }
    causes = Self.grouped(ended.filter { $0.phase == .failed })
  }

  private static func grouped(_ failed: [TrackedTask]) -> [Cause] {
    var causes: [String: [TrackedTask]] = [:]
    for task in failed {
      let words = task.explanation?.headline ?? task.failureCause ?? "AWS gives no cause"
      causes[Format.line(words, limit: 300), default: []].append(task)
    }
    return causes.map { headline, tasks in
      let newest = tasks.sorted {
        ($0.taskEndTime ?? .distantPast, $0.identifier)
          > ($1.taskEndTime ?? .distantPast, $1.identifier)
      }
      return Cause(headline: headline, names: newest.map { Format.line($0.identifier) })
    }.sorted { ($0.names.count, $1.headline) > ($1.names.count, $0.headline) }
  }
}

extension Drawing {
  var daySummary: DaySummary {
    mutating get {
      let basis = DaySummary.Basis(
        revision: state.roster.revision,
        minute: Int((moment.wall.timeIntervalSinceReferenceDate / 60).rounded(.down)))
      if let kept = memory.daySummary, kept.basis == basis { return kept }
      let summary = DaySummary(basis, of: facts.endedToday)
      memory.daySummary = summary
      return summary
    }
  }
}

extension Facts {
  /// Everything that ended in the last day at the sites that are shown.
  fileprivate var endedToday: [TrackedTask] {
    state.roster.sites.flatMap { site -> [TrackedTask] in
      guard let tasks = state.snapshot(of: site)?.tasks, let ends = state.recentEnds[site] else {
        return []
      }
      return ends.slots(at: state.serverNow(moment)).map { tasks[$0] }
    }
  }
}
