import FoundationEssentials

/// When the entries of a queue are likely to start.
public struct QueueForecast: Sendable {
  /// How far ahead is looked: further on, nobody knows.
  private static let horizon: TimeInterval = 7 * 86_400
  /// What should have ended by now ends at any time.
  private static let overdue: TimeInterval = 60

  private struct Taken {
    var source: String?
    /// Nil for one whose end nobody can tell: it keeps its slot.
    var end: Date?

    init(source: String?, end: Date?) {
      self.source = source
      self.end = end
    }

    init(_ entry: QueueEntry, from start: Date, _ duration: TimeInterval?) {
      self.init(
        source: entry.request.sourceArn,
        end: duration.map { start.addingTimeInterval(max(60, $0)) })
    }
  }

  /// - Parameters:
  ///   - entries: Those that share their slots, in any order.
  ///   - duration: How long the export of an entry is likely to take, in seconds; nil where nobody can
  ///     tell.
  /// - Returns: By id. An entry is left out where it depends on something that nobody can tell.
  public static func starts(
    of entries: [QueueEntry], _ use: TakenSlots, at now: Date,
    duration: (QueueEntry) -> TimeInterval?
  ) -> [Int: Date] {
    guard let running = use.running else { return [:] }
    let known = Set(running.map(\.identifier))
    var taken = running.map { export in
      Taken(
        source: export.sourceArn,
        end: export.end.map { max($0, now.addingTimeInterval(overdue)) })
    }
    var left: [QueueEntry] = []
    for entry in entries.sorted(by: { ($0.place, $0.id) < ($1.place, $1.id) }) {
      if entry.isWaiting {
        left.append(entry)
      } else if entry.isSending, !known.contains(entry.request.exportTaskIdentifier) {
        taken.append(Taken(entry, from: now, duration(entry)))
      }
    }
    var starts: [Int: Date] = [:]
    var moment = now
    while !left.isEmpty, moment <= now.addingTimeInterval(horizon) {
      taken.removeAll { $0.end.map { $0 <= moment } ?? false }
      left.removeAll { entry in
        guard taken.count < use.slots, entry.mayStart(at: moment),
          !taken.contains(where: { $0.source == entry.request.sourceArn })
        else { return false }
        starts[entry.id] = moment
        taken.append(Taken(entry, from: moment, duration(entry)))
        return true
      }
      let ends = taken.compactMap(\.end)
      let begins = left.compactMap(\.startsEarliest)
      guard let next = (ends + begins).filter({ $0 > moment }).min() else { break }
      moment = next
    }
    return starts
  }
}

extension QueueEntry {
  /// Before this it isn't tried; nil where nothing is against now.
  fileprivate var startsEarliest: Date? {
    [schedule?.start, setback?.restsUntil].compactMap(\.self).max()
  }

  fileprivate func mayStart(at moment: Date) -> Bool {
    startsEarliest.map { $0 <= moment } ?? true
  }
}
