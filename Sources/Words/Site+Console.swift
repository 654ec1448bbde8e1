import Tracking

extension Site {
  /// The page of AWS's console that lists the exports of the account and region (Snapshots, Exports
  /// in Amazon S3). Nil where the endpoint isn't AWS's own, and for partitions whose console has
  /// another form. Which account it shows is decided by who is logged in there.
  public var consoleAddress: String? {
    guard let console = Self.consoles[partition], isAWS,
      region.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") })
    else { return nil }
    let page = "rds/home?region=\(region)#snapshots-list:tab=exporttos3"
    return "https://\(region).\(console)/\(page)"
  }

  private static let consoles = [
    "aws": "console.aws.amazon.com", "aws-cn": "console.amazonaws.cn",
    "aws-us-gov": "console.amazonaws-us-gov.com",
  ]

  /// Whether the endpoint is one of AWS's hosts, not a server of somebody else.
  private var isAWS: Bool {
    guard let scheme = endpoint.firstRange(of: "://") else { return false }
    let host = endpoint[scheme.upperBound...].prefix { !"/:?#".contains($0) }.lowercased()
    return [".amazonaws.com", ".amazonaws.com.cn", ".api.aws"].contains { host.hasSuffix($0) }
  }
}
