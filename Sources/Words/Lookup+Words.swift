import Planning

extension Lookup {
  /// That the caller may not ask this, with IAM's name for it:
  /// `you may not list snapshots (rds:DescribeDBSnapshots)`.
  public var denial: String {
    "you may not \(deed) (\(permission))"
  }

  private var deed: String {
    switch self {
    case .dbSnapshots: "list snapshots"
    case .dbClusterSnapshots: "list cluster snapshots"
    case .dbClusters: "list clusters"
    case .buckets: "list buckets"
    case .bucket: "look at this bucket"
    case .publicAccess: "see who may read this bucket"
    case .objectLock: "see its object lock"
    case .roles: "list roles"
    case .role: "look at this role"
    case .permissions: "have policies judged"
    case .keyAliases: "list key aliases"
    case .keys: "list keys"
    case .key: "look at this key"
    case .caller: "ask who you are"
    }
  }
}

extension LookupProblem {
  /// What happened, in few words where that was a denial: AWS's own sentence is the summary.
  public func words(for lookup: Lookup) -> String {
    kind == .denied ? lookup.denial : summary
  }
}
