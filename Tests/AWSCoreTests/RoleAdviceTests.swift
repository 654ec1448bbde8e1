import AWSCore
import Support
import Testing

@Suite struct RoleAdviceTests {
  private func advice(_ code: String, _ message: String, status: Int = 403) -> String {
    ServiceFault(code: code, message: message, status: status).advice
  }

  private static let step = "AssumeRole of arn:aws:iam::1:role/ops for profile \"p\" (f:1): "
  private static let token =
    "AssumeRoleWithWebIdentity of arn:aws:iam::1:role/pod with the token in /t (v): "

  @Test(arguments: [
    (
      "AccessDenied",
      step + "MultiFactorAuthentication failed with invalid MFA one time pass code. ",
      "The MFA code was wrong"
    ),
    (
      "AccessDenied",
      step + "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your "
        + "MFA serial number is valid and associated with this user.", "mfa_serial"
    ),
    ("InvalidIdentityToken", token + "No OpenIDConnect provider found in your account", "issuer"),
    ("InvalidIdentityTokenException", token + "Incorrect token audience", "audience"),
    (
      "ExpiredTokenException",
      token + "Token expired: current date/time 1795348800 must be before the expiration date/time",
      "kubelet"
    ),
    ("IDPRejectedClaim", token, "new one"), ("IDPCommunicationError", token, "again later"),
    (
      "RegionDisabledException", step + "STS is not activated in this region for account:1.",
      "activate STS"
    ),
    ("MalformedPolicyDocument", step, "session policy"),
    ("PackedPolicyTooLarge", step, "session tags"),
    (
      "ValidationError",
      step + "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
      "duration_seconds"
    ),
    (
      "AccessDenied", token + "Not authorized to perform sts:AssumeRoleWithWebIdentity",
      "trust policy"
    ),
    (
      "AccessDenied",
      step + "User: arn:aws:iam::1:user/ana is not authorized to perform: sts:AssumeRole on "
        + "resource: arn:aws:iam::1:role/ops", "trust policy to let them in"
    ),
  ])
  func `what STS says about a role has a next step of its own`(
    code: String, message: String, words: String
  ) {
    let advice = advice(code, message)
    #expect(advice.contains(words), "\(advice)")
    #expect(advice.split(whereSeparator: \.isNewline).count == 1)
  }

  @Test func `a denied role names who, what and which`() {
    let denied =
      Self.step + "User: arn:aws:iam::1:user/ana is not authorized to perform: sts:AssumeRole on "
      + "resource: arn:aws:iam::1:role/ops"
    for part in ["arn:aws:iam::1:user/ana", "sts:AssumeRole on arn:aws:iam::1:role/ops"] {
      #expect(advice("AccessDenied", denied).contains(part))
    }
    let forbidden = advice(
      "AccessDenied", denied + " with an explicit deny in a permissions boundary")
    #expect(forbidden.contains("deny of sts:AssumeRole"))
  }

  @Test func `other calls' faults keep their own`() {
    #expect(
      advice("ExpiredToken", "The security token included in the request is expired")
        .contains("aws sso login"))
    #expect(
      advice("ValidationError", "1 validation error detected").contains("as the message says"))
    #expect(advice("AccessDenied", "no").contains("permission"))
  }
}
