import FoundationEssentials

/// When credentials are renewed, as in botocore (`RefreshableCredentials`): from 15 minutes before
/// they expire it is advisable, from 10 minutes on it is mandatory.
///
/// Credentials that arrive with less than 20 minutes left have windows of three quarters and a half
/// of that time: botocore would ask for new ones at every call. Those of `aws login` have windows of
/// their own.
struct RenewalSchedule {
  /// In seconds before the expiration.
  let advisory: TimeInterval
  let mandatory: TimeInterval

  /// - Parameter lifetime: In seconds, from when they were received.
  init(lifetime: TimeInterval, of windows: RenewalWindows = .ordinary) {
    switch windows {
    case .ordinary:
      advisory = min(15 * 60, lifetime * 0.75)
      mandatory = min(10 * 60, lifetime * 0.5)
    case .login:
      let window = RenewalWindows.beforeLoginExpires
      advisory = lifetime > window ? window : lifetime * 0.5
      mandatory = min(60, lifetime * 0.25)
    }
  }

  /// After a successful renewal there is none for this long, however soon the new credentials
  /// expire.
  static let restAfterSuccess = Duration.seconds(5)

  /// AWS has no reason to refuse credentials this new. Older ones may have been revoked, or have
  /// expired without saying when they would.
  static let youth = Duration.seconds(600)

  /// How long a source that has failed is left alone, where nothing it gave is still valid.
  ///
  /// Randomly up to a quarter shorter, so that many programs don't ask at once. After a service's
  /// first failure there is no extra rest: the caller has one of its own.
  /// - Parameters:
  ///   - failures: In a row, this one included.
  ///   - random: From 0 to 1.
  static func rest(
    afterFailures failures: Int, of effort: RenewalEffort, random: Double
  ) -> Duration {
    let rests = effort.rests
    return rests[min(max(failures, 1), rests.count) - 1] * (0.75 + 0.25 * random)
  }

  /// How long old credentials that are still valid are used before the next try, after one that
  /// failed.
  ///
  /// It doubles from half a minute up to four minutes, but is at most a quarter of the time left,
  /// or ten seconds if that is longer. Then it is randomly made up to a quarter shorter or longer,
  /// because all clients that were throttled together would otherwise come back together.
  /// - Parameters:
  ///   - failures: In a row, this one included.
  ///   - left: Seconds until the old ones expire.
  ///   - random: From 0 to 1.
  static func rest(afterFailures failures: Int, left: TimeInterval, random: Double) -> Duration {
    var seconds = 30.0
    for _ in 1..<min(max(failures, 1), 4) { seconds *= 2 }
    seconds = min(seconds, max(10, left / 4))
    return .milliseconds(Int(seconds * (0.75 + 0.5 * random) * 1000))
  }
}

/// How long before they expire credentials are renewed.
public enum RenewalWindows: Hashable, Sendable {
  case ordinary
  /// The fifteen minutes of `aws login`: from five minutes before the end, as in botocore
  /// (`LoginCredentialFetcher`), while the old ones are used; everybody waits in the last minute.
  case login

  /// In seconds.
  static let beforeLoginExpires: TimeInterval = 5 * 60
}

/// What it takes to ask a source of credentials, and so how soon it may be asked again after
/// failures.
public enum RenewalEffort: Hashable, Sendable {
  /// A request to a service.
  case request
  /// A program that is started, or a person who is asked: dialogs, lockouts.
  case programOrPerson

  /// After the first failure, the second and so on; the last one for all that follow.
  var rests: [Duration] {
    switch self {
    case .request: [.zero, .seconds(15), .seconds(60)]
    case .programOrPerson: [.seconds(5), .seconds(15), .seconds(60), .seconds(300)]
    }
  }
}
