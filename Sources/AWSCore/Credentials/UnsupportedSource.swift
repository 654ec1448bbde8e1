/// A way to credentials that is configured and that this library can't go yet. Saying so by name
/// beats "no credentials".
enum UnsupportedSource {
  case assumedRole, webIdentity, identityCenter, login, process

  /// What a profile needs besides, or instead of, keys of its own. These come before the keys in
  /// the order of the AWS command line, so that the keys must not be used in their place.
  static func outrankingKeys(in profile: Profile) -> UnsupportedSource? {
    if profile["web_identity_token_file"] != nil { return .webIdentity }
    if profile["role_arn"] != nil { return .assumedRole }
    let signIn = ["sso_session", "sso_account_id", "sso_role_name", "sso_start_url"]
    return signIn.contains { profile[$0] != nil } ? .identityCenter : nil
  }

  static func any(in profile: Profile) -> UnsupportedSource? {
    if let source = outrankingKeys(in: profile) { return source }
    if profile["login_session"] != nil { return .login }
    return profile["credential_process"] != nil ? .process : nil
  }

  private var words: String {
    switch self {
    case .assumedRole: "assumes a role (role_arn)"
    case .webIdentity: "uses a web identity token (web_identity_token_file)"
    case .identityCenter: "signs in through IAM Identity Center (sso_…)"
    case .login: "uses `aws login` (login_session)"
    case .process: "runs a program (credential_process)"
    }
  }

  func finding(profile: String) -> String {
    "\(words), which is not supported yet; instead run: "
      + "eval \"$(aws configure export-credentials --profile \(profile) --format env)\""
  }
}

/// Credentials that a container or a web identity would give through the environment: named where
/// they are configured, so that nobody wonders why they were not used.
struct UnsupportedEnvironmentSources: CredentialsProvider {
  let environment: Environment

  func look() async throws(AWSError) -> CredentialsFinding {
    let names = [
      "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
      "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    ]
    return .passedOver(
      names.filter { environment[$0] != nil }.map {
        Lookup(
          place: "environment variable \($0)",
          finding: "set, and not supported yet; instead run: "
            + "eval \"$(aws configure export-credentials --format env)\"")
      })
  }
}
