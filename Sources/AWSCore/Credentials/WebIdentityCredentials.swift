/// The credentials of a role that is assumed with the token of an identity provider, such as that
/// of a Kubernetes service account.
struct WebIdentityCredentials: Sendable {
  /// STS takes no longer token.
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
