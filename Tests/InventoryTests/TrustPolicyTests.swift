import Testing

@testable import Inventory

/// Which roles trust exports, as far as their trust policies say so without conditions.
@Suite struct TrustPolicyTests {
  private static func statement(
    effect: String = "Allow", principal: String, action: String = #""sts:AssumeRole""#
  ) -> String {
    #"{"Effect": "\#(effect)", "Principal": \#(principal), "Action": \#(action)}"#
  }

  private static func policy(_ statements: String) -> String {
    #"{"Version": "2012-10-17", "Statement": \#(statements)}"#
  }

  private static let exports = #"{"Service": "export.rds.amazonaws.com"}"#

  @Test(arguments: [
    (policy(statement(principal: exports)), true),
    (policy("[\(statement(principal: exports))]"), true),
    (
      policy(
        "[\(statement(principal: #"{"AWS": "*"}"#)), \(statement(principal: exports))]"), true
    ),
    (
      policy(
        statement(
          principal: #"{"Service": ["ec2.amazonaws.com", "export.rds.amazonaws.com"]}"#)), true
    ),
    (policy(statement(principal: exports, action: #"["sts:TagSession", "sts:*"]"#)), true),
    (policy(statement(principal: exports, action: #""*""#)), true),
    (policy(statement(principal: exports, action: #""STS:Assume??le""#)), true),
    (policy(statement(principal: #""*""#)), true),
    (policy(statement(principal: exports, action: #""sts:AssumeRoleWithSAML""#)), false),
    (policy(statement(principal: exports, action: #""sts:Assume?""#)), false),
    (policy(statement(principal: #"{"Service": "rds.amazonaws.com"}"#)), false),
    (policy(statement(principal: #"{"AWS": "export.rds.amazonaws.com"}"#)), false),
    (policy(statement(effect: "Deny", principal: exports)), false),
    (
      policy(
        "[\(statement(principal: exports)), \(statement(effect: "Deny", principal: #""*""#))]"),
      false
    ),
    (policy("[]"), false), ("{}", nil), ("", nil), ("no JSON", nil), ("[1]", nil),
  ])
  func `the policy says whether exports may assume the role`(policy: String, trusts: Bool?) {
    #expect(TrustPolicy(answered: policy).trustsExports == trusts)
  }

  @Test func `it comes percent-encoded`() {
    let policy = TrustPolicy(
      answered: "%7B%22Statement%22%3A%7B%22Effect%22%3A%22Allow%22%2C%22Principal%22%3A%7B%22"
        + "Service%22%3A%22export.rds.amazonaws.com%22%7D%2C%22Action%22%3A%22sts%3AAssumeRole%22"
        + "%2C%22Sid%22%3A%22%C3%A9+%25%22%7D%7D")
    #expect(policy.trustsExports == true)
    #expect(policy.text.hasSuffix(#""Sid":"é+%"}}"#))
  }

  /// Nobody's policy holds up whoever reads the list.
  @Test(.timeLimit(.minutes(15))) func `a pattern of stars alone is done at once`() {
    let stars = String(repeating: "*s", count: 3000)
    let policy = TrustPolicy(
      answered: Self.policy(Self.statement(principal: Self.exports, action: "\"\(stars)\"")))
    #expect(policy.trustsExports == false)
  }
}
