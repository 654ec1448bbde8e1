import FoundationEssentials
import RDSExports

/// What is new in a snapshot, compared with the one before it.
public struct Changes: Hashable, Sendable {
  public enum Event: Hashable, Sendable {
    case appeared
    /// From one status to another, in the API's words.
    case turned(from: String, to: String)
    case noLongerListed
    /// It has passed another tenth of the way.
    case reached(percent: Int)
    /// It moved again after a stall that lasted so many seconds.
    case movedOn(percent: Int, after: TimeInterval)
    /// Its progress is less than it was.
    case fellBack(from: Int, to: Int)
  }

  public struct Entry: Hashable, Sendable {
    public var id: TaskID
    public var event: Event
    /// By the server's clock.
    public var at: Date

    public init(id: TaskID, event: Event, at: Date) {
      self.id = id
      self.event = event
      self.at = at
    }
  }

  /// Whether these are the first rows of a site: everything is new, and nothing is announced.
  public var isWhole: Bool
  /// The slots of the tasks that have changed, in ascending order.
  public var slots: [Int]
  /// The slots of the tasks that were not known before.
  public var added: Range<Int>
  public var events: [Entry]

  public init(
    isWhole: Bool = false, slots: [Int] = [], added: Range<Int> = 0..<0, events: [Entry] = []
  ) {
    self.isWhole = isWhole
    self.slots = slots
    self.added = added
    self.events = events
  }

  /// These changes and the next snapshot's together, for code that did not see the snapshot between
  /// them.
  public func united(with next: Changes) -> Changes {
    let known = added.lowerBound
    return Changes(
      isWhole: isWhole || next.isWhole,
      slots: Set(slots).union(next.slots.lazy.filter { $0 < known }).sorted(),
      added: known..<next.added.upperBound, events: events + next.events)
  }
}

extension Changes.Event {
  /// What to tell of a task that has moved while it was IN_PROGRESS: not each percent; nil where
  /// there is nothing to tell.
  init?(movement known: TrackedTask, to task: ExportTask, at time: Date) {
    guard known.phase == .running, task.status == .inProgress,
      let from = known.percentProgress, let to = task.percentProgress, from != to
    else { return nil }
    if to < from {
      self = .fellBack(from: from, to: to)
    } else if let rest = known.progress.stalledFor(at: time), rest >= 60 {
      self = .movedOn(percent: to, after: rest)
    } else if from / 10 < to / 10 {
      self = .reached(percent: to)
    } else {
      return nil
    }
  }
}
