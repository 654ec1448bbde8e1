/// The credentials of a role that is assumed with an identity provider's token, such as that of a
/// Kubernetes service account.
struct WebIdentityCredentials: Sendable {
  /// In bytes; the longest token STS accepts.
  private static let longestToken = 20_000

  private let settings: WebIdentitySettings
  private let surroundings: Surroundings
  private let overrides: SettingsOverrides

  init(
    _ settings: WebIdentitySettings, surroundings: Surroundings, overrides: SettingsOverrides
  ) {
    self.settings = settings
    self.surroundings = surroundings
    self.overrides = overrides
  }

  var origin: CredentialsOrigin {
    let key = [
      "web identity", settings.roleARN, settings.tokenFile, settings.sessionName ?? "",
    ]
    return CredentialsOrigin(key: key) { () async throws(AWSError) in
      try await surroundings.cache.credentials(
        for: CredentialsKey(key), from: settings.place,
        preparing: { () async throws(AWSError) in
          (try token(), try STSClient(surroundings, overrides: overrides))
        },
        renewing: { (token, client) async throws(AWSError) in
          try await assume(with: token, at: client)
        })
    }
  }

  private func assume(
    with token: String, at client: STSClient
  ) async throws(AWSError) -> Credentials {
    do {
      return try await client.assumeRole(settings, token: token)
        .noting([.assumedRoleWithWebIdentity])
    } catch {
      throw error.naming(
        "AssumeRoleWithWebIdentity of \(settings.roleARN) with the token in \(settings.tokenFile) "
          + "(\(settings.place))")
    }
  }

  private func token() throws(AWSError) -> String {
    let contents: [UInt8]?
    do {
      contents = try surroundings.files.contents(of: settings.tokenFile)
    } catch {
      throw unusable("can't be read: \(error.reason)")
    }
    guard let contents else { throw unusable("isn't there") }
    let token = String(decoding: contents, as: UTF8.self).trimmingWhitespace
    if token.isEmpty { throw unusable("is empty") }
    guard token.utf8.count <= Self.longestToken else {
      throw unusable("is no token: it is larger than \(Self.longestToken) bytes")
    }
    return token
  }

  private func unusable(_ why: String) -> AWSError {
    .configuration(
      place: settings.place, message: "the token file \(settings.tokenFile) \(why)")
  }
}

/// A web identity that the environment names: `AWS_WEB_IDENTITY_TOKEN_FILE`, `AWS_ROLE_ARN` and
/// `AWS_ROLE_SESSION_NAME`, as EKS sets them for a pod.
///
/// The token file turns it on, as in the SDKs. Unlike in botocore, missing variables are never
/// filled in from a profile.
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
        SearchedPlace(place: "environment variable AWS_WEB_IDENTITY_TOKEN_FILE", finding: "not set")
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
