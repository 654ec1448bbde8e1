import Ground

extension ExportSource {
  /// Why RDS can't export it, in a line for a person; nil where it can, as far as the source tells.
  ///
  /// Source: the user guide's pages on exporting snapshot and cluster data to S3.
  public var reasonNotExportable: String? {
    reasonOfEngine ?? reasonOfKind ?? reasonOfStorage ?? reasonOfStatus
  }

  private static let engines: Set<String> = [
    "mysql", "mariadb", "postgres", "aurora", "aurora-mysql", "aurora-postgresql",
  ]

  private var isAurora: Bool { engine.hasPrefix("aurora") }

  private var reasonOfEngine: String? {
    if Self.engines.contains(engine) { return nil }
    if engine.isEmpty { return "its engine isn't known" }
    if engine.hasPrefix("custom-") { return "RDS Custom (\(engine)) can't be exported" }
    for (beginning, name) in [
      ("oracle", "Oracle"), ("sqlserver", "SQL Server"), ("db2", "Db2"),
      ("docdb", "DocumentDB"), ("neptune", "Neptune"),
    ] where engine.hasPrefix(beginning) {
      return "\(name) (\(engine)) can't be exported"
    }
    return "\(engine) can't be exported: only MySQL, MariaDB, PostgreSQL and Aurora can"
  }

  private var reasonOfKind: String? {
    let isServerless = engineMode == "serverless"
    switch kind {
    case .dbSnapshot: return nil
    case .dbClusterSnapshot:
      return isServerless ? "snapshots of Aurora Serverless v1 can't be exported" : nil
    case .dbCluster:
      if !isAurora { return "a Multi-AZ DB cluster can't be exported live: take a snapshot of it" }
      if isServerless { return "Aurora Serverless v1 can't be exported" }
      guard let engineMode, engineMode != "provisioned" else { return nil }
      return "a cluster of engine mode \(engineMode) can't be exported live"
    }
  }

  private var reasonOfStorage: String? {
    storageType == "standard" ? "magnetic storage (standard) can't be exported" : nil
  }

  private var reasonOfStatus: String? {
    if status == "available" { return nil }
    guard !status.isEmpty else { return "its status isn't known" }
    let progress = percentProgress.map { $0 < 100 ? ", \($0) %" : "" } ?? ""
    return "it is \(status)\(progress), and has to be available"
  }
}

extension ExportSource.Kind {
  /// By the ARN of a source; nil for anything else.
  public init?(ofArn text: String) {
    guard let arn = ARN(text), arn.service == "rds" else { return nil }
    switch arn.resourceType {
    case "snapshot": self = .dbSnapshot
    case "cluster-snapshot": self = .dbClusterSnapshot
    case "cluster": self = .dbCluster
    default: return nil
    }
  }
}
