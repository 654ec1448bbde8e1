/// A question to AWS about what a new export needs: one case for each operation that is asked.
public enum Lookup: Hashable, Sendable {
  /// RDS's `DescribeDBSnapshots`: all of them, or the one of an identifier or ARN.
  case dbSnapshots(named: String? = nil)
  /// RDS's `DescribeDBClusterSnapshots`, in the same way.
  case dbClusterSnapshots(named: String? = nil)
  /// RDS's `DescribeDBClusters`, in the same way.
  case dbClusters(named: String? = nil)
  /// S3's `ListBuckets`.
  case buckets
  /// S3's `HeadBucket`: whether there is a bucket of this name, and in which region.
  case bucket(String)
  /// S3's `GetPublicAccessBlock`.
  case publicAccess(bucket: String)
  /// S3's `GetObjectLockConfiguration`.
  case objectLock(bucket: String)
  /// IAM's `ListRoles`.
  case roles
  /// IAM's `GetRole`, by the role's name.
  case role(named: String)
  /// IAM's `SimulatePrincipalPolicy`.
  case permissions(PermissionQuestion)
  /// KMS's `ListAliases`.
  case keyAliases
  /// KMS's `ListKeys`.
  case keys
  /// KMS's `DescribeKey`, by an identifier, an ARN or an alias.
  case key(String)
  /// STS's `GetCallerIdentity`.
  case caller
}

/// What an identity would be allowed to do, by its policies.
public struct PermissionQuestion: Hashable, Sendable {
  /// The ARN of a user or role.
  public var principal: String
  /// For instance `s3:PutObject`.
  public var actions: [String]
  /// ARNs; `*` stands for all.
  public var resources: [String]
  /// For `iam:PassRole`: the service that gets the role.
  public var passedToService: String?

  public init(
    principal: String, actions: [String], resources: [String], passedToService: String? = nil
  ) {
    self.principal = principal
    self.actions = actions
    self.resources = resources
    self.passedToService = passedToService
  }
}

/// What a lookup has found: one page of it, where there are several.
public enum Found: Hashable, Sendable {
  case sources([ExportSource])
  case buckets([Bucket])
  case bucket(BucketPlace)
  case publicAccess(PublicAccessBlock)
  case objectLock(ObjectLock)
  case roles([IAMRole])
  case permissions([PermissionVerdict])
  case keyAliases([KeyAlias])
  /// Identifiers and ARNs alone: `Lookup.key` tells more.
  case keys([ListedKey])
  case key(EncryptionKey)
  case caller(Caller)
}

/// A page of what a lookup has found.
public struct FoundPage: Hashable, Sendable {
  public var found: Found
  /// Whether no other page follows.
  public var isLast: Bool

  public init(_ found: Found, isLast: Bool) {
    self.found = found
    self.isLast = isLast
  }
}

/// Why a lookup has found nothing.
public struct LookupProblem: Error, Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    /// The caller isn't allowed to ask. Each such call can set off an alarm: it isn't repeated until
    /// a person wants it.
    case denied
    /// There is nothing of that name.
    case missing
    /// AWS can't be asked, or doesn't answer.
    case failed
  }

  public var kind: Kind
  /// What happened, in a line for a person.
  public var summary: String

  public init(_ kind: Kind, _ summary: String) {
    self.kind = kind
    self.summary = summary
  }
}

/// Who answers lookups.
public protocol LookingUp: Sendable {
  /// Answers a lookup, page by page.
  /// - Parameter take: Called for each page as it comes; the last one says so.
  func look(
    _ lookup: Lookup, _ take: @Sendable (FoundPage) -> Void
  ) async throws(LookupProblem)
}
