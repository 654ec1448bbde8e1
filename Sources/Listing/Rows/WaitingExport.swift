import FoundationEssentials
import Planning
import RDSExports
import Tracking

/// An export of the queue as a list shows it, beside the tasks. It is immutable: whatever becomes
/// known of it makes a new one.
public final class WaitingExport: Sendable {
  public let id: TaskID
  public let entry: QueueEntry
  /// What is to be done with it now; nil where nobody has looked.
  public let verdict: QueueVerdict?
  /// When it is likely to start if it is run, and in which turn; nil where it doesn't wait for one.
  public let start: QueueStart?
  /// Whether any program starts it, now or soon.
  public let isRun: Bool
  /// How long it is likely to take, in seconds; nil where nobody can tell.
  public let duration: TimeInterval?
  /// Whether it has left the queue, and only a held order still shows it.
  public let isGone: Bool
  /// What AWS would say of it before anything is known: its texts are compared and sorted as those
  /// of tasks are.
  public let described: TrackedTask

  /// - Parameter site: The number of the entry's site.
  public init(
    _ entry: QueueEntry, at site: SiteID, verdict: QueueVerdict? = nil, start: QueueStart? = nil,
    isRun: Bool = true, duration: TimeInterval? = nil, isGone: Bool = false
  ) {
    self.isGone = isGone
    self.entry = entry
    self.verdict = verdict
    self.start = start
    self.isRun = isRun
    self.duration = duration
    let request = entry.request
    id = TaskID(site: site, identifier: request.exportTaskIdentifier)
    var task = ExportTask(exportTaskIdentifier: request.exportTaskIdentifier)
    task.sourceArn = request.sourceArn
    task.s3Bucket = request.s3BucketName
    task.s3Prefix = request.s3Prefix
    task.iamRoleArn = request.iamRoleArn
    task.kmsKeyId = request.kmsKeyId
    task.exportOnly = request.exportOnly
    task.sourceType = request.sourceArn.contains(":cluster:") ? .cluster : .snapshot
    described = TrackedTask(id: id, task: task, observedAt: entry.addedAt)
  }

  /// The same once it has left the queue: it starts no more.
  var gone: WaitingExport { WaitingExport(entry, at: id.site, isGone: true) }

  /// Whether this is what is known of an entry.
  public func shows(
    _ entry: QueueEntry, _ verdict: QueueVerdict?, _ start: QueueStart?, isRun: Bool,
    _ duration: TimeInterval?
  ) -> Bool {
    self.entry == entry && self.verdict == verdict && self.start == start && self.isRun == isRun
      && self.duration == duration
  }

  /// From when until when it is likely to run, as far as that is known; nil where nobody can tell when
  /// it starts, or where nobody would start it.
  public var likelyRun: Range<Date>? {
    guard isRun, !isGone else { return nil }
    return start?.at.map { $0..<$0.addingTimeInterval(max(0, duration ?? 0)) }
  }
}
