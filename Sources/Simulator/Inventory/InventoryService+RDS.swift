import FoundationEssentials

/// RDS: snapshots and clusters.
extension InventoryService {
  /// Nil for an operation that isn't one of these.
  func rds() throws(Refusal) -> [UInt8]? {
    let version = asked.form["Version"] ?? ""
    guard version == ServiceState.version else { return nil }
    switch asked.action {
    case "DescribeDBSnapshots": return try dbSnapshots()
    case "DescribeDBClusterSnapshots": return try dbClusterSnapshots()
    case "DescribeDBClusters": return try dbClusters()
    default: return nil
    }
  }

  private typealias Listed = (arn: String, source: ExportSource)

  private func dbSnapshots() throws(Refusal) -> [UInt8] {
    let (page, next) = try snapshots(.snapshot, named: "DBSnapshotIdentifier", of: "DBInstance")
    var xml = XMLWriter(reserving: page.count * 900 + 500)
    xml.element("DescribeDBSnapshotsResponse", namespace: Answers.rdsNamespace) { xml in
      xml.element("DescribeDBSnapshotsResult") { xml in
        if let next { xml.element("Marker", next) }
        xml.element("DBSnapshots") { xml in
          for (arn, source) in page {
            xml.element("DBSnapshot") { xml in
              xml.element("DBSnapshotIdentifier", source.name)
              xml.element("DBInstanceIdentifier", source.database)
              common(source, &xml)
              xml.element("StorageType", source.storageType)
              encryption(source, "Encrypted", &xml)
              xml.element("DBSnapshotArn", arn)
            }
          }
        }
      }
      Answers.metadata(&xml, requestID)
    }
    return xml.bytes
  }

  private func dbClusterSnapshots() throws(Refusal) -> [UInt8] {
    let (page, next) = try snapshots(
      .clusterSnapshot, named: "DBClusterSnapshotIdentifier", of: "DBCluster")
    var xml = XMLWriter(reserving: page.count * 900 + 500)
    xml.element("DescribeDBClusterSnapshotsResponse", namespace: Answers.rdsNamespace) { xml in
      xml.element("DescribeDBClusterSnapshotsResult") { xml in
        if let next { xml.element("Marker", next) }
        xml.element("DBClusterSnapshots") { xml in
          for (arn, source) in page {
            xml.element("DBClusterSnapshot") { xml in
              xml.element("DBClusterSnapshotIdentifier", source.name)
              xml.element("DBClusterIdentifier", source.database)
              xml.element("EngineMode", source.engineMode)
              common(source, &xml)
              encryption(source, "StorageEncrypted", &xml)
              xml.element("DBClusterSnapshotArn", arn)
            }
          }
        }
      }
      Answers.metadata(&xml, requestID)
    }
    return xml.bytes
  }

  private func dbClusters() throws(Refusal) -> [UInt8] {
    let wanted = asked.form["DBClusterIdentifier"]
    let clusters = sources(.cluster).filter { listed in
      wanted == nil || listed.source.name == wanted || listed.arn == wanted
    }
    if let wanted, clusters.isEmpty { throw .sourceNotFound(.cluster, wanted) }
    let (positions, next) = try rdsPage(of: clusters.count)
    var xml = XMLWriter(reserving: positions.count * 700 + 500)
    xml.element("DescribeDBClustersResponse", namespace: Answers.rdsNamespace) { xml in
      xml.element("DescribeDBClustersResult") { xml in
        if let next { xml.element("Marker", next) }
        xml.element("DBClusters") { xml in
          for (arn, source) in clusters[positions] {
            xml.element("DBCluster") { xml in
              xml.element("AllocatedStorage", source.engine.isAurora ? "1" : storage(source))
              xml.element("DBClusterIdentifier", source.name)
              xml.element("Status", source.isAvailable ? "available" : "creating")
              xml.element("Engine", source.engine.rawValue)
              xml.element("EngineVersion", source.engine.version)
              xml.element("EngineMode", source.engineMode)
              xml.element("ClusterCreateTime", stamp(world.crowd.start - 200 * 86_400))
              encryption(source, "StorageEncrypted", &xml)
              xml.element("DBClusterArn", arn)
              xml.element("StorageType", source.storageType)
            }
          }
        }
      }
      Answers.metadata(&xml, requestID)
    }
    return xml.bytes
  }

