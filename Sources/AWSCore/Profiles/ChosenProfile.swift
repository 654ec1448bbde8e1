/// The profile in force, and all that the shared files say, from one reading.
struct ChosenProfile: Sendable {
  let name: String
  /// What named it: `option --profile`, `environment variable AWS_PROFILE`; nil for the default.
  let namedBy: String?
  let files: ProfileFiles
  let profiles: ProfileSet

  /// - Throws: `AWSError.configuration` for a file that can't be read, and for a line of this
  ///   profile that breaks the rules; one of another profile stops nothing.
  init(_ surroundings: Surroundings, overrides: SettingsOverrides) throws(AWSError) {
    (name, namedBy) = Self.choice(environment: surroundings.environment, overrides: overrides)
    files = ProfileFiles(surroundings)
    profiles = try files.load()
    if let error = profile?.error { throw error }
  }

  var profile: Profile? { profiles.profile(named: name) }

  /// `profile "prod" in ~/.aws/credentials and ~/.aws/config`
  var place: String { "profile \"\(name)\" in \(files.places)" }

  /// The error about a named profile that doesn't exist, nil where there is none.
  var missing: AWSError? {
    guard let namedBy, profile == nil else { return nil }
    return .configuration(
      place: namedBy, message: "there is no \(place); \(existing)")
  }

  /// The existing profiles, and what is passed over, for people.
  var existing: String {
    let names = profiles.profileNames.prefix(9)
      .map { $0.contains(where: \.isWhitespace) ? "\"\($0)\"" : $0 }
    let passedOver = profiles.passedOver(lookingFor: name)
    if names.isEmpty {
      return passedOver.isEmpty
        ? "No profiles were defined: the files are absent or hold none"
        : "No profiles were defined\(passedOver)"
    }
    let hint = profiles.unquoted(name) == nil ? "" : "without the quotes there is one; "
    return
      "\(hint)there are: \(names.prefix(8).joined(separator: ", "))\(names.count > 8 ? ", …" : "")"
      + passedOver
  }

  /// `--profile`, `AWS_DEFAULT_PROFILE`, `AWS_PROFILE`, else `default`. Where both variables are
  /// set, `AWS_DEFAULT_PROFILE` wins, as in the AWS command line and botocore.
  static func choice(
    environment: Environment, overrides: SettingsOverrides
  ) -> (name: String, namedBy: String?) {
    if let name = overrides.profile { return (name, overrides.places.profile) }
    for variable in ["AWS_DEFAULT_PROFILE", "AWS_PROFILE"] {
      if let name = environment[variable]?.trimmingWhitespace {
        return (name, "environment variable \(variable)")
      }
    }
    return ("default", nil)
  }
}

extension Profile {
  /// The first line of it that breaks the rules.
  var error: AWSError? {
    errors.first.map { .configuration(place: $0.place, message: $0.reason) }
  }
}
