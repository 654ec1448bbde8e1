import Ground
import RDSExports

extension ExportTask {
  /// The account that this task belongs to, where one of its ARNs can be read.
  ///
  /// The role's comes first: it must be of the exporting account (`iam:PassRole`), while a snapshot
  /// can be one that another account shares.
  public var account: String? {
    [iamRoleArn, sourceArn].lazy.compactMap { $0.flatMap { ARN($0)?.accountNumber } }.first
  }
}
