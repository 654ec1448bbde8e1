import FoundationEssentials

/// Both clocks of this machine at one moment.
///
/// Rests are monotonic, but a laptop's monotonic clock stands still while it sleeps: what is due has
/// come when either clock says so.
public struct ClockReading: Hashable, Sendable {
  public var wall: Date
  public var monotonic: Duration

  public init(wall: Date, monotonic: Duration) {
    self.wall = wall
    self.monotonic = monotonic
  }

  public func later(by rest: Duration) -> ClockReading {
    ClockReading(
      wall: wall.addingTimeInterval(rest.timeInterval), monotonic: monotonic + rest)
  }

  /// Whether this moment has come by the time of another.
  public func hasCome(at now: ClockReading) -> Bool {
    monotonic <= now.monotonic || wall <= now.wall
  }
}

extension Duration {
  var timeInterval: TimeInterval {
    TimeInterval(components.seconds) + TimeInterval(components.attoseconds) / 1e18
  }
}
