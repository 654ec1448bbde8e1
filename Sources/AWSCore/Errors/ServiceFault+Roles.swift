extension ServiceFault {
  /// What to do about a role that STS doesn't hand out, in one line; nil for every other fault.
  ///
  /// The codes are those of AssumeRole and AssumeRoleWithWebIdentity in the STS API reference,
  /// which sometimes omits the `Exception` at their end; the messages matched are STS's own.
  var adviceAboutRole: String? {
    let code = code.hasSuffix("Exception") ? String(code.dropLast("Exception".count)) : code
    switch code {
    case "AccessDenied": return adviceAboutDeniedRole
    case "ExpiredToken" where isAboutWebIdentity:
      return "The identity provider's token has expired: whoever writes its file (in Kubernetes "
        + "the kubelet) has to renew it; the file is read again at the next try."
    case "InvalidIdentityToken":
      return "Check that the file holds a token of the right provider, that the role's account has "
        + "an IAM identity provider with the token's issuer and audience, and that AWS can reach "
        + "the issuer."
    case "IDPRejectedClaim":
      return "The identity provider takes the token back: get a new one from it."
    case "IDPCommunicationError":
      return "AWS can't reach the identity provider: try again later; if it stays, ask who runs it."
    case "RegionDisabled":
      return "An administrator of the account can activate STS for this region (IAM, account "
        + "settings); or choose another region with --region."
    case "MalformedPolicyDocument", "PackedPolicyTooLarge":
      return "The session policy or the session tags that come with the role can't be used: ask "
        + "whoever manages the role or the identity provider."
    case "ValidationError" where isAboutRole:
      return "Mend role_arn, role_session_name, duration_seconds, external_id or mfa_serial there, "
        + "as the message says."
    default: return nil
    }
  }

  private var isAboutWebIdentity: Bool { message.contains("AssumeRoleWithWebIdentity") }
  private var isAboutRole: Bool { message.contains("AssumeRole") }

  private var adviceAboutDeniedRole: String? {
    if message.contains("MultiFactorAuthentication failed") {
      return message.contains("invalid MFA one time pass code")
        ? "The MFA code was wrong, too old or used before (each is good for one time): refresh to "
          + "be asked for the next one."
        : "Check that mfa_serial names an MFA device of the user whose key this is."
    }
    if message.contains("sts:AssumeRoleWithWebIdentity") {
      return "The role's trust policy has to name the identity provider, and its conditions have "
        + "to hold for the token's audience and subject."
    }
    guard let denial, denial.action == "sts:AssumeRole", !denial.isExplicit else { return nil }
    let role = denial.resource.map { " on \($0)" } ?? ""
    return "Ask for \(denial.caller) to be allowed sts:AssumeRole\(role), and for the role's trust "
      + "policy to let them in; where that wants an MFA code or an external ID, set mfa_serial or "
      + "external_id."
  }
}
