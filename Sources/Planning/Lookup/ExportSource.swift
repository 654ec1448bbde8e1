import FoundationEssentials

/// A snapshot or a cluster that an export could be made of.
public struct ExportSource: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    case dbSnapshot, dbClusterSnapshot, dbCluster
  }

  public var kind: Kind
  public var arn: String
  /// `rds:orders-prod-2026-11-28-01-00` for an automated snapshot.
  public var identifier: String
  /// The DB instance or DB cluster that it was taken of; of a cluster its own identifier.
  public var database: String
  /// For instance `postgres` or `aurora-mysql`.
  public var engine: String
  public var engineVersion: String?
  /// `provisioned`, `serverless`, …; nil for DB snapshots.
  public var engineMode: String?
  /// In AWS's word, for instance `available`.
  public var status: String
  /// `automated`, `manual`, `awsbackup`, `shared` or `public`; nil for clusters.
  public var snapshotType: String?
  /// When the snapshot or the cluster was made.
  public var createdAt: Date?
  /// In GiB, as AWS says it; Aurora says 1 for any cluster.
  public var allocatedStorage: Int?
  public var isEncrypted: Bool
  public var kmsKeyID: String?
  /// For instance `gp3`, or `standard` for magnetic storage.
  public var storageType: String?
  /// Of a snapshot that is being made.
  public var percentProgress: Int?

  public init(
    kind: Kind, arn: String, identifier: String, database: String, engine: String,
    engineVersion: String? = nil, engineMode: String? = nil, status: String,
    snapshotType: String? = nil, createdAt: Date? = nil, allocatedStorage: Int? = nil,
    isEncrypted: Bool = false, kmsKeyID: String? = nil, storageType: String? = nil,
    percentProgress: Int? = nil
  ) {
    self.kind = kind
    self.arn = arn
    self.identifier = identifier
    self.database = database
    self.engine = engine
    self.engineVersion = engineVersion
    self.engineMode = engineMode
    self.status = status
    self.snapshotType = snapshotType
    self.createdAt = createdAt
    self.allocatedStorage = allocatedStorage
    self.isEncrypted = isEncrypted
    self.kmsKeyID = kmsKeyID
    self.storageType = storageType
    self.percentProgress = percentProgress
  }
}
