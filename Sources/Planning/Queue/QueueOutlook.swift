import FoundationEssentials
import Tracking

/// What is to be done with each entry of a queue, and when it is likely to start, as far as what is
/// known of the sites tells.
public struct QueueOutlook: Sendable {
  /// By id; only of those that have not been started.
  public private(set) var verdicts: [Int: QueueVerdict] = [:]
  /// By id; of those that wait, where it is known what runs.
  public private(set) var starts: [Int: QueueStart] = [:]

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
    var groups: [[QueueEntry]] = []
    for entry in open {
      let index = groups.firstIndex { scope.joins($0[0].site, entry.site) }
      if let index { groups[index].append(entry) } else { groups.append([entry]) }
    }
    for group in groups {
      let known = snapshots.filter { snapshot in
        snapshot.site.map { scope.joins($0, group[0].site) } ?? false
      }
      let use = TakenSlots(known, slots: slots)
      verdicts.merge(QueuePolicy.verdicts(group, use, at: now)) { $1 }
      starts.merge(
        QueueForecast.starts(of: group, use, at: now) { [durations] in durations[$0.id] }
      ) { $1 }
    }
  }
}

extension TakenSlots {
  /// What runs at sites that share their slots, with the ends that can be foretold.
  fileprivate init(_ snapshots: [Snapshot], slots: Int) {
    guard snapshots.contains(where: { $0.feed.lastAnswer != nil }) else {
      self.init(slots: slots, running: nil)
      return
    }
    let running = snapshots.flatMap { snapshot in
      let now = snapshot.feed.lastAnswer?.addingTimeInterval(snapshot.feed.serverAhead)
      return snapshot.tasks.open.compactMap { slot -> RunningExport? in
        let task = snapshot.tasks[slot]
        guard task.isListed, task.status?.isActive == true else { return nil }
        let forecast = now.flatMap { task.forecast(at: $0, known: $0) }
        return RunningExport(
          identifier: task.identifier, sourceArn: task.sourceArn, end: forecast?.end,
          isEndAtLeast: forecast?.isAtLeast ?? false)
      }
    }
    self.init(slots: slots, running: running)
  }
}
