/// What the user has set about the instance metadata service.
///
/// | variable | profile | |
/// |---|---|---|
/// | `AWS_EC2_METADATA_DISABLED` | `disable_ec2_metadata` | `true`: it is never asked |
/// | `AWS_EC2_METADATA_V1_DISABLED` | `ec2_metadata_v1_disabled` | `true`: only with a token |
/// | `AWS_EC2_METADATA_SERVICE_ENDPOINT` | `ec2_metadata_service_endpoint` | beats the mode |
/// | `AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE` | `…_endpoint_mode` | `IPv4` or `IPv6` |
/// | `AWS_METADATA_SERVICE_TIMEOUT` | `metadata_service_timeout` | seconds an attempt, 1 |
/// | `AWS_METADATA_SERVICE_NUM_ATTEMPTS` | `metadata_service_num_attempts` | 1, or 4 |
/// | `AWS_EC2_INSTANCE_PROFILE_NAME` | `ec2_instance_profile_name` | instead of asking for it |
///
/// The variable beats the profile. One attempt is botocore's number, and it is enough where nobody
/// answers, as on every laptop; a service that answers with a fault of its own is asked four times,
/// the AWS SDK for Rust's number.
struct InstanceMetadataSettings: Hashable {
  private static let ipv4Endpoint = "http://169.254.169.254"

  /// `http://169.254.169.254`, without a slash at its end.
  var endpoint: String
  /// Where version 1 is switched off (`AWS_EC2_METADATA_V1_DISABLED` or the profile), if it is.
  var versionOneIsOffBecauseOf: String?
  /// Where nobody answers.
  var attemptsUnanswered: Int
  var attempts: Int
  var attemptLimit: Duration
  /// Whether the user set the limit.
  var isLimitChosen: Bool
  /// The role's name, where the user gives it.
  var profileName: Setting?

  /// The place that switches the service off, if one does. Only `true` does, as in botocore.
  static func offSwitch(_ environment: Environment, _ profile: Profile?) -> String? {
    let setting = Setting.find(
      "AWS_EC2_METADATA_DISABLED", "disable_ec2_metadata", environment: environment,
      profile: profile)
    guard let setting, setting.value.lowercased() == "true" else { return nil }
    return setting.place
  }

  /// - Throws: `AWSError.configuration` that names the place of what can't be used.
  init(_ environment: Environment, _ profile: Profile?) throws(AWSError) {
    func find(_ variable: String, _ property: String) -> Setting? {
      Setting.find(variable, property, environment: environment, profile: profile)
    }
    endpoint = try Self.endpoint(
      find("AWS_EC2_METADATA_SERVICE_ENDPOINT", "ec2_metadata_service_endpoint"),
      mode: find("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "ec2_metadata_service_endpoint_mode"))
    let off = find("AWS_EC2_METADATA_V1_DISABLED", "ec2_metadata_v1_disabled")
    versionOneIsOffBecauseOf = try off?.isOn == true ? off?.place : nil
    let attempts = try Self.attempts(
      find("AWS_METADATA_SERVICE_NUM_ATTEMPTS", "metadata_service_num_attempts"))
    attemptsUnanswered = attempts ?? 1
    self.attempts = attempts ?? 4
    let limit = find("AWS_METADATA_SERVICE_TIMEOUT", "metadata_service_timeout")
    attemptLimit = try Self.limit(limit)
    isLimitChosen = limit != nil
    profileName = find("AWS_EC2_INSTANCE_PROFILE_NAME", "ec2_instance_profile_name")
  }

  private static func endpoint(_ setting: Setting?, mode: Setting?) throws(AWSError) -> String {
    guard let setting else {
      guard let mode else { return ipv4Endpoint }
      switch mode.value.lowercased() {
      case "ipv4": return ipv4Endpoint
      case "ipv6": return "http://[fd00:ec2::254]"
      default: throw mode.error("not a valid endpoint mode; it is IPv4 or IPv6")
      }
    }
    guard setting.value.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
      let parts = URLParts(setting.value), parts.query.isEmpty
    else {
      throw setting.error(
        "not a usable URL; one looks like http://169.254.169.254, without user, query or fragment")
    }
    let path = parts.path.split(separator: "/").map { "/\($0)" }.joined()
    return "\(parts.scheme)://\(parts.authority)\(path)"
  }

  private static func attempts(_ setting: Setting?) throws(AWSError) -> Int? {
    guard let setting else { return nil }
    guard let number = Int(setting.value), (1...100).contains(number) else {
      throw setting.error("must be a whole number from 1 to 100")
    }
    return number
  }

  private static func limit(_ setting: Setting?) throws(AWSError) -> Duration {
    guard let setting else { return .seconds(1) }
    guard let seconds = Double(setting.value), seconds > 0, seconds <= 3600 else {
      throw setting.error("must be a number of seconds, more than 0 and 3600 at most")
    }
    return .seconds(seconds)
  }
}
