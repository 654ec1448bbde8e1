import FoundationEssentials

/// What is kept of one source of temporary credentials: the newest it gave, and the renewal that is
/// under way.
struct KeptCredentials {
  typealias Answer = Result<Credentials, AWSError>

  /// What a caller is to do.
  enum Step {
    case use(Credentials)
    /// Use these, and begin a renewal that nobody waits for.
    case useAndRenew(Credentials)
    /// Wait for the renewal; begin it first where none is under way.
    case wait(begins: Bool)
  }

  private(set) var credentials: Credentials?
  /// Monotonic.
  private(set) var lastUse: Duration = .zero
  private var schedule = RenewalSchedule(lifetime: 0)
  private var receivedAt: Duration = .zero
  /// AWS refused the kept ones, whatever they say of themselves.
  private var isRefused = false
  /// Of young credentials, in a row.
  private var refusals = 0
  /// In a row.
  private var failures = 0
  /// Monotonic: before it, no renewal begins while the credentials last.
  private var restsUntil: Duration = .zero
  /// Who waits for the renewal under way; nil where none is.
  private var waiting: [Awaited<Answer>]?

  var isRenewing: Bool { waiting != nil }

  /// What would be lost if this were forgotten.
  func isWorthKeeping(at wall: Date) -> Bool { isRenewing || lasting(at: wall) != nil }

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
    }
    let begins = !isRenewing
    waiting = (waiting ?? []) + [waiter]
    return .wait(begins: begins)
  }

  /// Takes the result of the renewal under way.
  /// - Returns: What everybody who waits is given, and they.
  mutating func finish(
    _ result: Answer, at wall: Date, _ monotonic: Duration, random: Double
  ) -> (answer: Answer, waiting: [Awaited<Answer>]) {
    let waiters = waiting ?? []
    waiting = nil
    if case .success(let renewed) = result {
      credentials = renewed
      isRefused = false
      receivedAt = monotonic
      schedule = RenewalSchedule(
        lifetime: renewed.expiration?.timeIntervalSince(wall) ?? .infinity)
      failures = 0
      restsUntil = monotonic + RenewalSchedule.restAfterSuccess
      return (result, waiters)
    }
    failures += 1
    guard let old = lasting(at: wall), !isRefused else {
      forgetCredentials()
      return (result, waiters)
    }
    restsUntil =
      monotonic
      + RenewalSchedule.rest(
        afterFailures: failures, left: old.expiration?.timeIntervalSince(wall) ?? .infinity,
        random: random)
    return (.success(old), waiters)
  }

  /// Takes AWS's word against the kept ones. A source whose credentials are refused as soon as it
  /// gave them rests before it is asked again: it may be a program that opens a window.
  mutating func refuse(at monotonic: Duration, random: Double) {
    guard !isRefused else { return }
    isRefused = true
    let isYoung = monotonic - receivedAt < RenewalSchedule.youth
    refusals = isYoung ? refusals + 1 : 0
    guard isYoung else { return }
    restsUntil =
      monotonic
      + RenewalSchedule.rest(afterFailures: refusals, left: .infinity, random: random)
  }

  mutating func forgetCredentials() {
    credentials = nil
    isRefused = false
  }

  mutating func forgetFailures() {
    guard failures > 0 || isRefused else { return }
    failures = 0
    refusals = 0
    restsUntil = .zero
  }

  private func lasting(at wall: Date) -> Credentials? {
    guard let credentials else { return nil }
    guard let expiration = credentials.expiration else { return credentials }
    return expiration > wall ? credentials : nil
  }
}
