/// Why a profile leads to no credentials.
enum ProfilePlanError: Error, Hashable {
  /// The shared files are absent, or hold no profile.
  case noProfiles
  case noProfile(named: String)
  /// The profile is there and says nothing of credentials, as one that only sets a region does.
  /// - Parameter hint: What it may have been meant to say.
  case noCredentials(profile: String, hint: String?)
  /// The profile says something that can't be done; always with the place.
  case broken(AWSError)

  var message: String {
    switch self {
    case .noProfiles: "No profiles were defined: the files are absent or empty"
    case .noProfile(let name): "there is no profile \"\(name)\""
    case .noCredentials(let profile, let hint):
      "profile `\(profile)` did not contain credential information" + (hint.map { ": \($0)" } ?? "")
    case .broken(let error): error.summary
    }
  }

  static func broken(at place: String, _ message: String) -> ProfilePlanError {
    .broken(.configuration(place: place, message: message))
  }
}
