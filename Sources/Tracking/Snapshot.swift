import FoundationEssentials

/// Everything known of one context's site at one moment. It is immutable, and cheap to hand over.
public struct Snapshot: Sendable {
  public let context: ContextID
  public let label: ContextLabel
  /// The site of these tasks. A later snapshot of the context can have another.
  public let id: SiteID
  /// Nil until there was a first client.
  public let site: Site?
  /// Grows with every snapshot of the program, whichever context it is of.
  public let version: Int
  public let tasks: TrackedTasks
  public let feed: Feed

  public init(
    context: ContextID, label: ContextLabel, id: SiteID, site: Site?, version: Int,
    tasks: TrackedTasks, feed: Feed
  ) {
    self.context = context
    self.label = label
    self.id = id
    self.site = site
    self.version = version
    self.tasks = tasks
    self.feed = feed
  }

  /// Whether this one is older than another snapshot of the same context or site.
  public func isOlder(than other: Snapshot) -> Bool { version < other.version }
}

/// How a context's data arrives.
public struct Feed: Hashable, Sendable {
  /// When the fast lane last answered (the sweep, where it is the only lane), by this machine's
  /// wall clock; nil before the first answer.
  public var lastAnswer: Date?
  /// How far the server's clock is ahead of this machine's, in seconds.
  public var serverAhead: TimeInterval
  /// The current rest between two polls of the leading lane.
  public var interval: Duration
  /// When AWS, or the source of its credentials, is asked next (monotonic); nil while one of them
  /// is being asked, or while paused.
  public var nextPoll: Duration?
  public var isPaused: Bool
  /// Tasks read so far by a sweep that is under way; nil when none is.
  public var sweeping: Int?
  /// Whether a whole sweep has ended since the start: before it, older tasks may be missing.
  public var hasSwept: Bool
  /// Whether something may have begun and ended while nobody looked, and no whole sweep has ended
  /// since.
  public var mayHaveMissed: Bool
  /// Whether the server ignores the status filter, so that every poll reads the whole list.
  public var filtersIgnored: Bool
  /// Whether AWS throttles, so that the lane is slower than it was set to.
  public var isThrottled: Bool
  /// Whether the credentials have changed and their account isn't known yet: the rows are those of
  /// the account before, and nothing may be done in its name.
  public var isAccountUnsure: Bool
  /// What is wrong now; nil after a poll that went well.
  public var trouble: Trouble?
  /// What the next answer waits for, where that takes long.
  public var waiting: Waiting?
  /// The context that polls this one's site. While there is one, this context stands by: its
  /// snapshots have no tasks, and it takes over when the other one fails.
  public var standsBehind: ContextID?

  public init(
    lastAnswer: Date? = nil, serverAhead: TimeInterval = 0, interval: Duration = .seconds(5),
    nextPoll: Duration? = nil, isPaused: Bool = false, sweeping: Int? = nil, hasSwept: Bool = false,
    mayHaveMissed: Bool = false, filtersIgnored: Bool = false, isThrottled: Bool = false,
    isAccountUnsure: Bool = false,
    trouble: Trouble? = nil, waiting: Waiting? = nil, standsBehind: ContextID? = nil
  ) {
    self.lastAnswer = lastAnswer
    self.serverAhead = serverAhead
    self.interval = interval
    self.nextPoll = nextPoll
    self.isPaused = isPaused
    self.sweeping = sweeping
    self.hasSwept = hasSwept
    self.mayHaveMissed = mayHaveMissed
    self.filtersIgnored = filtersIgnored
    self.isThrottled = isThrottled
    self.isAccountUnsure = isAccountUnsure
    self.trouble = trouble
    self.waiting = waiting
    self.standsBehind = standsBehind
  }
}

/// What an answer waits for, in words for a person.
public struct Waiting: Hashable, Sendable {
  /// By name and place, as a part of a sentence: `the credential_process …`.
  public var what: String
  /// Since when (monotonic).
  public var since: Duration
  /// How long at most, counted from then.
  public var limit: Duration

  public init(what: String, since: Duration, limit: Duration) {
    self.what = what
    self.since = since
    self.limit = limit
  }
}

/// A failure of the feed, in words for a person.
public struct Trouble: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable, Codable {
    /// No credentials, no region: they have screens of their own while there are no rows.
    case noCredentials, noRegion
    case expired, denied, throttled, unreachable, other
    /// The credentials have changed, and nobody says which account they belong to.
    case accountUnknown
  }

  public var kind: Kind
  /// What happened, in one line.
  public var summary: String
  /// What to do next, in one line.
  public var advice: String
  /// Where the program looked and what it found, for missing credentials and regions.
  public var lookups: [(place: String, finding: String)] { pairs.map { ($0.place, $0.finding) } }
  private var pairs: [Pair]
  /// When it began, by this machine's wall clock.
  public var since: Date

  private struct Pair: Hashable, Sendable {
    var place: String
    var finding: String
  }

  public init(
    kind: Kind, summary: String, advice: String, lookups: [(place: String, finding: String)] = [],
    since: Date
  ) {
    self.kind = kind
    self.summary = summary
    self.advice = advice
    pairs = lookups.map { Pair(place: $0.place, finding: $0.finding) }
    self.since = since
  }
}
