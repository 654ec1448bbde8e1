import FoundationEssentials
import RDSExports
import Tracking

/// What one task is sorted by, computed once for each sort: comparing two of them is comparing
/// numbers, and folded text where there is one.
struct SortKey {
  /// Compared first and never reversed: what has no value in the column goes last either way.
  var group = 0
  /// Compared next, the smaller first; negated where the direction says so.
  var number = 0.0
  var second = 0.0
  var third = 0.0
  var text = ""

  /// - Parameter now: The server's clock: what has elapsed of a running task depends on it.
  init(_ task: TrackedTask, by sort: Sort, now: Date) {
    let sign = sort.ascending ? 1.0 : -1.0
    switch sort.column {
    case .identifier: text = task.identifier.lowercased()
    case .source: setText(task.sourceName)
    case .bucket: setText(task.s3Bucket)
    case .status:
      number = sign * Double(task.phase.rawValue)
      second = -(task.lastTime ?? 0)
    case .progress: setProgress(of: task, sign: sign)
    case .data: setNumber(task.totalExtractedDataInGB.map(Double.init), sign)
    case .elapsed: setNumber(task.elapsed(at: now), sign)
    case .eta: setNumber(task.progress.expectedEnd?.timeIntervalSinceReferenceDate, sign)
    case .started: setNumber(task.taskStartTime?.timeIntervalSinceReferenceDate, sign)
    case .ended: setNumber(task.taskEndTime?.timeIntervalSinceReferenceDate, sign)
    }
  }

  private mutating func setText(_ value: String?) {
    text = value?.lowercased() ?? ""
    if text.isEmpty { group = 1 }
  }

  private mutating func setNumber(_ value: Double?, _ sign: Double) {
    if let value { number = sign * value } else { group = 1 }
  }

  /// What can still move comes first and is sorted by how far it is; what has ended follows by day,
  /// the newest first, and of one day what failed before what did not. A percentage says nothing
  /// any more about what has ended.
  private mutating func setProgress(of task: TrackedTask, sign: Double) {
    switch task.status {
    case .inProgress, .canceling:
      number = sign * Double(task.percentProgress ?? 0)
    case .starting:
      group = 1
      second = -(task.lastTime ?? 0)
    default:
      group = 2
      let ended = task.lastTime ?? -.greatestFiniteMagnitude
      number = -(ended / 86400).rounded(.down)
      second = task.status == .failed ? -.greatestFiniteMagnitude : -ended
      if task.status == .failed { third = -ended }
    }
  }

  /// Nil where the keys tell no difference.
  static func precedes(_ one: SortKey, _ other: SortKey, textAscending: Bool) -> Bool? {
    if one.group != other.group { return one.group < other.group }
    if one.number != other.number { return one.number < other.number }
    if one.second != other.second { return one.second < other.second }
    if one.third != other.third { return one.third < other.third }
    if one.text != other.text { return (one.text < other.text) == textAscending }
    return nil
  }
}

extension TrackedTask {
  /// When it ended, else when it started, in seconds since the reference date.
  fileprivate var lastTime: Double? {
    (taskEndTime ?? taskStartTime ?? snapshotTime)?.timeIntervalSinceReferenceDate
  }

  /// How long it has run or ran, in seconds; nil where it has ended and nobody knows when.
  fileprivate func elapsed(at now: Date) -> Double? {
    guard let taskStartTime else { return nil }
    if let taskEndTime { return taskEndTime.timeIntervalSince(taskStartTime) }
    return PhaseSet.ended.contains(phase) ? nil : now.timeIntervalSince(taskStartTime)
  }
}
