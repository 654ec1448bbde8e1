extension Lookup {
  /// The action that IAM has to allow for it (Service Authorization Reference).
  public var permission: String {
    switch self {
    case .dbSnapshots: "rds:DescribeDBSnapshots"
    case .dbClusterSnapshots: "rds:DescribeDBClusterSnapshots"
    case .dbClusters: "rds:DescribeDBClusters"
    case .buckets: "s3:ListAllMyBuckets"
    case .bucket: "s3:ListBucket"
    case .publicAccess: "s3:GetBucketPublicAccessBlock"
    case .objectLock: "s3:GetBucketObjectLockConfiguration"
    case .roles: "iam:ListRoles"
    case .role: "iam:GetRole"
    case .permissions: "iam:SimulatePrincipalPolicy"
    case .keyAliases: "kms:ListAliases"
    case .keys: "kms:ListKeys"
    case .key: "kms:DescribeKey"
    case .caller: "sts:GetCallerIdentity"
    }
  }
}
