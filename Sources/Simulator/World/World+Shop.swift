import FoundationEssentials

/// The account in every simulator: the databases of a shop.
extension World {
  /// One database instance or cluster of the shop, from which snapshots are made.
  struct Estate: Sendable, Hashable {
    /// What the database is about, as in `nightly-SUBJECT-1122`.
    var subject: String
    var engine: Engine
    var isCluster: Bool
    var sizeInGB: Double
    var flaw: ExportSource.Flaw?
    /// The end of an instance's name.
    var stage = "prod"

    var name: String { isCluster ? "\(subject)-cluster" : "\(subject)-\(stage)" }

    var storageType: String { isCluster ? "aurora" : "gp3" }

    /// Most with the shop's key.
    var encryption: ExportSource.Encryption {
      switch subject {
      case "sessions": .nothing
      case "catalog", "search": .managed
      default: .own(World.lakeKey)
      }
    }
  }

  static let estates: [Estate] = [
    Estate(subject: "orders", engine: .postgres, isCluster: false, sizeInGB: 340),
    Estate(subject: "users", engine: .postgres, isCluster: false, sizeInGB: 62),
    Estate(subject: "stock", engine: .mysql, isCluster: false, sizeInGB: 210),
    Estate(subject: "payments", engine: .auroraPostgreSQL, isCluster: true, sizeInGB: 480),
    Estate(subject: "billing", engine: .auroraMySQL, isCluster: true, sizeInGB: 155),
    Estate(subject: "catalog", engine: .mysql, isCluster: false, sizeInGB: 95),
    Estate(subject: "sessions", engine: .mariadb, isCluster: false, sizeInGB: 0.6),
    Estate(subject: "search", engine: .auroraPostgreSQL, isCluster: true, sizeInGB: 720),
    Estate(subject: "shipping", engine: .postgres, isCluster: false, sizeInGB: 44),
    Estate(subject: "events", engine: .auroraPostgreSQL, isCluster: true, sizeInGB: 1240),
    Estate(
      subject: "audit", engine: .auroraMySQL, isCluster: true, sizeInGB: 300, flaw: .unreadable),
    Estate(
      subject: "documents", engine: .postgres, isCluster: false, sizeInGB: 510,
      flaw: .oversizedObject),
    Estate(subject: "erp", engine: .oracle, isCluster: false, sizeInGB: 700),
  ]

  /// How many days automated snapshots are kept.
  static let retentionInDays = 14

  /// What exports are given where nothing else is said.
  static let exportRole = "rds-s3-export"
  /// One that may write everywhere, too.
  static let otherRole = "rds-export-reserve"
  static let lake = "acme-lake-raw"
  static let archive = "acme-lake-archive"
  static let auditBucket = "acme-audit-exports"
  static let exportKey = "0d9f6f3e-5b0c-4f5a-9b1e-6a7c2f1d4e80"
  static let lakeKey = "5c1b7a92-8e4d-4c33-a6f0-91d2e7b4c055"
  static let retiredKey = "b7e2c4d1-3f68-4a09-8d57-2c9e0f6a1b34"

  /// - Parameters:
  ///   - start: When the simulator was started; the snapshots' ages count from it.
  ///   - snapshotTimes: Of the automated snapshots; nil for those of the last nights.
  static func shop(
    region: String, account: String, start: Date, estates: [Estate] = estates,
    snapshotTimes: [Date]? = nil
  ) -> World {
    var world = World(region: region, account: account)
    for name in [lake, archive, auditBucket] { world.buckets[name] = Bucket(region: region) }
    world.addPitfalls()
    world.addRoles()
    world.addKeys(start: start)
    let times =
      snapshotTimes
      ?? (0..<retentionInDays).map { automatedSnapshotTime(nightsAgo: $0, before: start) }
    for estate in estates { world.add(estate, snapshotTimes: times, start: start) }
    world.addStrangers(start: start)
    return world
  }

  private mutating func add(_ estate: Estate, snapshotTimes: [Date], start: Date) {
    for taken in snapshotTimes { add(Self.source(automatedSnapshotOf: estate, taken: taken)) }
    var manual = Self.source(automatedSnapshotOf: estate, taken: start - 5 * 86_400)
    manual.name = "\(estate.name)-before-upgrade"
    manual.snapshotType = .manual
    add(manual)
    if !estate.isCluster { add(Self.source(backupOf: estate, taken: start - 3 * 86_400)) }
    var creating = manual
    creating.name = "\(estate.name)-just-now"
    creating.snapshotTime = start
    creating.isAvailable = false
    add(creating)
    if estate.isCluster { add(Self.source(liveCluster: estate)) }
  }

  mutating func add(_ source: ExportSource) {
    sources[rdsARN(source.resource)] = source
  }

  /// Automated snapshots are taken at 01:00 UTC, the latest of them before `start`.
  static func automatedSnapshotTime(nightsAgo: Int, before start: Date) -> Date {
    let hour: TimeInterval = 3600
    let latest = CivilTime.startOfDay(start - hour) + hour
    return latest - Double(nightsAgo) * 86_400
  }

  static func source(automatedSnapshotOf estate: Estate, taken: Date) -> ExportSource {
    let at = CivilTime(taken)
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return ExportSource(
      kind: estate.isCluster ? .clusterSnapshot : .snapshot,
      name: "rds:\(estate.name)-\(at.year)-\(two(at.month))-\(two(at.day))"
        + "-\(two(at.hour))-\(two(at.minute))",
      database: estate.name, engine: estate.engine, snapshotTime: taken,
      sizeInGB: estate.sizeInGB, databases: databases(of: estate),
      storageType: estate.storageType, encryption: estate.encryption)
  }

  /// As AWS Backup makes them.
  static func source(backupOf estate: Estate, taken: Date) -> ExportSource {
    var source = source(automatedSnapshotOf: estate, taken: taken)
    var random = SeededRandom(seed: 0, purpose: "backup of \(estate.name)")
    source.name = "awsbackup:job-" + String(random.next() | 1 << 63, radix: 16)
    source.snapshotType = .awsbackup
    return source
  }

  static func source(liveCluster estate: Estate) -> ExportSource {
    ExportSource(
      kind: .cluster, name: estate.name, database: estate.name, engine: estate.engine,
      snapshotTime: nil, sizeInGB: estate.sizeInGB, databases: databases(of: estate),
      storageType: estate.storageType, encryption: estate.encryption)
  }

  private static func databases(of estate: Estate) -> [ExportSource.Database] {
    let schema = estate.engine.hasSchemas ? "public" : nil
    let side = estate.engine.hasSchemas ? "reporting" : nil
    let tables = [
      ExportSource.Table(schema: schema, name: estate.subject, share: 0.55),
      ExportSource.Table(schema: schema, name: "\(estate.subject)_history", share: 0.3),
      ExportSource.Table(schema: side, name: "\(estate.subject)_daily", share: 0.1),
      ExportSource.Table(schema: side, name: "attachments", share: 0.05, flaw: estate.flaw),
    ]
    return [ExportSource.Database(name: estate.subject, tables: tables)]
  }
}
