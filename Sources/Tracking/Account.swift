import RDSExports

extension ExportTask {
  /// The account that this task belongs to, where one of its ARNs can be read.
  ///
  /// The role's comes first: it must be of the exporting account (`iam:PassRole`), while a snapshot
  /// can be one that another account shares.
  public var account: String? {
    [iamRoleArn, sourceArn].lazy.compactMap { $0.flatMap(accountNumber(ofARN:)) }.first
  }
}

/// `arn:partition:service:region:account:resource`; an account number has 12 digits.
private func accountNumber(ofARN arn: String) -> String? {
  let parts = arn.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
  guard parts.count == 6, parts[0] == "arn", parts[4].utf8.count == 12,
    parts[4].utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
  else { return nil }
  return String(parts[4])
}
