import FoundationEssentials

/// The present, as it is handed to everything on the screen that depends on it.
public struct Moment: Hashable, Sendable {
  /// This machine's wall clock, uncorrected.
  public var wall: Date
  /// The program's monotonic clock.
  public var monotonic: Duration
  /// Seconds east of Greenwich, now and here.
  public var utcOffset: Int

  public init(wall: Date, monotonic: Duration, utcOffset: Int = 0) {
    self.wall = wall
    self.monotonic = monotonic
    self.utcOffset = utcOffset
  }
}
