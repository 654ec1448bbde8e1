import Ground
import RDSExports
import Tracking

extension ExportTask {
  /// The last part of the source's ARN: `stock-prod-1121`; automated snapshots keep their `rds:`.
  /// Empty where there is no source. The whole text where it isn't an ARN with a resource type and
  /// a name.
  public var sourceName: String {
    guard let sourceArn else { return "" }
    return ARN(sourceArn)?.resourceID.map(String.init) ?? sourceArn
  }
}

extension TrackedTask {
  /// The source's name for a column, without the prefix that AWS puts before the names of its own
  /// snapshots, so that the database's name comes first.
  public var sourceLabel: String {
    let name = sourceName
    for prefix in ["rds:", "awsbackup:"] where name.hasPrefix(prefix) {
      return String(name.dropFirst(prefix.count))
    }
    return name
  }
}
