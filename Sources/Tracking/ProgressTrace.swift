import FoundationEssentials
import RDSExports

/// The remembered progress of one task that can still change. Only movement is a sample, so a poll
/// without news costs nothing, and a slow task has as much history as a fast one.
struct ProgressTrace: Hashable, Sendable {
  /// Oldest first.
  private(set) var samples: [ProgressSample] = []
  /// IN_PROGRESS began no earlier than this; nil if that isn't known.
  private(set) var notBefore: Date?
  /// The times between the last looks at the task: a shorter standstill can't be seen.
  private(set) var looks: [TimeInterval] = []
  private(set) var lastLook: Date?
  /// Since when the task is known to have been able to change, and whether it began then.
  private(set) var knownSince: Date?
  private(set) var isBeginning = false
  /// The status, and since when it is known.
  private(set) var status: ExportTaskStatus?
  private(set) var statusSince: Date?

  static let mostSamples = 120
  /// An exabyte: these numbers are subtracted from one another, which must not overflow.
  private static let mostGigabytes = 1_000_000_000
  private static let mostLooks = 9

  init() {}

  /// As it was remembered. What no observation can have led to is put right, so that a file can't
  /// say what AWS never would.
  init(
    samples: [ProgressSample], notBefore: Date?, looks: [TimeInterval], lastLook: Date?,
    knownSince: Date?,
    isBeginning: Bool, status: ExportTaskStatus?, statusSince: Date?
  ) {
    for sample in samples.suffix(Self.mostSamples) {
      guard (0...100).contains(sample.percent), (0...Self.mostGigabytes).contains(sample.gigabytes),
        self.samples.last.map({ $0.percent <= sample.percent }) ?? true
      else { continue }
      self.samples.append(sample)
    }
    self.notBefore = notBefore
    self.looks = looks.suffix(Self.mostLooks).filter { $0 > 0 }
    self.lastLook = lastLook
    self.knownSince = knownSince
    self.isBeginning = isBeginning
    self.status = status
    self.statusSince = statusSince
  }

  /// Takes in how a task was at a time of the server's clock.
  /// - Parameter isBeginning: Whether the task began then: the answer to a start of our own.
  /// - Returns: Whether the evidence has changed.
  mutating func note(_ task: ExportTask, at time: Date, isBeginning: Bool = false) -> Bool {
    let isTurn = task.status != status
    if isTurn { (status, statusSince) = (task.status, time) }
    if knownSince == nil || isBeginning { knownSince = time }
    let isNews = isTurn || isBeginning != self.isBeginning && isBeginning
    if isBeginning { self.isBeginning = true }
    switch task.status {
    case .inProgress:
      return noteRunning(task, at: time) || isNews
    case .starting:
      forgetRun(notBefore: time)
    default:
      forgetRun(notBefore: nil)
    }
    return isNews
  }

  private mutating func forgetRun(notBefore: Date?) {
    self.notBefore = notBefore
    samples = []
    looks = []
    lastLook = nil
  }

  private mutating func noteRunning(_ task: ExportTask, at time: Date) -> Bool {
    if let start = task.taskStartTime, start <= time {
      notBefore = max(start, notBefore ?? start)
    }
    noteLook(at: time)
    guard let percent = task.percentProgress.map({ min(max($0, 0), 100) }) else { return false }
    let gigabytes = min(max(task.totalExtractedDataInGB ?? 0, 0), Self.mostGigabytes)
    let sample = ProgressSample(at: time, percent: percent, gigabytes: gigabytes)
    guard let last = samples.last else {
      samples.append(sample)
      return true
    }
    if sample.percent < last.percent {
      forgetRun(notBefore: time)
      samples.append(sample)
    } else if sample.percent > last.percent || sample.gigabytes > last.gigabytes {
      samples.append(sample)
      thinOut()
    } else {
      return false
    }
    return true
  }

  private mutating func noteLook(at time: Date) {
    if let lastLook, time > lastLook {
      looks.append(time.timeIntervalSince(lastLook))
      if looks.count > Self.mostLooks { looks.removeFirst() }
    }
    lastLook = time
  }

  /// Drops every other sample of the older half. The newest all stay, for the recent pace.
  private mutating func thinOut() {
    guard samples.count > Self.mostSamples else { return }
    let half = samples.count / 2
    samples =
      samples[..<half].enumerated().filter { $0.offset.isMultiple(of: 2) }.map(\.element)
      + samples[half...]
  }
}
