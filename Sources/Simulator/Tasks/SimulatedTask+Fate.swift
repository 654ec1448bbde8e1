import FoundationEssentials

extension SimulatedTask {
  /// What an export is to do, after every check has passed.
  struct Order: Sendable {
    var identifier: String
    var source: ExportSource
    var sourceARN: String
    var exportOnly: [String]
    var tables: [ExportSource.Table]
    var bucket: String
    var prefix: String
    var roleARN: String
    var keyARN: String
  }

  /// Accepts an order: its fate follows from the data it exports and from the seed.
  /// - Parameters:
  ///   - shape: How it moves; nil lets the seed decide.
  ///   - speed: How many times faster than in reality.
  init(_ order: Order, at created: Date, shape: Curve.Shape? = nil, speed: Double, seed: UInt64) {
    var random = SeededRandom(seed: seed, purpose: "fate of \(order.identifier)")
    let size = order.source.sizeInGB * order.tables.reduce(0) { $0 + $1.share }
    // Restoring scales with the whole source, extracting with what is asked for. Real exports take
    // 20 minutes for a small database and up to four hours.
    let restoring = min(40, 6 + order.source.sizeInGB / 40 + random.between(0, 4)) * 60
    let extracting = min(195, max(13, size / random.between(3.5, 7))) * 60
    let isDoomed = order.tables.contains { $0.flaw == .oversizedObject }
    let unreadable = order.tables.filter { $0.flaw == .unreadable }

    self.init(
      identifier: order.identifier, sourceARN: order.sourceARN,
      isCluster: order.source.kind == .cluster, exportOnly: order.exportOnly,
      snapshotTime: order.source.snapshotTime, bucket: order.bucket, prefix: order.prefix,
      roleARN: order.roleARN, keyARN: order.keyARN, sizeInGB: size, created: created,
      curve: Curve(
        shape ?? Self.shape(&random), restoring: restoring / speed,
        extracting: extracting / speed, reach: isDoomed ? 0.9 : 1, random: &random),
      ending: isDoomed
        ? .failed(cause: FailureCause.unknown) : .complete(warning: Warning.skipping(unreadable)),
      cancelTakes: random.between(30, 90) / speed)
  }

  private static func shape(_ random: inout SeededRandom) -> Curve.Shape {
    switch random.unit() {
    case ..<0.4: .even
    case ..<0.7: .slowing
    case ..<0.9: .plateaus
    default: .stalling
    }
  }
}

/// The texts of `FailureCause` (RDS User Guide, "Failure messages for Amazon S3 export tasks").
enum FailureCause {
  static let unknown = "An unknown internal error occurred."
  static let keyCheck =
    "KMS key check failed. Check the credentials on your KMS key and try again."
  static let bucketCheck =
    "S3 credential check failed. Check the permissions on your S3 bucket and IAM policy."

  static func roleNotAssumed(_ roleARN: String) -> String {
    "The RDS export failed to write the export task's metadata because it can't assume the IAM "
      + "role [\(roleARN)]."
  }

  static func notAuthorized(_ roleARN: String, action: String, bucket: String) -> String {
    "The IAM role [\(roleARN)] isn't authorized to call [\(action)] on the S3 bucket [\(bucket)]. "
      + "Review your permissions and retry the export."
  }

  static func metadata(bucket: String) -> String {
    "An unknown internal error occurred writing the export task's metadata to the S3 bucket "
      + "[\(bucket)]."
  }
}

/// The JSON documents of `WarningMessage`.
enum Warning {
  static let noTableList =
    #"{"skippedTables":[],"skippedObjectives":[],"#
    + #""general":[{"reason":"FAILED_TO_EXTRACT_TABLES_LIST_FOR_DATABASE"}]}"#

  /// What a service that always fills the member sends where nothing was skipped.
  static let nothing = #"{"skippedTables":[],"skippedObjectives":[],"general":[]}"#

  static let manyTables =
    skipping(
      (1...300).map { ExportSource.Table(schema: "archive", name: "events_\($0)", share: 0) })
    ?? nothing

  /// Nil where nothing is skipped.
  static func skipping(_ tables: [ExportSource.Table]) -> String? {
    if tables.isEmpty { return nil }
    let skipped = tables.map { table in
      let name = (table.schema.map { "\($0)." } ?? "") + table.name
      return #"{"tableName":"\#(name)","reason":"PERMISSIONS_DO_NOT_EXIST"}"#
    }
    return #"{"skippedTables":[\#(skipped.joined(separator: ","))],"#
      + #""skippedObjectives":[],"general":[]}"#
  }
}
