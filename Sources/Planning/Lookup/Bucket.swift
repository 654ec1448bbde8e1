import FoundationEssentials

/// A bucket of the caller's account.
public struct Bucket: Hashable, Sendable {
  public var name: String
  /// Nil where S3's list doesn't say it.
  public var region: String?
  public var createdAt: Date?

  public init(name: String, region: String? = nil, createdAt: Date? = nil) {
    self.name = name
    self.region = region
    self.createdAt = createdAt
  }
}

/// What `HeadBucket` tells of a bucket, whoever owns it.
public struct BucketPlace: Hashable, Sendable {
  public var name: String
  /// Nil where the answer doesn't say it.
  public var region: String?
  /// Whether S3 said that the caller may list it, which it doesn't say of a bucket in another region.
  /// There is a bucket of this name in either case.
  public var isAccessible: Bool
  /// Whether it belongs to the caller's account; nil where S3 didn't say.
  public var isOwn: Bool?

  public init(name: String, region: String?, isAccessible: Bool, isOwn: Bool? = nil) {
    self.name = name
    self.region = region
    self.isAccessible = isAccessible
    self.isOwn = isOwn
  }
}

/// Whether a bucket keeps its objects from the public (S3's Block Public Access).
public struct PublicAccessBlock: Hashable, Sendable {
  /// All four settings are on.
  public var isComplete: Bool

  public init(isComplete: Bool) { self.isComplete = isComplete }
}

/// How long a bucket keeps new objects from being deleted (S3's Object Lock).
public struct ObjectLock: Hashable, Sendable {
  public var isEnabled: Bool
  /// `GOVERNANCE` or `COMPLIANCE`, where new objects are retained without being asked for.
  public var defaultMode: String?
  /// In days.
  public var defaultRetention: Int?

  public init(isEnabled: Bool, defaultMode: String? = nil, defaultRetention: Int? = nil) {
    self.isEnabled = isEnabled
    self.defaultMode = defaultMode
    self.defaultRetention = defaultRetention
  }
}
