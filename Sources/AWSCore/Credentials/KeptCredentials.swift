import FoundationEssentials
import Ground

/// What is kept for one source of temporary credentials: the newest it gave, and the renewal that
/// is under way.
struct KeptCredentials {
  typealias Answer = Result<Credentials, AWSError>

  /// What a caller is to do.
  enum Step {
    case use(Credentials)
    /// Use these, and begin a renewal that nobody waits for.
    case useAndRenew(Credentials)
    /// Wait for the renewal; begin it first where none is under way.
    case wait(begins: Bool)
    /// The source has failed, and isn't asked now.
    case rest(AWSError)
  }

  /// What came of a renewal.
  enum Outcome {
    case renewed(Credentials, RenewalWindows)
    /// The source wasn't asked: a cheap check failed first.
    case unprepared(AWSError)
    case failed(AWSError, RenewalEffort)
  }

  private(set) var credentials: Credentials?
  /// Monotonic.
  private(set) var lastUse: Duration = .zero
  private var schedule = RenewalSchedule(lifetime: 0)
  private var receivedAt: Duration = .zero
  /// AWS refused the kept ones, whatever they say of themselves.
  private(set) var isRefused = false
  /// Of young credentials, in a row.
  private var refusals = 0
  /// In a row.
  private var failures = 0
  /// The source's last error, where no credentials are kept.
  private var failure: AWSError?
  /// Monotonic: before it, no renewal begins while the credentials last, or after a failure.
  private var restsUntil: Duration = .zero
  /// Who waits for the renewal under way; nil where none is.
  private var waiting: [Awaited<Answer>]?

  var isRenewing: Bool { waiting != nil }

  /// How long a failure is remembered when nobody asks about it any more.
  private static let failureMemory = Duration.seconds(900)

  /// Whether anything would be lost if this were forgotten.
  func isWorthKeeping(at wall: Date, _ monotonic: Duration) -> Bool {
    isRenewing || lasting(at: wall) != nil
      || failure != nil && monotonic - lastUse < Self.failureMemory
  }

  /// - Parameter waiter: Is given the renewal's result where the caller has to wait.
  mutating func step(
    at wall: Date, _ monotonic: Duration, waiter: Awaited<Answer>
  ) -> Step {
    lastUse = monotonic
    if isRefused, let credentials = lasting(at: wall) {
      if !isRenewing && monotonic < restsUntil { return .use(credentials) }
    } else if let credentials = lasting(at: wall) {
      guard let expiration = credentials.expiration else { return .use(credentials) }
      let left = expiration.timeIntervalSince(wall)
      if left >= schedule.advisory { return .use(credentials) }
      let isMandatory = left < schedule.mandatory
      if isRenewing ? !isMandatory : monotonic < restsUntil { return .use(credentials) }
      if !isMandatory {
        waiting = []
        return .useAndRenew(credentials)
      }
    } else if let failure, !isRenewing, monotonic < restsUntil {
      return .rest(told(failure))
    }
    let begins = !isRenewing
    waiting = (waiting ?? []) + [waiter]
    return .wait(begins: begins)
  }

  /// Takes the result of the renewal under way.
  /// - Returns: The answer, and everyone who waits for it.
  mutating func finish(
    _ outcome: Outcome, at wall: Date, _ monotonic: Duration, random: Double
  ) -> (answer: Answer, waiting: [Awaited<Answer>]) {
    let waiters = waiting ?? []
    waiting = nil
    failure = nil
    let error: AWSError
    switch outcome {
    case .renewed(let renewed, let windows):
      credentials = renewed
      isRefused = false
      receivedAt = monotonic
      schedule = RenewalSchedule(
        lifetime: renewed.expiration?.timeIntervalSince(wall) ?? .infinity, of: windows)
      failures = 0
      restsUntil = monotonic + RenewalSchedule.restAfterSuccess
      return (.success(renewed), waiters)
    case .unprepared(let cause), .failed(let cause, _): error = cause
    }
    if let old = lasting(at: wall), !isRefused {
      failures += 1
      restsUntil =
        monotonic
        + RenewalSchedule.rest(
          afterFailures: failures, left: old.expiration?.timeIntervalSince(wall) ?? .infinity,
          random: random)
      return (.success(old), waiters)
    }
    forgetCredentials()
    guard case .failed(_, let effort) = outcome else { return (.failure(error), waiters) }
    failures += 1
    failure = error
    restsUntil =
      monotonic + RenewalSchedule.rest(afterFailures: failures, of: effort, random: random)
    return (.failure(told(error)), waiters)
  }

  /// The first failure is nothing special: it is retried with the next call.
  private func told(_ failure: AWSError) -> AWSError {
    failures > 1 ? .resting(cause: failure, until: restsUntil) : failure
  }

  /// Notes that AWS refuses the kept credentials. A source whose new credentials are refused right
  /// away is asked again at once the first time, and after a rest from the second time on: it may
  /// be a program that opens a window. Until then the refused ones are used: another region may
  /// accept them.
  mutating func refuse(at monotonic: Duration, random: Double) {
    guard !isRefused else { return }
    isRefused = true
    let isYoung = monotonic - receivedAt < RenewalSchedule.youth
    refusals = isYoung ? refusals + 1 : 0
    restsUntil =
      refusals < 2
      ? monotonic
      : monotonic
        + RenewalSchedule.rest(afterFailures: refusals, of: .programOrPerson, random: random)
  }

  mutating func forgetCredentials() {
    credentials = nil
    isRefused = false
  }

  mutating func forgetFailures() {
    guard failures > 0 || isRefused else { return }
    failures = 0
    failure = nil
    refusals = 0
    restsUntil = .zero
  }

  private func lasting(at wall: Date) -> Credentials? {
    guard let credentials else { return nil }
    guard let expiration = credentials.expiration else { return credentials }
    return expiration > wall ? credentials : nil
  }
}
