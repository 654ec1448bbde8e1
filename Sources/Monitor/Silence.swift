import Synchronization

/// Since when a site has been asked in vain. The time in which a poll waits for its turn among those
/// of all contexts is not the site's doing, and doesn't count.
final class Silence: Sendable {
  private let since = Mutex<Duration?>(nil)

  /// A question is on its way.
  /// - Parameter now: Monotonic.
  func begins(at now: Duration) { since.withLock { $0 = $0 ?? now } }

  /// There was an answer, or none is expected any more.
  func ends() { since.withLock { $0 = nil } }

  func length(at now: Duration) -> Duration {
    since.withLock { since in since.map { now - $0 } ?? .zero }
  }
}
