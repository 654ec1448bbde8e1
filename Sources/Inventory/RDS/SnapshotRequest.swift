import AWSCore
import Ground

/// What the two operations that describe snapshots are asked, members in the order of the API's model.
struct SnapshotRequest {
  /// RDS gives no more.
  static let pageSize = 100

  var action: String
  /// What the operation calls the name of a snapshot.
  var naming: String
  /// An identifier or an ARN; nil for all.
  var name: String?
  /// The types of the snapshots that AWS makes, by how it begins their names.
  var typesByPrefix: [String: String]

  func call(from marker: String?) -> AWSCall {
    var writer = QueryWriter(action: action, version: AWSService.rds.apiVersion)
    if let name { writer.write(name, at: QueryKey(naming)) }
    if let type { writer.write(type, at: QueryKey("SnapshotType")) }
    writer.write(Self.pageSize, at: QueryKey("MaxRecords"))
    if let marker { writer.write(marker, at: QueryKey("Marker")) }
    if type == nil { writer.write(true, at: QueryKey("IncludeShared")) }
    return AWSCall(action: action, body: writer.body)
  }

  /// Nil where the name doesn't say it.
  private var type: String? {
    guard let name else { return nil }
    let identifier = ARN(name)?.resourceID ?? name[...]
    return typesByPrefix.first { identifier.hasPrefix($0.key) }?.value
  }
}
