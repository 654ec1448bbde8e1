import FoundationEssentials

/// A name of a KMS key.
public struct KeyAlias: Hashable, Sendable {
  /// `alias/exports`; those of AWS's own keys begin with `alias/aws/`.
  public var name: String
  public var arn: String
  /// Nil for an alias that stands for no key.
  public var keyID: String?

  public init(name: String, arn: String, keyID: String?) {
    self.name = name
    self.arn = arn
    self.keyID = keyID
  }
}

/// A KMS key, as the list of keys has it.
public struct ListedKey: Hashable, Sendable {
  public var id: String
  public var arn: String

  public init(id: String, arn: String) {
    self.id = id
    self.arn = arn
  }
}

/// A KMS key, as `DescribeKey` has it.
public struct EncryptionKey: Hashable, Sendable {
  public var id: String
  public var arn: String
  /// In KMS's word: `Enabled`, `Disabled`, `PendingDeletion`, …
  public var state: String
  /// `SYMMETRIC_DEFAULT`, or the kind of another key.
  public var spec: String
  /// `ENCRYPT_DECRYPT`, `SIGN_VERIFY`, …
  public var usage: String
  /// Whether AWS made it for a service: nobody can let an export use such a key.
  public var isManagedByAWS: Bool
  public var explanation: String?
  public var deletedAt: Date?

  public init(
    id: String, arn: String, state: String, spec: String, usage: String, isManagedByAWS: Bool,
    explanation: String? = nil, deletedAt: Date? = nil
  ) {
    self.id = id
    self.arn = arn
    self.state = state
    self.spec = spec
    self.usage = usage
    self.isManagedByAWS = isManagedByAWS
    self.explanation = explanation
    self.deletedAt = deletedAt
  }
}
