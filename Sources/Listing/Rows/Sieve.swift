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

  public init(
    filter: Filter, moment: Moment, now: Date, known: [SiteID: Date] = [:],
    sites: [SiteID: SiteWords] = [:]
  ) {
    self.filter = filter
    self.moment = moment
    self.now = now
    self.known = known
    self.sites = sites
  }

  /// Whether a task passes.
  public var test: (TrackedTask) -> Bool {
    filter.test(at: moment, now: now, known: known, sites: sites)
  }
}

extension Filter {
  /// Which tasks can pass or fail a filter as time passes, without having changed.
  public enum Reach: Int, Comparable {
    case nothing
    /// Tasks that have not ended.
    case open
    case everything

    public static func < (one: Reach, other: Reach) -> Bool { one.rawValue < other.rawValue }
  }

  public var reachOfTime: Reach { expression?.reachOfTime ?? .nothing }
}

extension FilterExpression {
  fileprivate var reachOfTime: Filter.Reach {
    switch self {
    case .word, .text: .nothing
    case .wordOrStatus: spelledOut.reachOfTime
    case .status(_, let values):
      values.contains(.stalled) ? .open : .nothing
    case .number(.progress, _, _), .number(.data, _, _): .nothing
    case .number(.elapsed, _, _): .open
    case .number(.age, _, _): .everything
    case .time(_, _, let values):
      values.contains { $0 == .today || $0 == .yesterday } ? .everything : .nothing
    case .not(let inner): inner.reachOfTime
    case .and(let parts), .or(let parts): parts.map(\.reachOfTime).max() ?? .nothing
    }
  }
}
