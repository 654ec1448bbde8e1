import RDSExports
import Tracking

/// What a person wants done with the queue.
public enum QueueOrder: Hashable, Sendable {
  /// Lets an export wait at a site, as the user saw it when agreeing.
  case add(StartExportTaskRequest, at: SiteID, shown: Site)
  /// To the entry of a number, as the user saw it when agreeing.
  case edit(Int, QueueEdit, seen: QueueEntry.State)
}
