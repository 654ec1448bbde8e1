import Ground
import RDSExports

/// The two lanes of a context: the fast one reads what can still change, the sweep reads
/// everything.
public enum PollLane: CaseIterable, Hashable, Sendable {
  case fast, sweep
}

/// One request that the plan asks for.
public struct Poll: Hashable, Sendable {
  /// How to read the answer.
  public enum Question: Hashable, Sendable {
    /// The tasks that can still change.
    case active
    /// The tasks that left the fast lane, to see what became of them.
    case leavers([String])
    /// A page of everything.
    case everything
  }

  public let lane: PollLane
  public let question: Question
  public let request: DescribeExportTasksRequest
  /// Results of older generations than the plan's are dropped.
  public let generation: Int
  /// Unique within the plan.
  public let number: Int
  public let begun: Moment
  /// Whether this continues a round that an earlier request began.
  public let isContinued: Bool
}

/// Why a poll failed, as far as it matters to the plan. `Trouble` has the words.
public enum PollFailure: Hashable, Sendable {
  /// Credentials, region or configuration are missing. It is cheap to look for them again.
  case setup
  /// A source of credentials rests after failures, until then (monotonic). It is cheap to look
  /// again, as something else may have changed meanwhile.
  case resting(until: Duration)
  case throttled
  /// The server refuses the filters.
  case filtersRefused
  case other
}

/// What an answer means for its round.
public enum PollAdvance: Hashable, Sendable {
  /// The round goes on with another request.
  case goesOn
  case roundOver
  /// A whole sweep has ended that began at this moment.
  case sweepOver(begunAt: Moment)
  /// The server gave a marker twice, so its list would never end.
  case markerRepeated(String)
  /// After so many pages and tasks the server still gave a next page, so the round is given up.
  case tooLong(pages: Int, tasks: Int)
}
