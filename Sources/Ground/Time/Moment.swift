import FoundationEssentials

/// Both clocks of this machine at one moment, and its offset from UTC. This is how the present is
/// handed to everything that depends on it but may not ask a clock.
///
/// Waiting times are monotonic, but a laptop's monotonic clock stops while it sleeps. So something
/// is due as soon as either clock says so.
public struct Moment: Hashable, Sendable {
  /// This machine's wall clock, uncorrected.
  public var wall: Date
  /// The program's monotonic clock.
  public var monotonic: Duration
  /// Seconds east of Greenwich, here and now; 0 where no local time is needed.
  public var utcOffset: Int

  public init(wall: Date, monotonic: Duration, utcOffset: Int = 0) {
    self.wall = wall
    self.monotonic = monotonic
    self.utcOffset = utcOffset
  }

  public func later(by rest: Duration) -> Moment {
    Moment(
      wall: wall.addingTimeInterval(rest.seconds), monotonic: monotonic + rest,
      utcOffset: utcOffset)
  }

  /// Whether this moment has come at the moment `now`.
  public func hasCome(at now: Moment) -> Bool {
    monotonic <= now.monotonic || wall <= now.wall
  }
}
