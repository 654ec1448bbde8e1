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
  private static let denied = """
    User: arn:aws:iam::1:user/ana is not authorized to perform: sts:AssumeRole on resource: \
    arn:aws:iam::1:role/ops
    """

  struct Case: Sendable {
    var code: String
    var message: String
    var words: String
    var isAboutToken = false
  }

  static let cases: [Case] = [
    Case(
      code: "AccessDenied",
      message: "MultiFactorAuthentication failed with invalid MFA one time pass code. ",
      words: "The MFA code was wrong"),
    Case(
      code: "AccessDenied",
      message: """
        MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA \
        serial number is valid and associated with this user.
        """, words: "mfa_serial"),
    Case(
      code: "InvalidIdentityToken", message: "No OpenIDConnect provider found in your account",
      words: "issuer", isAboutToken: true),
    Case(
      code: "InvalidIdentityTokenException", message: "Incorrect token audience",
      words: "audience", isAboutToken: true),
    Case(
      code: "ExpiredTokenException",
      message: "Token expired: current date/time 1795348800 must be before the expiration",
      words: "kubelet", isAboutToken: true),
    Case(code: "IDPRejectedClaim", message: "", words: "new one", isAboutToken: true),
    Case(code: "IDPCommunicationError", message: "", words: "again later", isAboutToken: true),
    Case(
      code: "RegionDisabledException",
      message: "STS is not activated in this region for account:1.", words: "activate STS"),
    Case(code: "MalformedPolicyDocument", message: "", words: "session policy"),
    Case(code: "PackedPolicyTooLarge", message: "", words: "session tags"),
    Case(
      code: "ValidationError",
      message: "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
      words: "duration_seconds"),
    Case(
      code: "AccessDenied", message: "Not authorized to perform sts:AssumeRoleWithWebIdentity",
      words: "trust policy", isAboutToken: true),
    Case(code: "AccessDenied", message: denied, words: "trust policy to let them in"),
  ]

  @Test(arguments: cases)
  func `what STS says about a role has a next step of its own`(example: Case) {
    let step = example.isAboutToken ? Self.token : Self.step
    let advice = advice(example.code, step + example.message)
    #expect(advice.contains(example.words), "\(advice)")
    #expect(advice.split(whereSeparator: \.isNewline).count == 1)
  }

  @Test func `a denied role names who, what and which`() {
    let denied = Self.step + Self.denied
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
