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
  /// When it is likely to start, and in which turn; nil where it doesn't wait for one.
  public let start: QueueStart?
  /// How long it is likely to take, in seconds; nil where nobody can tell.
  public let duration: TimeInterval?
  /// What AWS would say of it before anything is known: its texts are compared and sorted as those
  /// of tasks are.
  public let described: TrackedTask

  /// - Parameter site: The number of the entry's site.
  public init(
    _ entry: QueueEntry, at site: SiteID, verdict: QueueVerdict? = nil, start: QueueStart? = nil,
    duration: TimeInterval? = nil
  ) {
    self.entry = entry
    self.verdict = verdict
    self.start = start
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

  /// Whether this is what is known of an entry.
  public func shows(
    _ entry: QueueEntry, _ verdict: QueueVerdict?, _ start: QueueStart?, _ duration: TimeInterval?
  ) -> Bool {
    self.entry == entry && self.verdict == verdict && self.start == start
      && self.duration == duration
  }

  /// From when until when it is likely to run, as far as that is known; nil where nobody can tell when
  /// it starts.
  public var likelyRun: Range<Date>? {
    start?.at.map { $0..<$0.addingTimeInterval(max(0, duration ?? 0)) }
  }
}
