import Planning
import Testing

@Suite struct ExportableTests {
  private static func source(
    _ engine: String, _ kind: ExportSource.Kind = .dbSnapshot, mode: String? = nil,
    status: String = "available", storage: String? = "gp3", percent: Int? = nil
  ) -> ExportSource {
    ExportSource(
      kind: kind, arn: "arn:aws:rds:eu-west-1:123456789012:snapshot:orders", identifier: "orders",
      database: "orders", engine: engine, engineMode: mode, status: status, storageType: storage,
      percentProgress: percent)
  }

  private static let good: [ExportSource] = [
    source("mysql"), source("mariadb"), source("postgres"), source("postgres", storage: nil),
    source("aurora-mysql", .dbClusterSnapshot, mode: "provisioned"),
    source("aurora-postgresql", .dbClusterSnapshot), source("postgres", .dbClusterSnapshot),
    source("aurora-postgresql", .dbCluster, mode: "provisioned"),
    source("aurora-mysql", .dbCluster, storage: "aurora-iopt1"), source("postgres", percent: 100),
  ]

  @Test(arguments: good)
  func `what RDS exports has no reason against it`(source: ExportSource) {
    #expect(source.reasonNotExportable == nil)
  }

  private static let bad: [(ExportSource, String)] = [
    (source("oracle-ee"), "Oracle (oracle-ee)"), (source("sqlserver-se"), "SQL Server"),
    (source("db2-ae"), "Db2"), (source("custom-oracle-ee"), "RDS Custom"),
    (source("custom-sqlserver-se"), "RDS Custom"), (source("docdb"), "DocumentDB"),
    (source("neptune"), "Neptune"), (source(""), "engine isn't known"),
    (source("something-new"), "something-new can't be exported"),
    (source("mysql", storage: "standard"), "magnetic"),
    (source("mysql", .dbCluster), "Multi-AZ DB cluster"),
    (source("postgres", .dbCluster, mode: "provisioned"), "Multi-AZ DB cluster"),
    (source("aurora-mysql", .dbCluster, mode: "serverless"), "Serverless v1"),
    (source("aurora-mysql", .dbCluster, mode: "parallelquery"), "parallelquery"),
    (source("aurora-mysql", .dbClusterSnapshot, mode: "serverless"), "Serverless v1"),
    (source("postgres", status: "creating", percent: 31), "creating, 31 %"),
    (source("postgres", status: ""), "status isn't known"),
  ]

  @Test(arguments: bad)
  func `what RDS refuses says why`(source: ExportSource, reason: String) {
    #expect(source.reasonNotExportable?.contains(reason) == true, "\(source)")
  }
}
