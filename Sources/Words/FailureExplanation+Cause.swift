import Ground

extension FailureExplanation {
  /// Explains a `FailureCause`; nil for a text that is not one of the known families.
  ///
  /// Source: "Failure messages for Amazon S3 export tasks" in the RDS and Aurora user guides.
  /// - Parameters: What the task itself names, for causes that don't.
  public static func explain(
    failureCause: String, role: String? = nil, bucket: String? = nil, key: String? = nil
  ) -> FailureExplanation? {
    let text = AWSText(failureCause)
    let names = Names(text, role: role, bucket: bucket, key: key)
    return roleWasDenied(text, names) ?? roleCannotBeAssumed(text, names)
      ?? metadataNotWritten(text, names) ?? keyCheckFailed(text, names)
      ?? bucketCheckFailed(text, names) ?? bucketUnusable(text, names) ?? clusterNotFound(text)
      ?? internalError(text)
  }

  private struct Names {
    var role: String?
    var bucket: String?
    var key: String?
    /// `aws`, `aws-cn`, …: taken from the role, so that a policy statement is right in every
    /// partition.
    var partition: String

    init(_ text: AWSText, role: String?, bucket: String?, key: String?) {
      let named = text.name(after: "the IAM role ")
      self.role = named.flatMap { ARN($0) == nil ? nil : $0 } ?? Self.line(role)
      self.bucket = text.name(after: "the S3 bucket ") ?? Self.line(bucket)
      self.key = text.name(after: "the KMS key ") ?? Self.line(key)
      partition = self.role.flatMap { ARN($0)?.partition }.map(String.init) ?? "aws"
    }

    private static func line(_ text: String?) -> String? {
      text.map { Format.line($0, limit: 2048) }.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// `the IAM role lake-export` for `arn:aws:iam::123456789012:role/service/lake-export`.
    var roleName: String {
      role?.split(separator: "/").last.map { "the IAM role \($0)" } ?? "the IAM role"
    }
    var bucketName: String { bucket.map { "the bucket \($0)" } ?? "the bucket" }

    var keyName: String { key ?? "the KMS key" }

    /// The policy that lets an export use its bucket.
    var rolePolicy: String {
      let name = (bucket ?? "BUCKET").inJSON
      return FailureExplanation.policy(
        """
        {"Effect":"Allow","Action":["s3:PutObject*","s3:GetObject*","s3:DeleteObject*",\
        "s3:ListBucket","s3:GetBucketLocation"],\
        "Resource":["arn:\(partition):s3:::\(name)","arn:\(partition):s3:::\(name)/*"]}
        """)
    }

    /// The statement of a key's policy that lets an export use the key.
    var keyStatement: String {
      """
      {"Effect":"Allow","Principal":{"AWS":"\((role ?? "ROLE").inJSON)"},\
      "Action":["kms:Encrypt","kms:Decrypt","kms:GenerateDataKey*","kms:DescribeKey"],\
      "Resource":"*"}
      """
    }

    func policies(_ kinds: Policy.Kind...) -> [Policy] {
      kinds.compactMap { kind in
        switch kind {
        case .role: bucket.map { _ in Policy(kind: kind, document: rolePolicy) }
        case .trust: Policy(kind: kind, document: FailureExplanation.trustPolicy)
        case .key: role.map { _ in Policy(kind: kind, document: keyStatement) }
        }
      }
    }
  }

  private static func roleWasDenied(_ text: AWSText, _ names: Names) -> FailureExplanation? {
    guard text.says("authorized to call ") else { return nil }
    let action = text.name(after: "authorized to call ").map { $0.contains(":") ? $0 : "s3:\($0)" }
    let denied = action ?? "an S3 action"
    return FailureExplanation(
      headline:
        "\(names.roleName.capitalisedFirst) can't write to \(names.bucketName): "
        + "\(denied) was denied.",
      checks: [
        "Give \(names.role ?? "the role") this policy: \(names.rolePolicy)",
        "Look for a Deny of \(denied) in the policy of \(names.bucketName), in a permissions "
          + "boundary of the role and in the organization's policies: a Deny wins.",
        "If the bucket is another account's, its policy has to allow the role too.",
        startAgain,
      ], policies: names.policies(.role))
  }

  private static func roleCannotBeAssumed(_ text: AWSText, _ names: Names) -> FailureExplanation? {
    guard text.says("assume the IAM role") else { return nil }
    return FailureExplanation(
      headline: "RDS can't assume \(names.roleName): it is gone, or doesn't trust the export.",
      checks: [
        "See that \(names.role ?? "the role") still exists.",
        "Its trust policy has to be like this: \(trustPolicy)",
        "A condition there (aws:SourceAccount, aws:SourceArn) has to fit this account and export.",
        startAgain,
      ], policies: names.policies(.trust))
  }

