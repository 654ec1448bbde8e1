/// What the user has set about retries: variables first, then the profile.
///
/// There is one mode, `standard`: backoff with jitter and a shared bucket of retries. `adaptive`,
/// which also limits how fast a client sends, and `legacy`, botocore's old default, are treated as
/// `standard`: polling slows down by itself when AWS asks for it, and `max_attempts` is there for
/// more attempts.
struct RetrySettings: Sendable, Hashable {
  private static let modes: Set = ["standard", "adaptive", "legacy"]

  /// Attempts a call may take in all.
  var maximumAttempts = RetryPolicy.standardAttempts

  /// - Throws: `AWSError.configuration` naming the place of an invalid value.
  init(environment: Environment, profile: Profile?) throws(AWSError) {
    if let (place, value) = Self.setting(
      "AWS_RETRY_MODE", "retry_mode", environment: environment, profile: profile)
    {
      guard Self.modes.contains(value.lowercased()) else {
        throw .configuration(
          place: place,
          message: "must be standard (adaptive and legacy mean standard here)")
      }
    }
    if let (place, value) = Self.setting(
      "AWS_MAX_ATTEMPTS", "max_attempts", environment: environment, profile: profile)
    {
      guard let number = Int(value), (1...100).contains(number) else {
        throw .configuration(place: place, message: "must be a whole number from 1 to 100")
      }
      maximumAttempts = number
    }
  }

  private static func setting(
    _ variable: String, _ name: String, environment: Environment, profile: Profile?
  ) -> (place: String, value: String)? {
    if let value = environment[variable] {
      return ("environment variable \(variable)", value.trimmingWhitespace)
    }
    guard let property = profile?[name], !property.value.trimmingWhitespace.isEmpty else {
      return nil
    }
    return ("\(name) (\(property.place))", property.value.trimmingWhitespace)
  }
}
