import Ground
import RDSExports
import Tracking

extension ExportTask {
  /// The last part of the source's ARN: `stock-prod-1121`; automated snapshots keep their `rds:`.
  /// Empty where there is no source, and the whole text where it is no ARN of a resource with a
  /// type and a name.
  public var sourceName: String {
    guard let sourceArn else { return "" }
    return ARN(sourceArn)?.resourceID.map(String.init) ?? sourceArn
  }
}

extension TrackedTask {
  /// The source's name for a column: without the prefix that AWS puts before the names of what it
  /// made itself, so that the database's name comes first.
  public var sourceLabel: String {
    let name = sourceName
    for prefix in ["rds:", "awsbackup:"] where name.hasPrefix(prefix) {
      return String(name.dropFirst(prefix.count))
    }
    return name
  }
}
