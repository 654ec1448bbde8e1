import FoundationEssentials
import Tracking

/// What is to be done with each entry of a queue, and when it is likely to start, as far as what is
/// known of the sites tells.
public struct QueueOutlook: Sendable {
  /// By id; only of those that have not been started.
  public private(set) var verdicts: [Int: QueueVerdict] = [:]
  /// By id; of those that wait, where it is known what runs.
  public private(set) var starts: [Int: QueueStart] = [:]

  /// - Parameter durations: How long exports are likely to take, in seconds, by their entries' ids;
  ///   none for those of which nobody can tell.
  public init(of groups: [SlotGroup], durations: [Int: TimeInterval], at now: Date) {
    for group in groups {
      verdicts.merge(QueuePolicy.verdicts(group.entries, group.use, at: now)) { $1 }
      starts.merge(
        QueueForecast.starts(of: group.entries, group.use, at: now) { durations[$0.id] }
      ) { $1 }
    }
  }

  /// - Parameters:
  ///   - snapshots: Of the sites that were asked.
  ///   - slots: How many exports may run at once in what shares its slots.
  public init(
    of entries: [QueueEntry], in snapshots: [Snapshot], scope: SlotScope,
    slots: Int = KnownExports.standardSlots, at now: Date
  ) {
    let open = entries.filter(\.isOpen)
    var durations: [Int: TimeInterval] = [:]
    for snapshot in snapshots {
      let own = open.filter { $0.site == snapshot.site }
      let usual = snapshot.tasks.usualDurations(of: own.map(\.request))
      for (entry, duration) in zip(own, usual) { durations[entry.id] = duration }
    }
    self.init(
      of: SlotGroup.groups(of: open, in: snapshots, scope: scope, slots: slots),
      durations: durations, at: now)
  }
}
