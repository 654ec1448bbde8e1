/// What a person wants done with what waits in the queue.
public enum QueueOrder: Hashable, Sendable {
  /// To the entry of a number, as the user saw it when agreeing.
  case edit(Int, QueueEdit, seen: QueueEntry.State)
}
