import Dashboard
import Tracking

extension Message {
  /// A newer snapshot of one context.
  public static func snapshot(_ snapshot: Snapshot, _ changes: Changes) -> Message {
    .snapshots([Arrival(snapshot, changes)])
  }
}
