/// The profile in force, and all that the shared files say, from one reading.
struct ChosenProfile: Sendable {
  let name: String
  /// What named it: `option --profile`, `environment variable AWS_PROFILE`; nil for the default.
  let namedBy: String?
  let files: ProfileFiles
  let profiles: ProfileSet

  /// - Throws: `AWSError.configuration` for a file that can't be read.
  init(_ surroundings: Surroundings, overrides: SettingsOverrides) throws(AWSError) {
    (name, namedBy) = Self.choice(environment: surroundings.environment, overrides: overrides)
    files = ProfileFiles(environment: surroundings.environment, files: surroundings.files)
    profiles = try files.load()
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

  /// The existing profiles, for people.
  var existing: String {
    let names = profiles.profileNames
    if names.isEmpty { return "No profiles were defined: the files are absent or hold none" }
    return "there are: \(names.prefix(8).joined(separator: ", "))\(names.count > 8 ? ", …" : "")"
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
