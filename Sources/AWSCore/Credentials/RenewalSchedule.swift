import FoundationEssentials

/// When credentials are renewed, as botocore does it (`RefreshableCredentials`): from 15 minutes
/// before they expire on it is advisable, from 10 minutes on it is mandatory.
///
/// Credentials that came with less than 20 minutes to live have both windows scaled to three
/// quarters and a half of that: botocore would ask for new ones at every call.
struct RenewalSchedule {
  /// In seconds before the expiration.
  let advisory: TimeInterval
  let mandatory: TimeInterval

  /// - Parameter lifetime: In seconds, from when they were received.
  init(lifetime: TimeInterval) {
    advisory = min(15 * 60, lifetime * 0.75)
    mandatory = min(10 * 60, lifetime * 0.5)
  }

  /// A renewal that succeeded isn't followed by another within this, however short the life of what
  /// it brought.
  static let restAfterSuccess = Duration.seconds(5)

  /// AWS has no cause to refuse credentials so soon; those that are older may have been revoked, or
  /// have expired without saying when they would.
  static let youth = Duration.seconds(600)

  /// How long a source is left alone that has failed, and has given nothing that still lasts.
  ///
  /// Up to a quarter shorter by chance, so that many programs don't ask at once. The first failure of
  /// a service is followed by no rest of its own: whoever asks has one.
  /// - Parameters:
  ///   - failures: In a row, this one included.
  ///   - random: From 0 to 1.
  static func rest(
    afterFailures failures: Int, of effort: RenewalEffort, random: Double
  ) -> Duration {
    let rests = effort.rests
    return rests[min(max(failures, 1), rests.count) - 1] * (0.75 + 0.25 * random)
  }

  /// How long old credentials that still last are used before the next try, after one that failed.
  ///
  /// From half a minute it doubles up to four minutes, but never takes more than a quarter of the
  /// time that is left, or ten seconds; and is a quarter shorter or longer by chance, because
  /// everybody who was throttled at once would else be back at once.
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

/// What it takes to ask a source of credentials, and so how soon it may be asked again after failures.
public enum RenewalEffort: Hashable, Sendable {
  /// A request to a service.
  case request
  /// A program is started, or a person is asked: dialogs, lockouts.
  case programOrPerson

  /// After the first failure, the second and so on; the last for all that follow.
  var rests: [Duration] {
    switch self {
    case .request: [.zero, .seconds(15), .seconds(60)]
    case .programOrPerson: [.seconds(5), .seconds(15), .seconds(60), .seconds(300)]
    }
  }
}
