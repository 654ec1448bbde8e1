import Ground

/// A company's nightly exports: a hundred nights of them, and the one that is under way when the
/// simulator starts. It is what `exportdeck demo` shows.
public struct Night: Sendable, Hashable {
  /// One of the company's accounts, each in a region of its own.
  public enum Place: String, CaseIterable, Sendable {
    /// Every slot is taken. One export is slow, one stands still, one is STARTING for long; one of
    /// every night hasn't come, and another is late: within a minute it gets the slot of one that
    /// ends.
    case production
    /// Four exports have failed of one cause; one began hours after its time.
    case abroad
    /// Where things are tried out: three exports have failed by a fault of AWS's and can be started
    /// again; within minutes one more fails and one begins.
    case staging
  }

  public var place: Place
  /// What the clocks of the company show.
  public var local: LocalTime

  public init(_ place: Place, _ local: LocalTime) {
    self.place = place
    self.local = local
  }

  /// When the company's night is at its busiest, by its clocks.
  public static let hour = TimeOfDay(hour: 2, minute: 40) ?? .evening
}
