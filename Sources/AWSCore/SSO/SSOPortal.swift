import FoundationEssentials

/// The portal of IAM Identity Center, which hands out the credentials of roles.
struct SSOPortal: Sendable {
  let settings: SSOSettings
  let file: SSOTokenFile
  /// Without a slash at its end.
  let endpoint: String
  let surroundings: Surroundings
  /// The endpoint and what set it, where the user did; faults name it.
  var customEndpoint: String?

  /// GetRoleCredentials for the account and the role of the profile.
  /// - Throws: `AWSError.loginNeeded` where the portal doesn't accept the token,
  ///   `AWSError.configuration` where the user who is logged in has no such role, `.service`,
  ///   `.connection`, `.unreadableAnswer` or `.cancelled`.
  func roleCredentials(with token: SSOToken) async throws(AWSError) -> Credentials {
    let query = [("role_name", settings.roleName), ("account_id", settings.accountID)]
      .map { "\($0)=\(PercentEncoding.encode($1.utf8))" }.joined(separator: "&")
    let response = try await surroundings.loginExchange.send(
      HTTPRequest(
        method: "GET", url: "\(endpoint)/federation/credentials?\(query)",
        headers: [HTTPHeader("x-amz-sso_bearer_token", token.accessToken)], body: []),
      isWorthAnother: \.isFaultThatPasses)
    guard response.status == 200, WebPage.words(in: response.body) == nil else {
      throw error(response, about: token)
    }
    return try credentials(response)
  }

  private struct Answer: Decodable {
    struct RoleCredentials: Decodable {
      var accessKeyId: String
      var secretAccessKey: String
      var sessionToken: String
      /// Milliseconds since 1970.
      var expiration: Double
    }

    var roleCredentials: RoleCredentials
  }

  private func credentials(_ response: HTTPResponse) throws(AWSError) -> Credentials {
    guard
      let role = try? JSONDecoder().decode(Answer.self, from: Data(response.body)).roleCredentials,
      [role.accessKeyId, role.secretAccessKey, role.sessionToken].allSatisfy({ part in
        !part.isEmpty && part.utf8.allSatisfy { (0x21...0x7E).contains($0) }
      })
    else {
      throw .unreadableAnswer(
        detail: "SSO GetRoleCredentials for \(role)", requestID: response.requestID)
    }
    return Credentials(
      accessKeyID: role.accessKeyId, secretAccessKey: role.secretAccessKey,
      sessionToken: role.sessionToken,
      expiration: Date(timeIntervalSince1970: role.expiration / 1000),
      accountID: settings.accountID)
  }

  private func error(_ response: HTTPResponse, about token: SSOToken) -> AWSError {
    var fault = Redaction(secrets: token.secrets).redact(JSONErrorReader.fault(response))
    fault.customEndpoint = customEndpoint
    let isPortals = !fault.code.hasPrefix("HTTP ")
    switch response.status {
    case 401: return file.refused(because: fault)
    case 403 where isPortals, 404 where isPortals:
      return .configuration(
        place: "sso_account_id and sso_role_name of profile \"\(settings.profileName)\"",
        message: "who is logged in has no \(role): \(fault.summary)")
    default:
      fault.message = "GetRoleCredentials for \(role): \(fault.message)"
      return .service(fault)
    }
  }

  private var role: String {
    "role \"\(settings.roleName)\" in account \(settings.accountID)"
  }
}
