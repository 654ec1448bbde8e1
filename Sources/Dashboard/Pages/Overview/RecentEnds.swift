import FoundationEssentials
import Tracking
import Words

/// What ended in the last day over everything that is listed, and the failures by their cause. It
/// is counted anew only when an answer has brought something.
struct RecentEnds: Sendable {
  /// Failures with one cause.
  struct Cause: Hashable, Sendable {
    /// In plain words where the cause is a known one, else AWS's own.
    var headline: String
    /// The newest first.
    var names: [String]
  }

  /// How far back it looks, in seconds.
  static let reach: TimeInterval = 86_400

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

  init(_ basis: Basis, of lists: [TrackedTasks], until now: Date) {
    self.basis = basis
    let start = now.addingTimeInterval(-Self.reach)
    var failed: [TrackedTask] = []
    for tasks in lists where tasks.counts.total > tasks.counts.active {
      for task in tasks {
        guard PhaseSet.ended.contains(task.phase), let end = task.taskEndTime, end > start else {
          continue
        }
        counts[task.phase] += 1
        // At most an exabyte each, so that a sum can't overflow.
        gigabytes += min(max(task.totalExtractedDataInGB ?? 0, 0), 1_000_000_000)
        if task.phase == .failed { failed.append(task) }
      }
    }
    causes = Self.grouped(failed)
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
