import Ground
import Planning
import RDSExports

/// A value that a field of the form can take.
struct Offer: Hashable, Sendable {
  enum Subject: Hashable, Sendable {
    case source(ExportSource)
    case bucket(Bucket)
    case role(IAMRole)
    case alias(KeyAlias)
    case key(ListedKey)
    /// Known from earlier exports alone.
    case value
  }

  var subject: Subject
  /// What the field takes.
  var value: String
  /// Whether an earlier export of the site used it.
  var isUsed = false
  /// Of a key: what KMS says of it, once it was asked.
  var key: EncryptionKey?

  /// What it is called in the list.
  var name: String {
    switch subject {
    case .source(let source): source.identifier
    case .bucket(let bucket): bucket.name
    case .role(let role): role.name
    case .alias(let alias): alias.name
    case .key(let key): key.id
    case .value: ARN(value)?.resourceID.map(String.init) ?? value
    }
  }

  /// Everything that it is found by.
  var text: String {
    switch subject {
    case .source(let source):
      let facts = [source.engineVersion, source.snapshotType].compactMap(\.self)
      return ([source.identifier, source.database, source.engine, source.status] + facts)
        .joined(separator: " ") + (source.kind == .dbCluster ? " cluster" : " snapshot")
    case .bucket(let bucket): return "\(bucket.name) \(bucket.region ?? "")"
    case .role(let role): return role.arn
    case .alias(let alias): return "\(alias.name) \(alias.keyID ?? "")"
    case .key(let key): return key.arn
    case .value: return value
    }
  }

  /// Why an export can't use it, or very likely can't; nil where nothing is known against it.
  /// - Parameter region: Where the export would be.
  func objection(in region: String) -> String? {
    switch subject {
    case .source(let source): source.reasonNotExportable
    case .bucket(let bucket):
      bucket.region.flatMap { $0 == region || region.isEmpty ? nil : "it is in \($0)" }
    case .role(let role):
      role.trustsExports == false
        ? "its trust policy doesn't name export.rds.amazonaws.com" : nil
    case .alias(let alias):
      if alias.name.hasPrefix("alias/aws/") {
        "AWS manages it: an export needs a key of yours"
      } else {
        alias.keyID == nil ? "it stands for no key" : key?.reasonUnusable
      }
    case .key, .value:
      Self.elsewhere(value, than: region) ?? key?.reasonUnusable
    }
  }

  private static func elsewhere(_ value: String, than region: String) -> String? {
    guard let arn = ARN(value), !arn.region.isEmpty, !region.isEmpty, arn.region != region
    else { return nil }
    return "it is in \(arn.region)"
  }

  /// The key that it stands for.
  var keyID: String? {
    switch subject {
    case .alias(let alias): alias.keyID
    case .key(let key): key.id
    case .source, .bucket, .role, .value: nil
    }
  }
}

/// What fields can be filled with from lists of AWS's.
enum ShelfKind: Hashable, Sendable {
  case sources, buckets, roles, keys

  init?(_ field: FieldProblem.Field) {
    switch field {
    case .sourceArn: self = .sources
    case .s3BucketName: self = .buckets
    case .iamRoleArn: self = .roles
    case .kmsKeyId: self = .keys
    case .exportTaskIdentifier, .s3Prefix, .exportOnly: return nil
    }
  }

  init?(_ lookup: Lookup) {
    switch lookup {
    case .dbSnapshots(nil), .dbClusterSnapshots(nil), .dbClusters(nil): self = .sources
    case .buckets: self = .buckets
    case .roles: self = .roles
    case .keyAliases, .keys: self = .keys
    default: return nil
    }
  }

  /// What lists the likes of a value; nil where nothing says so.
  func firstLookup(for value: String) -> Lookup? {
    guard !value.isEmpty else { return nil }
    switch self {
    case .sources:
      switch ExportSource.Kind(ofArn: value) {
      case .dbSnapshot: return .dbSnapshots()
      case .dbClusterSnapshot: return .dbClusterSnapshots()
      case .dbCluster: return .dbClusters()
      case nil: return nil
      }
    case .buckets, .roles, .keys: return lookups.first
    }
  }

  /// Whether a lookup fills it, or tells more of what it holds.
  func holds(_ lookup: Lookup) -> Bool {
    if case .key = lookup { return self == .keys }
    return lookups.contains(lookup)
  }

  /// What fills it.
  var lookups: [Lookup] {
    switch self {
    case .sources: [.dbSnapshots(), .dbClusterSnapshots(), .dbClusters()]
    case .buckets: [.buckets]
    case .roles: [.roles]
    case .keys: [.keyAliases, .keys]
    }
  }
}
