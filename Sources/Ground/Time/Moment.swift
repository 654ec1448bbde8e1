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
  /// What a clock that shows this offset calls its time zone: `CET`, `UTC`, `UTC+5:30`.
  public var zone: String
  /// When the clocks here go by another offset; nil where that isn't known.
  private var clocks: LocalTime?

  /// - Parameter zone: Nil for a name that says the offset.
  public init(
    wall: Date, monotonic: Duration, utcOffset: Int = 0, zone: String? = nil,
    clocks: LocalTime? = nil
  ) {
    self.wall = wall
    self.monotonic = monotonic
    self.utcOffset = utcOffset
    self.zone = zone ?? Self.name(ofZoneAt: utcOffset)
    self.clocks = clocks
  }

  /// What the clocks here show at any time. Where it isn't known when they are set to another
  /// offset, or that doesn't fit the present one, they show that one always.
  public var local: LocalTime {
    guard let clocks, clocks.utcOffset(at: wall) == utcOffset else {
      return LocalTime(utcOffset: utcOffset)
    }
    return clocks
  }

  /// `UTC`, `UTC+1`, `UTC-3:30`.
  public static func name(ofZoneAt utcOffset: Int) -> String {
    let minutes = abs(utcOffset) / 60
    guard minutes > 0 else { return "UTC" }
    let (hours, rest) = minutes.quotientAndRemainder(dividingBy: 60)
    let sign = utcOffset < 0 ? "-" : "+"
    let figures = rest == 0 ? "\(hours)" : "\(hours):\(rest < 10 ? "0" : "")\(rest)"
    return "UTC\(sign)\(figures)"
  }

  public func later(by rest: Duration) -> Moment {
    Moment(
      wall: wall.addingTimeInterval(rest.seconds), monotonic: monotonic + rest,
      utcOffset: utcOffset, zone: zone, clocks: clocks)
  }

  /// Whether this moment has come at the moment `now`.
  public func hasCome(at now: Moment) -> Bool {
    monotonic <= now.monotonic || wall <= now.wall
  }
}
