import Foundation
import Testing

@testable import Words

@Suite struct FailureExplanationTests {
  private func explain(_ cause: String) throws -> FailureExplanation {
    try #require(FailureExplanation.explain(failureCause: cause))
  }

  @Test func `a denied call names role, action and bucket, and gives the statement`() throws {
    let explanation = try explain(
      "The IAM role arn:aws-cn:iam::123456789012:role/service/lake-export isn't authorized to call "
        + "s3:PutObject on the S3 bucket lake.raw. Review your permissions and retry the export.")
    #expect(
      explanation.headline
        == "The IAM role lake-export can't write to the bucket lake.raw: s3:PutObject was denied.")
    let checks = explanation.checks.joined(separator: "\n")
    #expect(checks.contains("arn:aws-cn:iam::123456789012:role/service/lake-export"))
    #expect(
      checks.contains(#""Resource":["arn:aws-cn:s3:::lake.raw","arn:aws-cn:s3:::lake.raw/*"]"#))
    #expect(checks.contains("s3:PutObject*"))
  }

  @Test func `brackets, other apostrophes and a bare action are understood`() throws {
    let explanation = try explain(
      "The IAM role [arn:aws:iam::123456789012:role/lake] isn’t authorized to call [PutObject] on "
        + "the S3 bucket [lake-raw]. Review your permissions and retry the export.")
    #expect(
      explanation.headline
        == "The IAM role lake can't write to the bucket lake-raw: s3:PutObject was denied.")
  }

  @Test func `a role that can't be assumed gets its trust policy`() throws {
    let explanation = try explain(
      "The RDS export failed to write the export task's metadata because it can't assume the IAM "
        + "role arn:aws:iam::123456789012:role/lake-export.")
    #expect(explanation.headline.contains("can't assume the IAM role lake-export"))
    #expect(
      explanation.checks.contains {
        $0.contains(#""Principal":{"Service":"export.rds.amazonaws.com"}"#)
          && $0.contains("sts:AssumeRole")
      })
  }

  @Test func `metadata that can't be written names bucket, key and code`() throws {
    let explanation = try explain(
      "The RDS export failed to write the export task's metadata to the S3 bucket lake-raw using "
        + "the IAM role arn:aws:iam::123456789012:role/lake with the KMS key 1234abcd. Error code: "
        + "AccessDenied")
    #expect(
      explanation.headline
        == "RDS couldn't write the export's metadata to the bucket lake-raw: AccessDenied.")
    let checks = explanation.checks.joined(separator: "\n")
    #expect(checks.contains("1234abcd"))
    #expect(checks.contains("kms:Decrypt"))
    #expect(checks.contains("arn:aws:s3:::lake-raw/*"))
  }

  @Test func `a failed key check asks for the key's state, grants and policy`() throws {
    let explanation = try explain(
      "KMS key check failed. Check the credentials on your KMS key and try again.")
    #expect(explanation.headline.contains("KMS key"))
    let checks = explanation.checks.joined(separator: "\n")
    #expect(checks.contains("kms:CreateGrant"))
    #expect(checks.contains("kms:DescribeKey"))
  }

  @Test func `a failed bucket check gives both of the role's policies`() throws {
    let explanation = try explain(
      "S3 credential check failed. Check the permissions on your S3 bucket and IAM policy.")
    let checks = explanation.checks.joined(separator: "\n")
    #expect(checks.contains("arn:aws:s3:::BUCKET"))
    #expect(checks.contains("export.rds.amazonaws.com"))
  }

  @Test func `a bucket that isn't valid is told from one in another region`() throws {
    let invalid = try explain(
      "The S3 bucket lake-raw isn't valid. Either it isn't located in the current AWS Region or it "
        + "doesn't exist. Review your S3 bucket name and retry the export.")
    #expect(invalid.headline == "The bucket lake-raw doesn't exist, or is in another region.")
    let elsewhere = try explain(
      "The S3 bucket lake-raw isn't located in the current AWS Region. Review your S3 bucket name "
        + "and retry the export.")
    #expect(elsewhere.headline == "The bucket lake-raw is in another region.")
    #expect(elsewhere.checks[0].contains("get-bucket-location --bucket lake-raw"))
  }

  @Test func `a source cluster that is gone is named`() throws {
    let explanation = try explain(
      "The source DB cluster can't be found or accessed: billing-cluster")
    #expect(
      explanation.headline == "The DB cluster billing-cluster is gone, or RDS can't reach it.")
  }

  @Test func `internal errors name the bucket where AWS does`() throws {
    let bare = try explain("An unknown internal error occurred.")
    #expect(bare.headline == "RDS failed and doesn't say why.")
    let written = try explain(
      "An unknown internal error occurred writing the export task's metadata to the S3 bucket "
        + "lake-raw.")
    #expect(written.headline.contains("lake-raw"))
    #expect(!written.checks.isEmpty)
  }

  private static let causes = [
    "KMS key check failed. Check the credentials on your KMS key and try again.",
    "S3 credential check failed. Check the permissions on your S3 bucket and IAM policy.",
    "The IAM role isn't authorized to call s3:PutObject on the S3 bucket lake-raw.",
    "The RDS export failed to write the export task's metadata because it can't assume the IAM role.",
    "The RDS export failed to write the export task's metadata to the S3 bucket lake-raw using the "
      + "IAM role arn:aws:iam::123456789012:role/lake with the KMS key 1234abcd. Error code: X",
  ]

  @Test(arguments: causes)
  func `what the task names stands in every policy, and each is JSON in one piece`(
    cause: String
  ) throws {
    let explanation = try #require(
      FailureExplanation.explain(
        failureCause: cause, role: "arn:aws-cn:iam::123456789012:role/x/lake", bucket: "lake-raw",
        key: "arn:aws-cn:kms:cn-north-1:123456789012:key/k"))
    #expect(!explanation.policies.isEmpty)
    for text in explanation.checks + explanation.policies.map(\.document) {
      #expect(!text.contains("ROLE") && !text.contains("BUCKET"))
    }
    for policy in explanation.policies {
      #expect(explanation.checks.contains { $0.hasSuffix(policy.document) })
      let object = try #require(
        try JSONSerialization.jsonObject(with: Data(policy.document.utf8)) as? [String: Any])
      #expect((object["Version"] == nil) == (policy.kind == .key), "a key's policy has more in it")
      #expect(!policy.document.contains("\n"))
    }
  }

  @Test(arguments: causes)
  func `a policy with something left to fill in is not there to be copied`(cause: String) throws {
    for policy in try explain(cause).policies {
      #expect(!policy.document.contains("ROLE") && !policy.document.contains("BUCKET"))
    }
  }

  @Test func `other texts are left as they are`() {
    #expect(FailureExplanation.explain(failureCause: "") == nil)
    #expect(FailureExplanation.explain(failureCause: "The moon is in the wrong phase.") == nil)
  }

  @Test func `names keep no control characters`() throws {
    let explanation = try explain(
      "The S3 bucket lake\u{1B}]0;x\u{07}raw isn't located in the current AWS Region.")
    #expect(explanation.headline == "The bucket lake]0;xraw is in another region.")
  }
}
