import Planning
import RDSExports

/// A request against which nothing speaks, and all that AWS says of it. Tests change one thing.
struct GoodExport {
  var request = StartExportTaskRequest(
    exportTaskIdentifier: "nightly-orders-1129",
    sourceArn: "arn:aws:rds:eu-west-1:123456789012:snapshot:rds:orders-2026-11-29",
    s3BucketName: "acme-lake", iamRoleArn: "arn:aws:iam::123456789012:role/service/rds-export",
    kmsKeyId: "alias/exports", s3Prefix: "rds/orders", exportOnly: ["orders.public.lines"])
  var place = Preflight.Place(account: "123456789012", region: "eu-west-1", partition: "aws")
  var known = KnownExports()
  var level = Preflight.Level.full
  var source = ExportSource(
    kind: .dbSnapshot, arn: "arn:aws:rds:eu-west-1:123456789012:snapshot:rds:orders-2026-11-29",
    identifier: "rds:orders-2026-11-29", database: "orders", engine: "postgres",
    status: "available", isEncrypted: true, kmsKeyID: "arn:aws:kms:eu-west-1:123456789012:key/1",
    storageType: "gp3")
  var bucket = BucketPlace(
    name: "acme-lake", region: "eu-west-1", isAccessible: true, isOwn: true)
  var block = PublicAccessBlock(isComplete: true)
  var lock = ObjectLock(isEnabled: false)
  var role = IAMRole(
    arn: "arn:aws:iam::123456789012:role/service/rds-export", name: "rds-export",
    trustsExports: true)
  var key = EncryptionKey(
    id: "2", arn: "arn:aws:kms:eu-west-1:123456789012:key/2", state: "Enabled",
    spec: "SYMMETRIC_DEFAULT", usage: "ENCRYPT_DECRYPT", isManagedByAWS: false)
  var sourceKey = EncryptionKey(
    id: "1", arn: "arn:aws:kms:eu-west-1:123456789012:key/1", state: "Enabled",
    spec: "SYMMETRIC_DEFAULT", usage: "ENCRYPT_DECRYPT", isManagedByAWS: true)
  var caller = Caller(
    account: "123456789012",
    arn: "arn:aws:sts::123456789012:assumed-role/Operators/jo@example.com")
  var callersRole = IAMRole(
    arn: "arn:aws:iam::123456789012:role/aws-reserved/sso.amazonaws.com/Operators",
    name: "Operators")
  /// What IAM says of an action.
  var verdict: @Sendable (String) -> PermissionVerdict = {
    PermissionVerdict(action: $0, resource: "*", decision: .allowed)
  }
  /// What stands in the way of a lookup; nil for nothing.
  var problem: @Sendable (Lookup) -> LookupProblem? = { _ in nil }

  func answer(_ lookup: Lookup) -> Preflight.Answer {
    if let problem = problem(lookup) { return .problem(problem) }
    return switch lookup {
    case .dbSnapshots, .dbClusterSnapshots, .dbClusters: .found([.sources([source])])
    case .bucket: .found([.bucket(bucket)])
    case .publicAccess: .found([.publicAccess(block)])
    case .objectLock: .found([.objectLock(lock)])
    case .role(named: "Operators"): .found([.roles([callersRole])])
    case .role: .found([.roles([role])])
    case .permissions(let question): .found([.permissions(question.actions.map(verdict))])
    case .key("alias/exports"), .key("arn:aws:kms:eu-west-1:123456789012:key/2"):
      .found([.key(key)])
    case .key: .found([.key(sourceKey)])
    case .caller: .found([.caller(caller)])
    case .buckets, .roles, .keyAliases, .keys: .notAsked
    }
  }

  /// The pre-flight where everything that it wants to know is known.
  var preflight: Preflight {
    Preflight(request, at: place, known: known, level: level, answer: answer)
  }

  func with(_ change: (inout GoodExport) -> Void) -> GoodExport {
    var export = self
    change(&export)
    return export
  }
}
