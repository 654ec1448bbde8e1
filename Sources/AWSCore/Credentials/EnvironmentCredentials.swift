import FoundationEssentials

/// A key in `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN`.
public struct EnvironmentCredentials: CredentialsProvider {
  static let places = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]

  private let environment: Environment

  public init(_ environment: Environment) {
    self.environment = environment
  }

  public func look() async throws(AWSError) -> CredentialsFinding {
    let names = (accessKeyID: "AWS_ACCESS_KEY_ID", secretAccessKey: "AWS_SECRET_ACCESS_KEY")
    let key = KeyParts(
      accessKeyID: part(names.accessKeyID), secretAccessKey: part(names.secretAccessKey),
      // The second is an old spelling that the AWS command line still reads.
      sessionToken: part("AWS_SESSION_TOKEN") ?? part("AWS_SECURITY_TOKEN"),
      expiration: part("AWS_CREDENTIAL_EXPIRATION").flatMap {
        AWSTimestamp.iso8601.date($0.value)
      },
      accountID: part("AWS_ACCOUNT_ID")?.value)
    if let credentials = try key.credentials(names: names) {
      return .found(credentials.noting([.environment]))
    }
    return .passedOver([
      SearchedPlace(
        place: "environment variables \(names.accessKeyID), \(names.secretAccessKey)",
        finding: "not set")
    ])
  }

  private func part(_ name: String) -> KeyParts.Part? {
    environment[name].map {
      KeyParts.Part(value: $0.trimmingWhitespace, place: "environment variable \(name)")
    }
  }
}
