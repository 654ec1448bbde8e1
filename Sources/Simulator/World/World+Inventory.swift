import FoundationEssentials

/// What an account has besides its databases, good and bad: what a caller finds who looks around.
extension World {
  static let stranger = "555566667777"
  static let vault = "acme-compliance-vault"
  static let openBucket = "acme-scratch"
  static let abroadBucket = "acme-reports-abroad"
  /// Another account's, which lets this one in.
  static let partnersBucket = "partner-dropzone"
  /// Another account's, which doesn't.
  static let closedBucket = "stranger-archive"
  static let deletedKey = "2f4c9a6b-7d10-4e85-9c3a-1b8d5e7f0a92"
  static let signingKey = "9a3e5d21-6c48-4b7f-8e10-d4f2a1c7b365"
  static let rdsKey = "e16b0c7d-2a95-4f3e-b841-7c9d0e5f2a68"
  static let s3Key = "47d2f8e0-91ab-4c5d-a7e3-0b6c8d9f1e24"

  private static let everywhere: Set = [
    lake, archive, auditBucket, abroadBucket, vault, openBucket, partnersBucket,
  ]

  /// Buckets that an export had better not be written to.
  mutating func addPitfalls() {
    let abroad = Self.abroad(of: region)
    buckets[Self.abroadBucket] = Bucket(region: abroad)
    buckets["acme-mirror-abroad"] = Bucket(region: abroad)
    buckets[Self.vault] = Bucket(region: region, lock: .init(mode: "COMPLIANCE", days: 365))
    buckets[Self.openBucket] = Bucket(region: region, blocksPublicAccess: nil)
    buckets["acme-website"] = Bucket(region: region, blocksPublicAccess: false)
    buckets[Self.partnersBucket] = Bucket(region: region, owner: Self.stranger)
    buckets[Self.closedBucket] = Bucket(region: region, owner: Self.stranger, isOpen: false)
  }

  mutating func addRoles() {
    roles = [
      roleARN(Self.exportRole): Role(trustsExports: true, writableBuckets: Self.everywhere),
      roleARN("rds-audit-export"): Role(
        trustsExports: true, writableBuckets: [Self.auditBucket]),
      roleARN("lake-reader"): Role(trustsExports: true, writableBuckets: []),
      roleARN("finance-export"): Role(
        trustsExports: true, writableBuckets: Self.everywhere, isPassable: false),
      roleARN("web-server"): Role(trustsExports: false, writableBuckets: Self.everywhere),
      roleARN("lambda-thumbnails"): Role(trustsExports: false, writableBuckets: []),
    ]
  }

  mutating func addKeys(start: Date) {
    keys = [
      Self.exportKey: Key(explanation: "Exports to S3"), Self.lakeKey: Key(explanation: "Lake"),
      Self.retiredKey: Key(state: .disabled, explanation: "Not to be used any more"),
      Self.deletedKey: Key(
        state: .pendingDeletion, explanation: "Old exports", deletedAt: start + 9 * 86_400),
      Self.signingKey: Key(
        spec: "RSA_2048", usage: "SIGN_VERIFY", explanation: "Signs what is delivered"),
      Self.rdsKey: Key(
        isManagedByAWS: true,
        explanation: "Default key that protects my RDS database volumes when no other key is "
          + "defined"),
      Self.s3Key: Key(
        isManagedByAWS: true,
        explanation: "Default key that protects my S3 objects when no other key is defined"),
    ]
    aliases = [
      "alias/rds-exports": Self.exportKey, "alias/lake": Self.lakeKey,
      "alias/retired": Self.retiredKey, "alias/old-exports": Self.deletedKey,
      "alias/delivery-signature": Self.signingKey, "alias/aws/rds": Self.rdsKey,
      "alias/aws/s3": Self.s3Key,
    ]
  }

  /// Sources that RDS doesn't export, each for a reason of its own.
  mutating func addStrangers(start: Date) {
    let taken = Self.automatedSnapshotTime(nightsAgo: 0, before: start)
    func snapshot(_ subject: String, _ engine: Engine, isCluster: Bool = false) -> ExportSource {
      Self.source(
        automatedSnapshotOf: Estate(
          subject: subject, engine: engine, isCluster: isCluster, sizeInGB: 120),
        taken: taken)
    }
    for (subject, engine) in [("hr", Engine.sqlServer), ("warehouse", .db2), ("ledger", .oracle)] {
      add(snapshot(subject, engine))
    }
    var magnetic = snapshot("legacy", .mysql)
    magnetic.storageType = "standard"
    add(magnetic)
    var serverless = snapshot("forum", .auroraMySQL, isCluster: true)
    serverless.engineMode = "serverless"
    add(serverless)
    (serverless.kind, serverless.name) = (.cluster, serverless.database)
    serverless.snapshotTime = nil
    add(serverless)
    var several = snapshot("booking", .postgres, isCluster: true)
    several.storageType = "io1"
    (several.kind, several.name, several.snapshotTime) = (.cluster, several.database, nil)
    add(several)
    var sealed = snapshot("payroll", .postgres)
    sealed.name = "payroll-2019-final"
    sealed.snapshotType = .manual
    sealed.snapshotTime = start - 400 * 86_400
    sealed.encryption = .own(Self.retiredKey)
    add(sealed)
    var shared = snapshot("partner", .postgres)
    shared.name = "partner-feed-monthly"
    shared.snapshotType = .shared
    shared.encryption = .foreign(
      "arn:\(partition):kms:\(region):\(Self.stranger):key/\(Self.exportKey)")
    sources["arn:\(partition):rds:\(region):\(Self.stranger):\(shared.resource)"] = shared
  }
}
