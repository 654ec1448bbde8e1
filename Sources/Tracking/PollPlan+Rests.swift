import FoundationEssentials
import Ground

extension PollPlan {
  public static let mostSlowdown = 16
  /// Throttling never makes a rest longer than this, apart from jitter.
  public static let longestSlowedRest: Duration = .seconds(300)
  public static let setupRest: Duration = .seconds(5)
  private static let backOff: [Duration] = [5, 10, 20, 40, 60].map { .seconds($0) }

  /// The current rest between two polls of the leading lane, without jitter.
  public var interval: Duration {
    areFiltersIgnored ? usualRest(of: .sweep) : usualRest(of: .fast)
  }

  /// The rest of a lane after a round that went well.
  func usualRest(of lane: PollLane) -> Duration {
    let active = policy.activeInterval
    let lead = somethingRuns ? active : max(active, policy.idleInterval)
    let sweeps = (lastSweep?.took ?? .zero) * policy.sweepFactor
    return switch lane {
    case .fast: slowed(lead)
    case .sweep where areFiltersIgnored: slowed(max(lead, sweeps))
    case .sweep: max(policy.sweepRest, sweeps)
    }
  }

  private func slowed(_ rest: Duration) -> Duration {
    isThrottled ? max(rest, min(rest * slowdown, Self.longestSlowedRest)) : rest
  }

  mutating func rest(_ lane: PollLane, since now: Moment, random: Double) {
    let usual = usualRest(of: lane)
    let isSteady = !isThrottled
    self[lane].due = now.later(by: isSteady ? usual : Self.jittered(usual, random))
    self[lane].restsSince = isSteady ? now : nil
  }

  /// A fast lane that stood still for its rest and this much longer (a pause, an outage, a machine
  /// that slept) has missed what began and ended meanwhile. A sweep has not.
  private static let longestGap: Duration = .seconds(60)

  mutating func noteFastAnswer(to poll: Poll, at now: Moment) {
    defer { lastFastAnswer = now }
    let rest = Self.jittered(usualRest(of: .fast), 1)
    guard !areFiltersIgnored, let lastFastAnswer,
      lastFastAnswer.later(by: rest + Self.longestGap).hasCome(at: now)
    else { return }
    mayHaveMissed = true
    guard let begun = sweepRound.begun else { return askAt(now, .sweep) }
    mustSweepAgain = begun.monotonic < poll.begun.monotonic || begun.wall < poll.begun.wall
  }

  /// The rest after a failure.
  func rest(
    after failure: PollFailure, failures: Int, at now: Moment, random: Double
  ) -> Duration {
    switch failure {
    case .setup:
      return Self.setupRest
    case .resting(let end):
      return min(Self.setupRest, max(end - now.monotonic, .milliseconds(100)))
    case .throttled:
      return Self.jittered(slowed(max(policy.activeInterval, Self.setupRest)), random)
    case .filtersRefused, .other:
      return Self.backOff(after: failures, random: random)
    }
  }

  /// The rest after so many failures in a row, at least one.
  /// - Parameter random: From 0 to 1.
  public static func backOff(after failures: Int, random: Double) -> Duration {
    jittered(backOff[min(max(failures, 1), backOff.count) - 1], random)
  }

  /// Up to a quarter more or less, so that many clients do not come back at once.
  /// - Parameter random: From 0 to 1.
  public static func jittered(_ rest: Duration, _ random: Double) -> Duration {
    rest * (0.75 + 0.5 * min(max(random, 0), 1))
  }

  /// What runs, or the interval, has changed: makes a usual rest that is under way shorter or
  /// longer.
  mutating func remeasureRests() {
    for lane in PollLane.allCases {
      guard let since = self[lane].restsSince, self[lane].underWay == nil else { continue }
      self[lane].due = since.later(by: usualRest(of: lane))
    }
  }
}

/// What the next sweep's rest and a refresh depend on.
struct FinishedSweep: Sendable {
  var endedAt: Moment
  /// The time that its requests took.
  var took: Duration
}
