import FoundationEssentials
import Tracking

/// An export that runs, as far as the queue has to know it.
public struct RunningExport: Hashable, Sendable {
  public var identifier: String
  public var sourceArn: String?
  /// When it will end, as far as anybody can tell.
  public var end: Date?
  /// Whether it is only known not to end earlier.
  public var isEndAtLeast: Bool

  public init(
    identifier: String, sourceArn: String?, end: Date? = nil, isEndAtLeast: Bool = false
  ) {
    self.identifier = identifier
    self.sourceArn = sourceArn
    self.end = end
    self.isEndAtLeast = isEndAtLeast
  }
}

/// What is known of the slots that the entries wait for.
public struct TakenSlots: Hashable, Sendable {
  /// How many exports may run at once.
  public var slots: Int
  /// Those that run; nil until that is known.
  public var running: [RunningExport]?

  public init(slots: Int = 5, running: [RunningExport]?) {
    self.slots = slots
    self.running = running
  }
}

/// What is to be done with an entry now.
public enum QueueVerdict: Hashable, Sendable {
  case start
  /// Its latest start has passed: it is to be held.
  case miss
  case wait(QueueWait)
  /// Nothing: it is held, is being sent or has been started.
  case leave
}

/// Why an entry that waits isn't started now.
public enum QueueWait: Hashable, Sendable {
  /// Its time has not come.
  case notBefore(Date)
  /// Nobody has said yet what runs.
  case unknownSlots
  /// As many run as may, with what the queue starts before this one.
  case slots(of: Int)
  /// Its source is being exported, or is about to be, by the export of this identifier.
  case source(busyWith: String)
  /// It, or another of its site, has met something, and is tried again then.
  case rests(QueueSetback)
}

/// Who may start: entries keep their order, and only those overtake that find a slot while an
/// earlier one waits for its source, its time or a person.
///
/// It is for entries that share their slots: those of a site, or of an account's regions.
public struct QueuePolicy: Sendable {
  /// - Parameter entries: In any order.
  /// - Returns: A verdict for each, by its id.
  public static func verdicts(
    _ entries: [QueueEntry], _ use: TakenSlots, at now: Date
  ) -> [Int: QueueVerdict] {
    var room = Room(entries, use)
    let resting = restingSites(entries, at: now)
    var verdicts: [Int: QueueVerdict] = [:]
    for entry in entries.sorted(by: { ($0.place, $0.id) < ($1.place, $1.id) }) {
      guard entry.isWaiting else {
        verdicts[entry.id] = .leave
        continue
      }
      if let latest = entry.schedule?.latest, latest < now {
        verdicts[entry.id] = .miss
      } else if let wait = wait(entry, use, room, resting[entry.site], at: now) {
        verdicts[entry.id] = .wait(wait)
      } else {
        verdicts[entry.id] = .start
        room.take(entry)
      }
    }
    return verdicts
  }

  private static func wait(
    _ entry: QueueEntry, _ use: TakenSlots, _ room: Room, _ resting: QueueSetback?, at now: Date
  ) -> QueueWait? {
    if let start = entry.schedule?.start, start > now { return .notBefore(start) }
    guard use.running != nil else { return .unknownSlots }
    if let other = room.identifier(exporting: entry.request.sourceArn) {
      return .source(busyWith: other)
    }
    if let setback = entry.setback, setback.restsUntil > now { return .rests(setback) }
    if let resting { return .rests(resting) }
    return room.free > 0 ? nil : .slots(of: use.slots)
  }

  /// What each site's entries have met last that its others would meet, too.
  static func restingSites(_ entries: [QueueEntry], at now: Date) -> [Site: QueueSetback] {
    var resting: [Site: QueueSetback] = [:]
    for entry in entries where entry.isOpen {
      guard let setback = entry.setback, setback.isOfSite, setback.restsUntil > now else {
        continue
      }
      if resting[entry.site].map({ $0.restsUntil < setback.restsUntil }) ?? true {
        resting[entry.site] = setback
      }
    }
    return resting
  }
}

/// The slots and sources that are taken.
private struct Room {
  private(set) var free: Int
  private var sources: [String: String] = [:]

  init(_ entries: [QueueEntry], _ use: TakenSlots) {
    let running = use.running ?? []
    let known = Set(running.map(\.identifier))
    free = use.slots - running.count
    for export in running {
      if let source = export.sourceArn { sources[source] = export.identifier }
    }
    // What is being sent may have begun to run.
    for entry in entries
    where entry.isSending && !known.contains(entry.request.exportTaskIdentifier) {
      take(entry)
    }
  }

  func identifier(exporting source: String) -> String? { sources[source] }

  mutating func take(_ entry: QueueEntry) {
    free -= 1
    sources[entry.request.sourceArn] = entry.request.exportTaskIdentifier
  }
}
