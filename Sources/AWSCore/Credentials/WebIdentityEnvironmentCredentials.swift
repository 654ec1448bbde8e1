/// A web identity that the environment names: `AWS_WEB_IDENTITY_TOKEN_FILE`, `AWS_ROLE_ARN` and
/// `AWS_ROLE_SESSION_NAME`, as EKS sets them for a pod.
///
/// The token file is what turns it on, as in the SDKs; unlike botocore this never completes the
/// variables from a profile.
public struct WebIdentityEnvironmentCredentials: CredentialsProvider {
  static let places = ["AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_ROLE_ARN"]

  private let surroundings: Surroundings
  private let overrides: SettingsOverrides

  public init(_ surroundings: Surroundings, overrides: SettingsOverrides = SettingsOverrides()) {
    self.surroundings = surroundings
    self.overrides = overrides
  }

  public func look() async throws(AWSError) -> CredentialsFinding {
    let environment = surroundings.environment
    guard let tokenFile = environment["AWS_WEB_IDENTITY_TOKEN_FILE"]?.trimmingWhitespace else {
      return .passedOver([
        Lookup(place: "environment variable AWS_WEB_IDENTITY_TOKEN_FILE", finding: "not set")
      ])
    }
    let place = "environment variable AWS_WEB_IDENTITY_TOKEN_FILE"
    guard let roleARN = environment["AWS_ROLE_ARN"]?.trimmingWhitespace else {
      throw .configuration(
        place: place, message: "set, and AWS_ROLE_ARN, the role that the token is for, is not")
    }
    let settings = WebIdentitySettings(
      roleARN: roleARN, tokenFile: tokenFile,
      sessionName: environment["AWS_ROLE_SESSION_NAME"]?.trimmingWhitespace, place: place)
    let origin = WebIdentityCredentials(
      settings, surroundings: surroundings, overrides: overrides
    ).origin
    return .found(try await origin.noting([.environmentWebIdentity]).obtain())
  }

  public var steps: [String] {
    let environment = surroundings.environment
    guard let file = environment["AWS_WEB_IDENTITY_TOKEN_FILE"],
      let role = environment["AWS_ROLE_ARN"]
    else { return [] }
    return ["assumes \(role) with the token in \(file)"]
  }
}
