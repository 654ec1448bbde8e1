/// How often a context is asked.
public struct PollingPolicy: Sendable, Hashable {
  /// The fast lane's rest while something runs.
  public var activeInterval: Duration
  /// The fast lane's rest while nothing runs.
  public var idleInterval: Duration
  /// The shortest rest between two sweeps.
  public var sweepRest: Duration
  /// A sweep's rest is at least this many times as long as the sweep took.
  public var sweepFactor: Int

  public init(
    activeInterval: Duration = .seconds(5), idleInterval: Duration = .seconds(30),
    sweepRest: Duration = .seconds(1200), sweepFactor: Int = 20
  ) {
    self.activeInterval = activeInterval
    self.idleInterval = idleInterval
    self.sweepRest = sweepRest
    self.sweepFactor = sweepFactor
  }
}
