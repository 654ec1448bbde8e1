/// A value the user set and where: in an environment variable, else in a profile's property.
struct Setting: Hashable {
  /// Trimmed, and never empty.
  var value: String
  /// `environment variable X`, or `x (file:line)`.
  var place: String

  /// The variable beats the profile; a blank one of either counts as unset.
  static func find(
    _ variable: String, _ property: String, environment: Environment, profile: Profile?
  ) -> Setting? {
    if let value = environment[variable] {
      return Setting(value: value.trimmingWhitespace, place: "environment variable \(variable)")
    }
    guard let found = profile?[property], !found.value.trimmingWhitespace.isEmpty else {
      return nil
    }
    return Setting(value: found.value.trimmingWhitespace, place: "\(property) (\(found.place))")
  }

  /// `true` or `false`, in any case. Other words for no are what they say, as for botocore, which
  /// takes every other word for no; a `yes` that it would ignore is an error.
  var isOn: Bool {
    get throws(AWSError) {
      switch value.lowercased() {
      case "true": return true
      case "false", "no", "off", "0": return false
      default: throw error("must be true or false")
      }
    }
  }

  func error(_ message: String) -> AWSError {
    .configuration(place: place, message: message)
  }
}
