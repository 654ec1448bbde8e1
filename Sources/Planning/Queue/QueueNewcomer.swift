import FoundationEssentials
import RDSExports
import Tracking

/// Whether an export that comes now may start at once, by the rules of the queue: it comes behind all
/// that wait, so that it overtakes nobody who could start.
public enum QueueNewcomer: Hashable, Sendable {
  case starts
  case waits(QueueWait)
  /// So many that wait have an earlier turn at what may be free.
  case isBehind(Int)

  /// - Parameters:
  ///   - waiting: What is in the queue for the slots that it would take, in any order.
  ///   - use: Where nobody knows what runs, it still overtakes nobody who only waits for a slot.
  public init(
    _ request: StartExportTaskRequest, at site: Site, behind waiting: [QueueEntry],
    _ use: TakenSlots, at now: Date
  ) {
    let last = QueueEntry(id: .max, place: .max, site: site, request: request, addedAt: now)
    let running = use.running ?? []
    let verdicts = QueuePolicy.verdicts(
      waiting + [last], TakenSlots(slots: use.slots, running: running), at: now)
    let names = Set(running.map(\.identifier))
    let ahead = waiting.count { entry in
      switch verdicts[entry.id] {
      case .start: true
      case .wait(.slots), .wait(.rests): use.running == nil
      default: entry.isSending && !names.contains(entry.request.exportTaskIdentifier)
      }
    }
    switch verdicts[last.id] {
    case .wait(.slots) where running.count < use.slots && ahead > 0: self = .isBehind(ahead)
    case .wait(let wait): self = .waits(wait)
    case _ where use.running == nil && ahead > 0: self = .isBehind(ahead)
    default: self = .starts
    }
  }
}