  private func common(_ source: ExportSource, _ xml: inout XMLWriter) {
    if let time = source.snapshotTime { xml.element("SnapshotCreateTime", stamp(time)) }
    xml.element("Engine", source.engine.rawValue)
    xml.element("AllocatedStorage", source.engine.isAurora ? "1" : storage(source))
    xml.element("Status", source.isAvailable ? "available" : "creating")
    xml.element("EngineVersion", source.engine.version)
    xml.element("SnapshotType", source.snapshotType.rawValue)
    xml.element("PercentProgress", source.isAvailable ? "100" : "37")
  }

  private func storage(_ source: ExportSource) -> String {
    String(max(20, Int(source.sizeInGB.rounded(.up))))
  }

  private func encryption(
    _ source: ExportSource, _ name: StaticString, _ xml: inout XMLWriter
  ) {
    let key: String? =
      switch source.encryption {
      case .nothing: nil
      case .managed: world.keyARN(World.rdsKey)
      case .own(let identifier): world.keyARN(identifier)
      case .foreign(let arn): arn
      }
    xml.element(name, key == nil ? "false" : "true")
    if let key { xml.element("KmsKeyId", key) }
  }

  /// By ARN; the account's crowd comes last.
  private func sources(_ kind: ExportSource.Kind) -> [Listed] {
    world.sources.filter { $0.value.kind == kind }.sorted { $0.key < $1.key }
      .map { ($0.key, $0.value) }
  }

  private func snapshots(
    _ kind: ExportSource.Kind, named parameter: String, of owner: String
  ) throws(Refusal) -> (page: [Listed], next: String?) {
    guard asked.form["Filters.Filter.1.Name"] == nil else {
      throw .parameterValue("This simulator lists snapshots without filters.")
    }
    let type = asked.form["SnapshotType"]
    let withShared = asked.form["IncludeShared"] == "true" || type == "shared"
    let wanted = asked.form[parameter]
    let database = asked.form["\(owner)Identifier"]
    func isListed(_ listed: Listed) -> Bool {
      let own = listed.source.snapshotType
      return (own != .shared || withShared) && (type == nil || own.rawValue == type)
        && (wanted == nil || listed.source.name == wanted || listed.arn == wanted)
        && (database == nil || listed.source.database == database)
    }
    let few = sources(kind).filter(isListed)
    if let wanted, few.isEmpty {
      let arn = wanted.hasPrefix("arn:") ? wanted : world.rdsARN("snapshot:\(wanted)")
      guard kind == .snapshot, let source = world.source(arn) else {
        throw .sourceNotFound(kind, wanted)
      }
      return ([(arn, source)], nil)
    }
    // All of the crowd's are manual.
    let hasMore = kind == .snapshot && wanted == nil && (type == nil || type == "manual")
    let more = hasMore ? world.crowd.numbers(of: database) : []
    let (positions, next) = try rdsPage(of: few.count + more.count)
    return (
      positions.map { position in
        if position < few.count { return few[position] }
        let source = world.crowd.snapshot(more[position - few.count])
        return (world.rdsARN(source.resource), source)
      }, next
    )
  }

  private func rdsPage(of count: Int) throws(Refusal) -> (positions: Range<Int>, next: String?) {
    try page(
      of: count, limit: asked.form["MaxRecords"], marker: asked.form["Marker"], limits: 20...100,
      fallback: 100, refusal: Refusal.parameterValue)
  }
}
