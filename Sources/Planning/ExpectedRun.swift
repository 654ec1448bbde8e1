import FoundationEssentials
import Ground
import Tracking

/// A series that has to run, and how it stands with the run that is due: a row of the board.
public struct ExpectedRun: Hashable, Sendable {
  /// The gravest come first.
  public enum State: Int, CaseIterable, Hashable, Sendable, Comparable {
    /// Its deadline has passed, and nothing began.
    case missing
    /// It began, and came to nothing.
    case failed
    /// It runs beyond its deadline, or should have begun long ago.
    case late
    /// It has time left, but not as much as it is likely to take.
    case willBeLate
    case running
    /// Through, but some data was skipped.
    case warnings
    /// Nobody can tell: the site's tasks aren't known up to now.
    case unknown
    case waiting
    case done
    /// It has not run for so long that nobody waits for it any more.
    case retired

    public static func < (one: State, other: State) -> Bool { one.rawValue < other.rawValue }

    /// What somebody has to look after.
    public var isTrouble: Bool { self <= .willBeLate }
  }

  /// A run that was through.
  public struct Past: Hashable, Sendable {
    public var id: TaskID
    /// By the server's clock.
    public var ended: Date
  }

  public let site: SiteID
  /// For an expectation that nothing matches: its own text, and no source.
  public let series: SeriesName
  /// Nil where it is learned.
  public let expectation: ExpectedSeries?
  /// As it was learned; nil where too little is known.
  public let rhythm: Rhythm?
  /// Whether there was ever a run.
  public let hasRun: Bool
  public internal(set) var state: State
  /// What tells this time from others, for everybody who sees it.
  public internal(set) var period: Date
  /// Since when it is in this state, by the server's clock.
  public internal(set) var since: Date
  /// When it usually begins; nil where that isn't known.
  public internal(set) var start: Date?
  /// Until when it has to be through; nil once it is retired.
  public internal(set) var deadline: Date?
  /// Whether it was through only after its deadline.
  public internal(set) var wasLate = false
  /// The run that the state is about, and its phase by AWS's word.
  public internal(set) var task: TaskID?
  public internal(set) var phase: Phase?
  public internal(set) var forecast: Forecast?
  public internal(set) var lastGood: Past?
  /// How many times in a row nothing began, this one included.
  public internal(set) var missed = 0
  /// When it changes though nothing is heard; nil where it doesn't.
  var holdsUntil: Date?
}

extension ExpectedRun {
  /// What is in trouble first, then what is due first.
  func isBefore(_ other: ExpectedRun) -> Bool {
    if state != other.state { return state < other.state }
    let (one, two) = (deadline ?? .distantFuture, other.deadline ?? .distantFuture)
    if state != .done, state != .retired, one != two { return one < two }
    return series < other.series
  }
}
