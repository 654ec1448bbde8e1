import Planning
import Testing

@Suite struct ExportableTests {
  private static func source(
    _ kind: ExportSource.Kind = .dbSnapshot, _ engine: String, mode: String? = nil,
    status: String = "available", storage: String? = "gp3", percent: Int? = nil
  ) -> ExportSource {
    ExportSource(
      kind: kind, arn: "arn:aws:rds:eu-west-1:123456789012:snapshot:orders", identifier: "orders",
      database: "orders", engine: engine, engineMode: mode, status: status, storageType: storage,
      percentProgress: percent)
  }

  private static let good: [ExportSource] = [
    source("mysql"), source("mariadb"), source("postgres"), source("postgres", storage: nil),
    source(.dbClusterSnapshot, "aurora-mysql", mode: "provisioned"),
    source(.dbClusterSnapshot, "aurora-postgresql"), source(.dbClusterSnapshot, "postgres"),
    source(.dbCluster, "aurora-postgresql", mode: "provisioned"),
    source(.dbCluster, "aurora-mysql", storage: "aurora-iopt1"), source("postgres", percent: 100),
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
    (source(.dbCluster, "mysql"), "Multi-AZ DB cluster"),
    (source(.dbCluster, "postgres", mode: "provisioned"), "Multi-AZ DB cluster"),
    (source(.dbCluster, "aurora-mysql", mode: "serverless"), "Serverless v1"),
    (source(.dbCluster, "aurora-mysql", mode: "parallelquery"), "parallelquery"),
    (source(.dbClusterSnapshot, "aurora-mysql", mode: "serverless"), "Serverless v1"),
    (source("postgres", status: "creating", percent: 31), "creating, 31 %"),
    (source("postgres", status: ""), "status isn't known"),
  ]

  @Test(arguments: bad)
  func `what RDS refuses says why`(source: ExportSource, reason: String) {
    #expect(source.reasonNotExportable?.contains(reason) == true, "\(source)")
  }
}
