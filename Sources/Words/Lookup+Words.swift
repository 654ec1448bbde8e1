import Planning

extension Lookup {
  /// That the caller may not ask this, with IAM's name for it:
  /// `you may not list snapshots (rds:DescribeDBSnapshots)`.
  public var denial: String {
    let (deed, action) = deed
    return "you may not \(deed) (\(action))"
  }

  /// What is asked, and the action that IAM has to allow (Service Authorization Reference).
  private var deed: (String, action: String) {
    switch self {
    case .dbSnapshots: ("list snapshots", "rds:DescribeDBSnapshots")
    case .dbClusterSnapshots: ("list cluster snapshots", "rds:DescribeDBClusterSnapshots")
    case .dbClusters: ("list clusters", "rds:DescribeDBClusters")
    case .buckets: ("list buckets", "s3:ListAllMyBuckets")
    case .bucket: ("look at this bucket", "s3:ListBucket")
    case .publicAccess: ("see who may read this bucket", "s3:GetBucketPublicAccessBlock")
    case .objectLock: ("see its object lock", "s3:GetBucketObjectLockConfiguration")
    case .roles: ("list roles", "iam:ListRoles")
    case .role: ("look at this role", "iam:GetRole")
    case .permissions: ("have policies judged", "iam:SimulatePrincipalPolicy")
    case .keyAliases: ("list key aliases", "kms:ListAliases")
    case .keys: ("list keys", "kms:ListKeys")
    case .key: ("look at this key", "kms:DescribeKey")
    case .caller: ("ask who you are", "sts:GetCallerIdentity")
    }
  }
}

extension LookupProblem {
  /// What happened, in few words where that was a denial: AWS's own sentence is the summary.
  public func words(for lookup: Lookup) -> String {
    kind == .denied ? lookup.denial : summary
  }
}
