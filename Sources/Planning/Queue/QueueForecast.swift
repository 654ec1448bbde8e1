import FoundationEssentials

/// When an entry of a queue is likely to start, and in which turn.
public struct QueueStart: Hashable, Sendable {
  /// Among those that share its slots, from 1, in the order in which they are likely to start.
  public var turn: Int
  /// Nil where nobody can tell.
  public var at: Date?
  /// Whether it is only known not to start earlier: something that it waits for ends at a time that
  /// nobody can tell.
  public var isAtLeast: Bool

  public init(turn: Int, at: Date?, isAtLeast: Bool = false) {
    self.turn = turn
    self.at = at
    self.isAtLeast = isAtLeast
  }
}

/// When the entries of a queue are likely to start.
///
/// What ends at a time that nobody can tell may end at once or not at all. An entry that starts at
/// the same time in both cases starts then; another one starts not earlier than in the first.
public struct QueueForecast: Sendable {
  /// How far ahead is looked: further on, nobody knows.
  private static let horizon: TimeInterval = 7 * 86_400
  /// What should have ended by now ends at any time, and what starts takes as long at least.
  private static let soon: TimeInterval = 60
  /// That something doesn't start before the next minutes says nothing.
  private static let vain: TimeInterval = 600

  private struct Taken {
    var source: String?
    /// Nil for never.
    var end: Date?
  }

  /// - Parameters:
  ///   - entries: Those that share their slots, in any order.
  ///   - duration: How long the export of an entry is likely to take, in seconds; nil where nobody can
  ///     tell.
  /// - Returns: By id, for those that wait; nothing while it isn't known what runs.
  public static func starts(
    of entries: [QueueEntry], _ use: TakenSlots, at now: Date,
    duration: (QueueEntry) -> TimeInterval?
  ) -> [Int: QueueStart] {
    guard use.running != nil else { return [:] }
    let entries = entries.sorted { ($0.place, $0.id) < ($1.place, $1.id) }
    let durations = Dictionary(entries.map { ($0.id, duration($0)) }) { one, _ in one }
    let early = order(of: entries, use, at: now, durations, endsUnknown: true)
    let late = order(of: entries, use, at: now, durations, endsUnknown: false)
    let lates = Dictionary(late.map { ($0.id, $0.start) }) { one, _ in one }
    var starts: [Int: QueueStart] = [:]
    for (index, (id, start)) in early.enumerated() {
      let isAtLeast = lates[id] != start
      let isVain = isAtLeast && start < now.addingTimeInterval(vain)
      starts[id] = QueueStart(turn: index + 1, at: isVain ? nil : start, isAtLeast: isAtLeast)
    }
    for entry in entries where entry.isWaiting && starts[entry.id] == nil {
      starts[entry.id] = QueueStart(turn: starts.count + 1, at: nil)
    }
    return starts
  }

  /// Those that start, in the order in which they do.
  /// - Parameter endsUnknown: Whether what ends at an unknown time ends as early as it can; else it
  ///   never does.
  private static func order(
    of entries: [QueueEntry], _ use: TakenSlots, at now: Date, _ durations: [Int: TimeInterval?],
    endsUnknown: Bool
  ) -> [(id: Int, start: Date)] {
    func taken(from start: Date, _ candidate: Candidate) -> Taken {
      let duration = candidate.duration ?? (endsUnknown ? 0 : nil)
      return Taken(
        source: candidate.source, end: duration.map { start.addingTimeInterval(max(soon, $0)) })
    }
    let running = use.running ?? []
    let known = Set(running.map(\.identifier))
    let soonest = now.addingTimeInterval(soon)
    var all = running.map { export in
      let isUnknown = export.isEndAtLeast || (export.end ?? .distantPast) <= now
      let end = max(export.end ?? soonest, soonest)
      return Taken(source: export.sourceArn, end: isUnknown && !endsUnknown ? nil : end)
    }
    let resting = QueuePolicy.restingSites(entries, at: now)
    func candidates(_ isWanted: (QueueEntry) -> Bool) -> [Candidate] {
      entries.filter(isWanted).map { entry in
        Candidate(
          entry, duration: durations[entry.id] ?? nil,
          after: resting[entry.site]?.restsUntil ?? .distantPast)
      }
    }
    all += candidates { $0.isSending && !known.contains($0.request.exportTaskIdentifier) }
      .map { taken(from: now, $0) }
    var left = candidates(\.isWaiting)
    var order: [(id: Int, start: Date)] = []
    var moment = now
    while !left.isEmpty, moment <= now.addingTimeInterval(horizon) {
      all.removeAll { $0.end.map { $0 <= moment } ?? false }
      // It will be held then.
      left.removeAll { $0.latest < moment }
      var sources = Set(all.compactMap(\.source))
      left.removeAll { candidate in
        guard all.count < use.slots, candidate.earliest <= moment,
          sources.insert(candidate.source).inserted
        else { return false }
        order.append((candidate.id, moment))
        all.append(taken(from: moment, candidate))
        return true
      }
      var next = all.lazy.compactMap(\.end).filter { $0 > moment }.min() ?? .distantFuture
      for candidate in left where candidate.earliest > moment {
        next = min(next, candidate.earliest)
      }
      moment = next
    }
    return order
  }
}

/// What an entry needs to start. It is looked at for each moment at which anything ends.
private struct Candidate {
  var id: Int
  var source: String
  /// Before this it isn't tried.
  var earliest: Date
  /// After this it is held.
  var latest: Date
  /// In seconds; nil where nobody can tell.
  var duration: TimeInterval?

  /// - Parameter rest: Until when its whole site rests.
  init(_ entry: QueueEntry, duration: TimeInterval?, after rest: Date) {
    id = entry.id
    source = entry.request.sourceArn
    earliest = max(
      entry.schedule?.start ?? .distantPast, entry.setback?.restsUntil ?? .distantPast, rest)
    latest = entry.schedule?.latest ?? .distantFuture
    self.duration = duration
  }
}
