import AWSCore
import Planning

/// RDS's `DescribeDBSnapshots`.
///
/// Without a type it lists the account's own snapshots: manual ones, automated ones and AWS Backup's.
/// Those that others share with the account come only with `IncludeShared`; public ones are left out,
/// since there are tens of thousands and nobody exports them by mistake.
///
/// One that is named is asked for with its type where its name says it: the API reference demands that
/// for automated snapshots.
struct DescribeDBSnapshots: LookupOperation {
  let service = AWSService.rds
  /// An identifier or an ARN; nil for all.
  let name: String?
  private var reader = ExportSourceReader(Self.spelling)

  init(name: String?) { self.name = name }

  func call(from marker: String?) -> AWSCall {
    SnapshotRequest(
      action: "DescribeDBSnapshots", naming: "DBSnapshotIdentifier", name: name,
      typesByPrefix: ["rds:": "automated", "awsbackup:": "awsbackup"]
    ).call(from: marker)
  }

  mutating func page(_ answer: AWSAnswer) throws(UnreadableAnswer) -> OperationPage {
    try reading { () throws(XMLError) in try reader.page(answer.body) }
  }

  private static let spelling = ExportSourceReader.Spelling(
    .dbSnapshot, action: "DescribeDBSnapshots", list: "DBSnapshots", element: "DBSnapshot",
    own: [
      ("DBSnapshotIdentifier", .identifier), ("DBSnapshotArn", .arn),
      ("DBInstanceIdentifier", .database), ("Encrypted", .isEncrypted),
      ("SnapshotCreateTime", .createdAt),
    ])
}
