import AWSCore
import Planning

/// RDS's `DescribeDBClusters`: the account's own. Those that others share can't be exported from here.
struct DescribeDBClusters: LookupOperation {
  let service = AWSService.rds
  /// An identifier or an ARN; nil for all.
  let name: String?
  private var reader = ExportSourceReader(Self.spelling)

  init(name: String?) { self.name = name }

  func call(from marker: String?) -> AWSCall {
    var writer = QueryWriter(action: "DescribeDBClusters", version: service.apiVersion)
    if let name { writer.write(name, at: QueryKey("DBClusterIdentifier")) }
    writer.write(SnapshotRequest.pageSize, at: QueryKey("MaxRecords"))
    if let marker { writer.write(marker, at: QueryKey("Marker")) }
    return AWSCall(action: "DescribeDBClusters", body: writer.body)
  }

  mutating func page(_ answer: AWSAnswer) throws(UnreadableAnswer) -> OperationPage {
    try reading { () throws(XMLError) in try reader.page(answer.body) }
  }

  private static let spelling = ExportSourceReader.Spelling(
    .dbCluster, action: "DescribeDBClusters", list: "DBClusters", element: "DBCluster",
    own: [
      ("DBClusterIdentifier", .identifier), ("DBClusterArn", .arn),
      ("StorageEncrypted", .isEncrypted), ("ClusterCreateTime", .createdAt),
    ])
}
