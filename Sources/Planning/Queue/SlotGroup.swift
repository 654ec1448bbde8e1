import FoundationEssentials
import Tracking

/// Entries that share their slots, with what runs in those.
public struct SlotGroup: Hashable, Sendable {
  public let entries: [QueueEntry]
  public let use: TakenSlots

  /// Entries by the slots that they share, in the order of their first ones.
  /// - Parameters:
  ///   - snapshots: Of the sites that are known.
  ///   - slots: How many exports may run at once in what shares its slots.
  public static func groups(
    of entries: [QueueEntry], in snapshots: [Snapshot], scope: SlotScope, slots: Int
  ) -> [SlotGroup] {
    var groups: [[QueueEntry]] = []
    for entry in entries {
      let index = groups.firstIndex { scope.joins($0[0].site, entry.site) }
      if let index { groups[index].append(entry) } else { groups.append([entry]) }
    }
    return groups.map { group in
      SlotGroup(
        entries: group,
        use: TakenSlots(around: group[0].site, in: snapshots, scope: scope, slots: slots))
    }
  }
}

extension TakenSlots {
  /// What runs at a site and at those that share its slots, with the ends that can be foretold.
  public init(around site: Site, in snapshots: [Snapshot], scope: SlotScope, slots: Int) {
    let known = snapshots.filter { $0.site.map { scope.joins($0, site) } ?? false }
    guard known.contains(where: { $0.feed.lastAnswer != nil }) else {
      self.init(slots: slots, running: nil)
      return
    }
    let running = known.flatMap { snapshot in
      let now = snapshot.feed.lastAnswer?.addingTimeInterval(snapshot.feed.serverAhead)
      return snapshot.tasks.open.compactMap { slot -> RunningExport? in
        let task = snapshot.tasks[slot]
        guard task.isListed, task.status?.isActive == true else { return nil }
        let forecast = now.flatMap { task.forecast(at: $0, known: $0) }
        return RunningExport(
          identifier: task.identifier, sourceArn: task.sourceArn, end: forecast?.end.wholeMinute,
          isEndAtLeast: forecast?.isAtLeast ?? false)
      }
    }
    self.init(slots: slots, running: running)
  }
}

extension Date {
  /// The minute that it is in is over then. No forecast is more precise, and one that moves within it
  /// is the same.
  fileprivate var wholeMinute: Date {
    Date(
      timeIntervalSinceReferenceDate: (timeIntervalSinceReferenceDate / 60).rounded(.up) * 60)
  }
}
