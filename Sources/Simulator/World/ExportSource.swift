import FoundationEssentials

/// What can be exported: a DB snapshot, a DB cluster snapshot or a DB cluster.
struct ExportSource: Sendable, Hashable {
  enum Kind: String, Sendable, Hashable {
    case snapshot = "snapshot"
    case clusterSnapshot = "cluster-snapshot"
    case cluster = "cluster"
  }

  /// Who or what made a snapshot, as `DescribeDBSnapshots` names it.
  enum SnapshotType: String, Sendable, Hashable {
    case automated, manual, awsbackup
    /// Another account's, which lets this one read it.
    case shared
  }

  /// What its data is encrypted with.
  enum Encryption: Sendable, Hashable {
    case nothing
    /// AWS's own key for RDS.
    case managed
    /// A key of the account, by its identifier.
    case own(String)
    /// Another account's key, by its ARN.
    case foreign(String)
  }

  var kind: Kind
  var name: String
  /// The instance or cluster that it was taken of, or is.
  var database: String
  var engine: Engine
  /// False for a snapshot that is still being created.
  var isAvailable = true
  /// When the snapshot was created; nil for a live cluster.
  var snapshotTime: Date?
  var sizeInGB: Double
  var databases: [Database]
  var snapshotType = SnapshotType.automated
  /// Of instances; `standard` is magnetic. Aurora has one of its own.
  var storageType = "gp3"
  /// Of clusters: `serverless` is Aurora Serverless v1.
  var engineMode = "provisioned"
  var encryption = Encryption.nothing

  /// The part of an ARN after the account.
  var resource: String { "\(kind.rawValue):\(name)" }

  struct Database: Sendable, Hashable {
    var name: String
    var tables: [Table]
  }

  struct Table: Sendable, Hashable {
    /// Nil in engines whose databases have no schemas.
    var schema: String?
    var name: String
    /// Its part of the whole source's data, 0…1.
    var share: Double
    var flaw: Flaw?
  }

  /// What makes a table a problem for an export (RDS User Guide, "Exporting DB snapshot data").
  enum Flaw: Sendable, Hashable {
    /// The export's user may not read it: skipped, with a warning.
    case unreadable
    /// A large object of 500 MB or more: the export fails when it gets there.
    case oversizedObject
  }
}

/// The engines of RDS as `DescribeDBSnapshots` names them.
enum Engine: String, Sendable, Hashable {
  case mysql, mariadb, postgres
  case auroraMySQL = "aurora-mysql"
  case auroraPostgreSQL = "aurora-postgresql"
  case oracle = "oracle-ee"
  case sqlServer = "sqlserver-se"
  case db2 = "db2-se"

  /// MySQL, MariaDB, PostgreSQL and Aurora only.
  var canExport: Bool { ![.oracle, .sqlServer, .db2].contains(self) }

  var isAurora: Bool { self == .auroraMySQL || self == .auroraPostgreSQL }

  var version: String {
    switch self {
    case .mysql: "8.4.6"
    case .mariadb: "11.4.8"
    case .postgres: "17.6"
    case .auroraMySQL: "8.0.mysql_aurora.3.10.1"
    case .auroraPostgreSQL: "16.9"
    case .oracle: "19.0.0.0.ru-2026-07.rur-2026-07.r1"
    case .sqlServer: "16.00.4215.2.v1"
    case .db2: "11.5.9.0.sb00061198.r1"
    }
  }

  var hasSchemas: Bool { self == .postgres || self == .auroraPostgreSQL }
}

extension ExportSource {
  /// Why RDS doesn't export it, whatever its state; nil where it does (RDS and Aurora user guides,
  /// "Exporting DB snapshot data to Amazon S3" and "Exporting DB cluster data to Amazon S3").
  var hindrance: String? {
    if !engine.canExport { return "its engine \(engine.rawValue) isn't supported" }
    if !engine.isAurora, storageType == "standard" {
      return "its storage type standard (magnetic) isn't supported"
    }
    if engineMode == "serverless" { return "Aurora Serverless v1 isn't supported" }
    if kind == .cluster, !engine.isAurora { return "Multi-AZ DB clusters aren't supported" }
    if snapshotType == .shared {
      return "it belongs to another account: copy it into this one and export the copy"
    }
    return nil
  }

  /// A form of `ExportOnly` that the engine doesn't have, or a name that isn't in the source.
  struct UnknownPart: Error { var text: String }

  /// The tables that `ExportOnly` names: all of them where it is empty.
  ///
  /// `database` for every engine; `database.table` for MySQL, MariaDB and Aurora MySQL;
  /// `database.schema` and `database.schema.table` for PostgreSQL and Aurora PostgreSQL.
  func tables(only parts: [String]) throws(UnknownPart) -> [Table] {
    if parts.isEmpty { return databases.flatMap(\.tables) }
    var chosen: [Table] = []
    for part in parts {
      let found = tables(of: part)
      if found.isEmpty { throw UnknownPart(text: part) }
      chosen += found.filter { !chosen.contains($0) }
    }
    return chosen
  }

  private func tables(of part: String) -> [Table] {
    let names = part.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard names.allSatisfy(Self.isExportableName),
      let database = databases.first(where: { $0.name == names[0] })
    else { return [] }
    switch (names.count, engine.hasSchemas) {
    case (1, _): return database.tables
    case (2, true): return database.tables.filter { $0.schema == names[1] }
    case (2, false): return database.tables.filter { $0.name == names[1] }
    case (3, true):
      return database.tables.filter { $0.schema == names[1] && $0.name == names[2] }
    default: return []
    }
  }

  /// A part can be named only where its name consists of `A-Z a-z 0-9 $ _`.
  private static func isExportableName(_ name: String) -> Bool {
    !name.isEmpty
      && name.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "$"), UInt8(ascii: "_"):
          true
        default: false
        }
      }
  }
}