  private static func metadataNotWritten(_ text: AWSText, _ names: Names) -> FailureExplanation? {
    guard text.says("failed to write the export task's metadata") else { return nil }
    let code = text.name(after: "Error code:")
    let key = names.keyName
    return FailureExplanation(
      headline: "RDS couldn't write the export's metadata to \(names.bucketName)"
        + (code.map { ": \($0)." } ?? "."),
      checks: [
        "\(names.role ?? "The role") needs this policy: \(names.rolePolicy)",
        "The policy of \(key) needs this statement: \(names.keyStatement)",
        "See that \(key) is enabled and symmetric, and that no Deny of the bucket's or the key's "
          + "policy leaves out export.rds.amazonaws.com.",
        startAgain,
      ], policies: names.policies(.role, .key))
  }

  private static func keyCheckFailed(_ text: AWSText, _ names: Names) -> FailureExplanation? {
    guard text.says("KMS key check failed") else { return nil }
    return FailureExplanation(
      headline: "The KMS key can't be used for the export.",
      checks: [
        "See that the key is enabled, symmetric and in the region of the export.",
        "Whoever starts the export needs kms:CreateGrant and kms:DescribeKey on it.",
        names.role == nil
          ? "The key's policy needs this statement, with the role's ARN for ROLE: "
            + names.keyStatement
          : "The policy of \(names.keyName) needs this statement: \(names.keyStatement)",
        "A Deny in the key's policy has to leave out export.rds.amazonaws.com.",
        startAgain,
      ], policies: names.policies(.key))
  }

  private static func bucketCheckFailed(_ text: AWSText, _ names: Names) -> FailureExplanation? {
    guard text.says("S3 credential check failed") else { return nil }
    return FailureExplanation(
      headline: "The IAM role or the bucket's policy doesn't let the export use the bucket.",
      checks: [
        names.bucket == nil
          ? "The role needs this policy, with the bucket's name for BUCKET: \(names.rolePolicy)"
          : "\(names.role ?? "The role") needs this policy: \(names.rolePolicy)",
        "Its trust policy has to be like this: \(trustPolicy)",
        "Look for a Deny in the bucket's policy: it wins.",
        startAgain,
      ], policies: names.policies(.role, .trust))
  }

  private static func bucketUnusable(_ text: AWSText, _ names: Names) -> FailureExplanation? {
    let isElsewhere = text.says("located in the current AWS Region")
    let isInvalid = text.says("the S3 bucket", "isn't valid")
    guard isElsewhere || isInvalid else { return nil }
    return FailureExplanation(
      headline: "\(names.bucketName.capitalisedFirst) "
        + (isInvalid ? "doesn't exist, or is in another region." : "is in another region."),
      checks: [
        "Ask for the bucket's region: aws s3api get-bucket-location --bucket "
          + (names.bucket ?? "BUCKET"),
        "The bucket has to be in the region of the snapshot or cluster: choose another bucket, or "
          + "copy the snapshot to the bucket's region and export the copy.",
      ])
  }

  private static func clusterNotFound(_ text: AWSText) -> FailureExplanation? {
    guard text.says("source DB cluster", "found or accessed") else { return nil }
    let cluster = text.name(after: "accessed:").map { " \($0)" } ?? ""
    return FailureExplanation(
      headline: "The DB cluster\(cluster) is gone, or RDS can't reach it.",
      checks: [
        "See that the cluster\(cluster) still exists and is available.",
        "Export a snapshot of the cluster instead: that doesn't need the cluster itself.",
      ])
  }

  private static func internalError(_ text: AWSText) -> FailureExplanation? {
    guard text.says("unknown internal error") else { return nil }
    let place =
      text.name(after: "the S3 bucket ").map { " while it wrote to the bucket \($0)" } ?? ""
    return FailureExplanation(
      headline: "RDS failed\(place) and doesn't say why.",
      checks: [
        "Start the same export again: such an error often passes.",
        "If it comes back, give AWS Support the export's identifier and the time it failed.",
      ])
  }

  private static let startAgain = "Then start the export again: a failed one can't be resumed."

  private static let trustPolicy = policy(
    """
    {"Effect":"Allow","Principal":{"Service":"export.rds.amazonaws.com"},"Action":"sts:AssumeRole"}
    """)

  /// A whole policy of one statement, as IAM takes it.
  private static func policy(_ statement: String) -> String {
    #"{"Version":"2012-10-17","Statement":[\#(statement)]}"#
  }
}

extension String {
  fileprivate var capitalisedFirst: String { prefix(1).uppercased() + dropFirst() }

  /// For a name from outside within a JSON text.
  fileprivate var inJSON: String {
    replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
  }
}
