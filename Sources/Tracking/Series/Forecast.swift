import FoundationEssentials

/// When a task that has not ended is likely to end.
public struct Forecast: Hashable, Sendable {
  /// What it goes by, for the most part.
  public enum Basis: Hashable, Sendable {
    /// How long earlier runs of its series took.
    case usual
    /// How it has moved so far.
    case own
  }

  public var end: Date
  /// Between these two it ends in one of two cases.
  public var earliest, latest: Date
  public var basis: Basis
  /// Whether it may well be later: nobody knows how long the task will be STARTING.
  public var isAtLeast: Bool
  /// When it changes though nothing is heard of the task; nil where it doesn't.
  public var holdsUntil: Date?
}

extension TrackedTask {
  /// When the task will end: from its own progress, from what is usual for its series, or from
  /// both. What is usual counts for less the further the task has come.
  /// - Parameters:
  ///   - now: The server's clock.
  ///   - known: Up to when the task's site is known, by the server's clock.
  /// - Returns: Nil without evidence, and where nothing moves or the task is being canceled.
  public func forecast(at now: Date, known: Date) -> Forecast? {
    guard isListed, phase == .running || phase == .starting,
      progress.stalledFor(at: known) == nil
    else { return nil }
    if phase == .starting { return forecastWhileStarting(at: now) }
    let usual = usualEnd(at: now)
    guard let own = progress.expectedEnd else { return usual }
    let start = taskStartTime ?? progress.knownSince ?? own
    let total = max(60, own.timeIntervalSince(start))
    let ownError = ownError
    guard let usual, let usualError = usualError else {
      return Forecast(end: own, error: ownError * total, basis: .own)
    }
    let share = ownShare(against: usualError)
    let tonight = usualErrorTonight ?? usualError
    let end = usual.end.addingTimeInterval(own.timeIntervalSince(usual.end) * share)
    let weights = 1 / (ownError * ownError) + 1 / (tonight * tonight)
    let error = (1 / weights).squareRoot()
    var forecast = Forecast(
      end: end, error: error * total, basis: share >= 0.5 ? .own : .usual)
    forecast.holdsUntil = usual.holdsUntil
    return forecast
  }

  /// How far off an end that is foretold by the task's own pace may be, as a part of the whole run:
  /// early on, a pace says little of what is still to come.
  private var ownError: Double {
    let done = min(max(Double(percentProgress ?? 0) / 100, 0.01), 1)
    return max(0.005, 0.12 * (1 - done) / done.squareRoot())
  }

  /// How far off the usual end may be, as a part of the whole run.
  private var usualError: Double? {
    usual.map { usual in
      let own = 1.48 * (usual.noise - 1)
      return min(1.5, own * (1 + 1.57 / Double(usual.runs)).squareRoot())
    }
  }

  /// The same tonight: a pace far slower than what is usual says that tonight is no usual night. A
  /// faster one proves less, because many an export slows down towards its end.
  private var usualErrorTonight: Double? {
    guard let usual, let usualError, let own = progress.expectedEnd, let start = taskStartTime
    else { return usualError }
    let total = max(60, own.timeIntervalSince(start))
    return max(usualError, (total - usual.duration) / total / 4)
  }

  /// How much the task's own pace counts, 0…1.
  private func ownShare(against usualError: Double) -> Double {
    let usualError = usualErrorTonight ?? usualError
    let (own, usual) = (ownError * ownError, usualError * usualError)
    return usual / (usual + own)
  }

  private func usualEnd(at now: Date) -> Forecast? {
    guard let usual, let start = taskStartTime else { return nil }
    let elapsed = now.timeIntervalSince(start)
    guard let duration = usual.duration(beyond: elapsed) else { return nil }
    var forecast = Forecast(from: start, duration, basis: .usual)
    forecast.holdsUntil = usual.nextChange(after: elapsed).map(start.addingTimeInterval)
    return forecast
  }

  /// STARTING has no percentage, and AWS doesn't say when it began.
  private func forecastWhileStarting(at now: Date) -> Forecast? {
    guard let usual else { return nil }
    guard let duration = usual.duration(beyond: 0) else { return nil }
    let start = expectedStart(usual).flatMap { $0 > now ? $0 : nil }
    var forecast = Forecast(from: start ?? now, duration, basis: .usual)
    // What should have started by now starts at any time, as far as anybody knows.
    forecast.isAtLeast = start == nil
    forecast.holdsUntil = start
    return forecast
  }

  private func expectedStart(_ usual: Usual) -> Date? {
    if let starting = usual.starting, let since = progress.knownSince {
      return since.addingTimeInterval(starting.median)
    }
    guard let lag = usual.startAfterSnapshot, let snapshotTime else { return nil }
    return snapshotTime.addingTimeInterval(lag.median)
  }
}

extension Forecast {
  /// - Parameter error: In seconds, of which a normal error is smaller in two of three cases.
  fileprivate init(end: Date, error: TimeInterval, basis: Basis) {
    self.init(
      end: end, earliest: end.addingTimeInterval(-0.67 * error),
      latest: end.addingTimeInterval(0.67 * error), basis: basis, isAtLeast: false)
  }

  fileprivate init(from start: Date, _ duration: Spread, basis: Basis) {
    self.init(
      end: start.addingTimeInterval(duration.median),
      earliest: start.addingTimeInterval(duration.low),
      latest: start.addingTimeInterval(duration.high), basis: basis, isAtLeast: false)
  }
}

extension TrackedTask {
  /// From when on the task is slow: when it has run for longer than what noise explains. Where its
  /// own pace already says that it will, it is so at once. Nil where nobody can tell.
  public var slowFrom: Date? {
    guard phase == .running, isListed, let start = taskStartTime, let limit = usual?.slowAfter
    else { return nil }
    if let own = progress.expectedEnd, let usualError, ownShare(against: usualError) >= 0.5,
      own.timeIntervalSince(start) > limit
    {
      return start
    }
    return start.addingTimeInterval(limit)
  }

  /// Whether it runs for longer than is usual, or will.
  /// - Parameter known: Up to when the task's site is known, by the server's clock.
  public func isSlow(at known: Date) -> Bool { slowFrom.map { $0 < known } ?? false }
}
