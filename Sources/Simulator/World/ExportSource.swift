import FoundationEssentials

/// What can be exported: a DB snapshot, a DB cluster snapshot or a DB cluster.
struct ExportSource: Sendable, Hashable {
  enum Kind: String, Sendable, Hashable {
    case snapshot = "snapshot"
    case clusterSnapshot = "cluster-snapshot"
    case cluster = "cluster"
  }

  var kind: Kind
  var name: String
  var engine: Engine
  /// False for a snapshot that is still being created.
  var isAvailable = true
  /// When the snapshot was created; nil for a live cluster.
  var snapshotTime: Date?
  var sizeInGB: Double
  var databases: [Database]

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

  /// MySQL, MariaDB, PostgreSQL and Aurora only.
  var canExport: Bool { self != .oracle }

  var hasSchemas: Bool { self == .postgres || self == .auroraPostgreSQL }
}

extension ExportSource {
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
