/// What the user has set about retries: variables first, then the profile.
struct RetrySettings: Sendable, Hashable {
  var mode = RetryMode.standard
  /// Attempts a call may take in all.
  var maximumAttempts = RetryPolicy.standardAttempts

  /// - Throws: `AWSError.configuration` naming the place of a value that makes no sense.
  init(environment: Environment, profile: Profile?) throws(AWSError) {
    if let (place, value) = Self.setting(
      "AWS_RETRY_MODE", "retry_mode", environment: environment, profile: profile)
    {
      guard let mode = RetryMode(name: value) else {
        throw .configuration(
          place: place, message: "must be standard or adaptive (or legacy, which means standard)")
      }
      self.mode = mode
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
