/// What the user has set about retries: variables first, then the profile.
///
/// There is one mode, `standard`: backoff with jitter and a shared bucket of retries. `adaptive`,
/// which also limits how fast a client sends, and `legacy`, botocore's old default, are treated as
/// `standard`: polling slows down by itself when AWS asks for it, and `max_attempts` is there for
/// more attempts.
struct RetrySettings: Sendable, Hashable {
  private static let modes: Set = ["standard", "adaptive", "legacy"]
  /// However many the user asks for: no call has time for more.
  private static let mostAttempts = 100

  /// Attempts a call may take in all.
  var maximumAttempts = RetryPolicy.standardAttempts
  /// That fewer are made than the user asks for; nil where it is what was asked for.
  var remark: String?

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
      guard let number = Self.number(value), number >= 1 else {
        throw .configuration(place: place, message: "must be a whole number, 1 or more")
      }
      maximumAttempts = min(number, Self.mostAttempts)
      if number > Self.mostAttempts {
        remark = "\(Self.mostAttempts) attempts at most: \(place) asks for more"
      }
    }
  }

  /// Nil for what is no whole number; the largest there is for one that is larger.
  private static func number(_ text: String) -> Int? {
    let digits = text.first == "+" ? text.dropFirst() : text[...]
    guard !digits.isEmpty, digits.utf8.allSatisfy(\.isDigit) else { return Int(text) }
    return Int(digits) ?? .max
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
