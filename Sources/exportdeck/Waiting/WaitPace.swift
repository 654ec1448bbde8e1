import AWSCore
import Monitor
import RDSExports
import Tracking

/// How long to rest between two looks, as the dashboard's fast lane does: longer while AWS
/// throttles, and with jitter then, and longer from failure to failure.
struct WaitPace: Sendable {
  let interval: Duration
  private var slowdown = 1
  private var failures = 0

  init(interval: Duration) { self.interval = interval }

  /// The rest after an answer. Throttling wears off with each of them.
  /// - Parameter random: From 0 to 1.
  mutating func restAfterAnswer(random: Double) -> Duration {
    failures = 0
    slowdown = max(1, slowdown / 2)
    return slowdown > 1 ? PollPlan.jittered(slowed(interval), random) : interval
  }

  /// The rest after a failure.
  /// - Parameters:
  ///   - now: Monotonic.
  ///   - random: From 0 to 1.
  mutating func rest(after failure: PollFailure, now: Duration, random: Double) -> Duration {
    failures += 1
    switch failure {
    case .setup: return PollPlan.setupRest
    case .resting(let end):
      return min(PollPlan.setupRest, max(end - now, .milliseconds(100)))
    case .throttled:
      slowdown = min(slowdown * 2, PollPlan.mostSlowdown)
      return PollPlan.jittered(slowed(max(interval, PollPlan.setupRest)), random)
    case .filtersRefused: return .zero
    case .other: return PollPlan.backOff(after: failures, random: random)
    }
  }

  private func slowed(_ rest: Duration) -> Duration {
    max(rest, min(rest * slowdown, PollPlan.longestSlowedRest))
  }
}
