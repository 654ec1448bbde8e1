import AWSCore
import Planning

/// RDS's `DescribeDBClusterSnapshots`, asked as `DescribeDBSnapshots` is. Here the API has no
/// type for AWS Backup's.
struct DescribeDBClusterSnapshots: LookupOperation {
  let service = AWSService.rds
  /// An identifier or an ARN; nil for all.
  let name: String?
  private var reader = ExportSourceReader(Self.spelling)

  init(name: String?) { self.name = name }

  func call(from marker: String?) -> AWSCall {
    SnapshotRequest(
      action: "DescribeDBClusterSnapshots", naming: "DBClusterSnapshotIdentifier", name: name,
      typesByPrefix: ["rds:": "automated"]
    ).call(from: marker)
  }

  mutating func page(_ answer: AWSAnswer) throws(UnreadableAnswer) -> OperationPage {
    try reading { () throws(XMLError) in try reader.page(answer.body) }
  }

  private static let spelling = ExportSourceReader.Spelling(
    .dbClusterSnapshot, action: "DescribeDBClusterSnapshots", list: "DBClusterSnapshots",
    element: "DBClusterSnapshot",
    own: [
      ("DBClusterSnapshotIdentifier", .identifier), ("DBClusterSnapshotArn", .arn),
      ("DBClusterIdentifier", .database), ("StorageEncrypted", .isEncrypted),
      ("SnapshotCreateTime", .createdAt),
    ])
}
