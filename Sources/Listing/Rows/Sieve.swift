import FoundationEssentials
import Ground
import Tracking

/// A filter at a moment: whether a task passes can change with time.
public struct Sieve {
  public let filter: Filter
  public let moment: Moment
  /// The server's clock.
  public let now: Date
  /// Up to when sites are known that are not known up to now.
  public let known: [SiteID: Date]
  /// What the sites are called.
  public let sites: [SiteID: SiteWords]
  /// When tonight begins.
  public let evening: TimeOfDay

  public init(
    filter: Filter, moment: Moment, now: Date, known: [SiteID: Date] = [:],
    sites: [SiteID: SiteWords] = [:], evening: TimeOfDay = .evening
  ) {
    self.evening = evening
    self.filter = filter
    self.moment = moment
    self.now = now
    self.known = known
    self.sites = sites
  }

  /// Whether a task passes.
  public var test: (TrackedTask) -> Bool {
    filter.test(at: moment, now: now, known: known, sites: sites, evening: evening)
  }

  /// Whether anything passes that a list can show.
  public var itemTest: ItemTest {
    ItemTest(
      task: test,
      waiting: filter.waitingTest(at: moment, now: now, sites: sites, evening: evening))
  }

  /// When the filter will mean another time by its words and times of day; nil for never.
  var turn: Date? {
    filter.expression?.turn(by: FilterClock(now: now, local: moment.local, evening: evening))
  }
}

/// Whether what a list can show passes a filter.
public struct ItemTest {
  let task: (TrackedTask) -> Bool
  let waiting: (WaitingExport) -> Bool

  public func callAsFunction(_ item: Item) -> Bool {
    switch item {
    case .task(let task): self.task(task)
    case .waiting(let export): waiting(export)
    }
  }
}

extension Filter {
  /// Which tasks can pass or fail a filter as time passes, without having changed.
  public enum Reach: Int, Comparable {
    case nothing
    /// Tasks that have not ended.
    case open
    /// Those at any time, and all tasks where a day, a night or a time of day begins.
    case turns
    case everything

    public static func < (one: Reach, other: Reach) -> Bool { one.rawValue < other.rawValue }
  }

  public var reachOfTime: Reach { expression?.reachOfTime ?? .nothing }
}

extension FilterExpression {
  fileprivate var reachOfTime: Filter.Reach {
    switch self {
    case .word, .text: .nothing
    case .wordOrStatus, .wordOrTonight: spelledOut.reachOfTime
    case .status(_, let values):
      values.contains { $0 == .stalled || $0 == .slow } ? .open : .nothing
    case .number(.progress, _, _), .number(.data, _, _): .nothing
    case .number(.elapsed, _, _), .elapsedThanUsual: .open
    case .number(.age, _, _): .everything
    case .time(.eta, _, _): .open
    case .time(_, _, let values): values.map(\.reachOfTime).max() ?? .nothing
    case .not(let inner): inner.reachOfTime
    case .and(let parts), .or(let parts): parts.map(\.reachOfTime).max() ?? .nothing
    }
  }
}

extension FilterExpression {
  /// When it will mean another time.
  fileprivate func turn(by clock: FilterClock) -> Date? {
    switch self {
    case .word, .wordOrStatus, .text, .status, .number, .elapsedThanUsual: nil
    case .wordOrTonight: spelledOut.turn(by: clock)
    case .time(_, _, let values): values.compactMap(clock.turn).min()
    case .not(let inner): inner.turn(by: clock)
    case .and(let parts), .or(let parts): parts.compactMap { $0.turn(by: clock) }.min()
    }
  }
}

extension FilterTime {
  fileprivate var reachOfTime: Filter.Reach {
    switch self {
    case .today, .yesterday, .tonight, .weekday, .clock: .turns
    case .day, .minute, .second: .nothing
    case .span: .everything
    }
  }
}
