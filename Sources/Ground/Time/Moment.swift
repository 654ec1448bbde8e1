import FoundationEssentials

/// Both clocks of this machine at one moment, and how far its local time is from Greenwich: the
/// present, as it is handed to everything that depends on it and may not ask a clock.
///
/// Rests are monotonic, but a laptop's monotonic clock stands still while it sleeps: what is due has
/// come when either clock says so.
public struct Moment: Hashable, Sendable {
  /// This machine's wall clock, uncorrected.
  public var wall: Date
  /// The program's monotonic clock.
  public var monotonic: Duration
  /// Seconds east of Greenwich, now and here; 0 where nobody reads a local time from it.
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

  /// Whether this moment has come by the time of another.
  public func hasCome(at now: Moment) -> Bool {
    monotonic <= now.monotonic || wall <= now.wall
  }
}
