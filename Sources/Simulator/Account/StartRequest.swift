/// The parameters of `StartExportTask` as they arrived.
struct StartRequest: Sendable {
  var identifier: String
  var sourceARN: String
  var bucket: String
  var roleARN: String
  var keyID: String
  var prefix: String
  var exportOnly: [String]

  /// Checks the request against the world, but not whether a slot is free.
  func order(in world: World) throws(Refusal) -> SimulatedTask.Order {
    try ExportTaskIdentifier.check(identifier)
    if prefix.contains(":") {
      throw .parameterValue("The parameter S3Prefix must not contain a colon (:).")
    }
    let source = try source(in: world)
    let tables: [ExportSource.Table]
    do { tables = try source.tables(only: exportOnly) } catch {
      throw .exportOnly(error.text, engine: source.engine)
    }
    guard let found = world.bucket(bucket) else { throw .bucketUnknown(bucket) }
    if found.region != world.region { throw .bucketElsewhere(bucket) }
    guard let role = world.role(roleARN) else { throw .roleNotFound(roleARN) }
    if !role.trustsExports { throw .roleNotAssumable(roleARN) }
    if !role.writableBuckets.contains(bucket) { throw .roleMayNot(roleARN, write: bucket) }
    guard let keyARN = world.usableKeyARN(keyID) else { throw .keyNotAccessible(keyID) }
    return SimulatedTask.Order(
      identifier: identifier, source: source, sourceARN: sourceARN, exportOnly: exportOnly,
      tables: tables, bucket: bucket, prefix: prefix, roleARN: roleARN, keyARN: keyARN)
  }

  private func source(in world: World) throws(Refusal) -> ExportSource {
    let parts = sourceARN.split(
      separator: ":", maxSplits: 6, omittingEmptySubsequences: false
    ).map(String.init)
    guard parts.count == 7, parts[0] == "arn", parts[2] == "rds", !parts[6].isEmpty,
      let kind = ExportSource.Kind(rawValue: parts[5])
    else {
      throw .parameterValue(
        "The parameter SourceArn is not the ARN of a DB snapshot, DB cluster snapshot or DB "
          + "cluster: \(sourceARN)")
    }
    guard let source = world.source(sourceARN) else { throw .sourceNotFound(kind, parts[6]) }
    if let hindrance = source.hindrance {
      throw .sourceState("The source [\(sourceARN)] can't be exported: \(hindrance).")
    }
    guard source.isAvailable else {
      throw .sourceState(
        "The source [\(sourceARN)] isn't in the available state. It is in the creating state.")
    }
    return source
  }
}

/// The rules of an export task's identifier.
enum ExportTaskIdentifier {
  /// Not in the API reference; the service refuses longer ones.
  static let longest = 60

  static func check(_ identifier: String) throws(Refusal) {
    if identifier.utf8.count > longest {
      throw .parameterValue(
        "The parameter ExportTaskIdentifier is not a valid identifier because it is longer than "
          + "\(longest) characters.")
    }
    guard isWellFormed(Array(identifier.utf8)) else {
      throw .parameterValue(
        "The parameter ExportTaskIdentifier is not a valid identifier. Identifiers must begin "
          + "with a letter; must contain only ASCII letters, digits, and hyphens; and must not "
          + "end with a hyphen or contain two consecutive hyphens.")
    }
  }

  private static func isWellFormed(_ bytes: [UInt8]) -> Bool {
    let hyphen = UInt8(ascii: "-")
    guard let first = bytes.first, isLetter(first), bytes.last != hyphen else { return false }
    let hasPair = zip(bytes, bytes.dropFirst()).contains { $0 == hyphen && $1 == hyphen }
    return !hasPair && bytes.allSatisfy { isLetter($0) || isDigit($0) || $0 == hyphen }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
