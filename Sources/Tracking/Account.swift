import Ground
import RDSExports

extension ExportTask {
  /// The account that this task belongs to; nil where none of its ARNs names one.
  ///
  /// The role's comes first: it must belong to the exporting account (`iam:PassRole`), while a
  /// snapshot may be shared by another account.
  public var account: String? {
    [iamRoleArn, sourceArn].lazy.compactMap { $0.flatMap { ARN($0)?.accountNumber } }.first
  }
}
