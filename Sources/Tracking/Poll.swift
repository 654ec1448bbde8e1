import Ground
import RDSExports

/// The two lanes of a context: the fast one reads what can still change, the sweep everything.
public enum PollLane: CaseIterable, Hashable, Sendable {
  case fast, sweep
}

/// One request that the plan wants made.
public struct Poll: Hashable, Sendable {
  /// What the answer is to be read as.
  public enum Question: Hashable, Sendable {
    /// The tasks that can still change.
    case active
    /// What became of tasks that left the fast lane.
    case leavers([String])
    /// A page of everything.
    case everything
  }

  public let lane: PollLane
  public let question: Question
  public let request: DescribeExportTasksRequest
  /// Results of older generations than the plan's are dropped.
  public let generation: Int
  /// Unique for the plan.
  public let number: Int
  public let begun: Moment
  /// Whether this goes on with what an earlier request of the same round began.
  public let isContinued: Bool
}

/// Why a poll failed, as far as it matters to the plan; the words are the feed's.
public enum PollFailure: Hashable, Sendable {
  /// Credentials, region or configuration are missing: cheap to look for again.
  case setup
  /// A source of credentials rests until then (monotonic) after failures: cheap to look for again,
  /// as something else may have changed meanwhile.
  case resting(until: Duration)
  case throttled
  /// The server refuses the filters.
  case filtersRefused
  case other
}

/// What an answer did for its round.
public enum PollAdvance: Hashable, Sendable {
  /// The round goes on with another request.
  case goesOn
  case roundOver
  /// A whole sweep has ended that began at this time of this machine's wall clock.
  case sweepOver(begunAt: Moment)
  /// The server gave a marker twice, so its list would never end.
  case markerRepeated(String)
  /// After so many pages and tasks the server still names a next page, so the round is given up.
  case tooLong(pages: Int, tasks: Int)
}
