import AWSCore
import RDSExports
import Tracking

/// The background poller of one context: it runs on a serial Dispatch queue of its own, fills a
/// store and hands out snapshots.
public final class Poller: Sendable {
  /// - Parameters:
  ///   - client: Called before each poll, so that credentials and a region that appear later are
  ///     found without a restart.
  ///   - random: 0..<1, for jitter.
  ///   - deliver: Called on the poller's queue with every new snapshot.
  public init(
    context: ContextID, label: ContextLabel, policy: PollingPolicy = PollingPolicy(),
    timekeeper: any Timekeeper, random: @escaping @Sendable () -> Double,
    client: @escaping @Sendable () async throws(AWSError) -> (any ExportTasksClient, ContextLabel),
    deliver: @escaping @Sendable (Snapshot, Changes) -> Void
  ) {
  }

  /// Begins with the fast lane, then sweeps.
  public func start() {}
  /// Polls the fast lane now, sweeps too if the last sweep is over a minute old, and tries filters
  /// again that were ignored.
  public func refresh() {}
  public func setPaused(_ paused: Bool) {}
  /// Sets the rest while something runs; takes effect with the rest that is under way.
  public func setInterval(_ interval: Duration) {}
  /// Takes in what an operation of our own answered, so that the screen need not wait for a poll.
  public func absorb(_ task: ExportTask, sentAt: Observation) {}
  /// Cancels what is under way and never delivers again.
  public func stop() {}
  /// Whether no poll is under way and nothing waits to be delivered.
  public var isIdle: Bool { true }
}
