import FoundationEssentials
import Planning

/// What a large account offers to the form of a new export.
enum Stock {
  static let snapshots = 40_000
  static let roles = 3_000
  static let buckets = 1_000

  /// An answer to a lookup, in pages as large as AWS's; nil for what a form asks of one thing alone.
  static func pages(of lookup: Lookup) -> [Found]? {
    switch lookup {
    case .dbSnapshots(nil): pages(snapshots, of: 100) { .sources($0.map(snapshot)) }
    case .dbClusterSnapshots(nil), .dbClusters(nil): [.sources([])]
    case .roles: pages(roles, of: 100) { .roles($0.map(role)) }
    case .buckets: pages(buckets, of: 1_000) { .buckets($0.map(bucket)) }
    default: nil
    }
  }

  private static func pages(
    _ count: Int, of size: Int, _ page: (Range<Int>) -> Found
  ) -> [Found] {
    stride(from: 0, to: count, by: size).map { page($0..<min(count, $0 + size)) }
  }

  private static func snapshot(_ number: Int) -> ExportSource {
    let database = "\(subjects[number % subjects.count])-\(stages[number / 16 % 3])-\(number % 400)"
    let made = Account.present - Double(number / 400) * 86_400 - Double(number % 400) * 60
    let name = "rds:\(database)-\(made.formatted(.iso8601).prefix(10))-01-00"
    return ExportSource(
      kind: .dbSnapshot, arn: "arn:aws:rds:eu-west-1:123456789012:snapshot:\(name)",
      identifier: name, database: database, engine: number % 3 == 0 ? "mysql" : "postgres",
      engineVersion: "16.3", status: "available", snapshotType: "automated", createdAt: made,
      allocatedStorage: number % 900, isEncrypted: true)
  }

  private static func role(_ number: Int) -> IAMRole {
    let name = "\(subjects[number % subjects.count])-\(stages[number % 3])-\(number)"
    return IAMRole(
      arn: "arn:aws:iam::123456789012:role/service-role/\(name)", name: name,
      trustsExports: number % 100 == 0)
  }

  private static func bucket(_ number: Int) -> Bucket {
    Bucket(
      name: "\(subjects[number % subjects.count])-\(stages[number % 3])-\(number)",
      region: number % 4 == 0 ? "us-east-1" : "eu-west-1", createdAt: Account.present)
  }

  private static let subjects = [
    "orders", "billing", "catalog", "customers", "inventory", "payments", "shipping", "ledger",
    "sessions", "analytics", "reporting", "search", "loyalty", "pricing", "returns", "audit",
  ]
  private static let stages = ["prod", "staging", "dr"]
}
