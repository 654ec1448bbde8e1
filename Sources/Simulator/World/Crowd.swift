import FoundationEssentials

/// The many things of a large account: numbered, and made when they are asked for.
struct Crowd: Sendable, Hashable {
  /// How many there are.
  var snapshots = 0
  var roles = 0
  var buckets = 0
  /// From which the ages of snapshots count.
  var start = Date(timeIntervalSince1970: 0)

  /// How many databases the snapshots are of.
  static let databases = 400

  /// Of a snapshot: `fleet-17-2` is the third of the database `fleet-17`.
  func snapshotName(_ number: Int) -> String {
    "fleet-\(number % Self.databases)-\(number / Self.databases)"
  }

  /// Of the snapshots of a database; of all of them where none is named.
  func numbers(of database: String?) -> [Int] {
    guard let database else { return Array(0..<snapshots) }
    guard database.hasPrefix("fleet-"), let number = Int(database.dropFirst("fleet-".count)),
      (0..<Self.databases).contains(number)
    else { return [] }
    return Array(stride(from: number, to: snapshots, by: Self.databases))
  }

  func roleName(_ number: Int) -> String { "fleet-role-\(number)" }

  func bucketName(_ number: Int) -> String { "fleet-bucket-\(number)" }

  func snapshot(_ number: Int) -> ExportSource {
    let database = number % Self.databases
    return ExportSource(
      kind: .snapshot, name: snapshotName(number), database: "fleet-\(database)",
      engine: database % 3 == 0 ? .mysql : .postgres,
      snapshotTime: start - Double(number / Self.databases) * 86_400 - Double(database),
      sizeInGB: 20, databases: [], snapshotType: .manual,
      encryption: .own(World.lakeKey))
  }

  /// One in ten trusts exports, and may write nowhere.
  func role(_ number: Int) -> World.Role {
    World.Role(trustsExports: number % 10 == 0, writableBuckets: [])
  }

  /// The snapshot of a name, if it is one of them.
  func snapshot(named name: String) -> ExportSource? {
    let parts = name.split(separator: "-")
    guard parts.count == 3, let database = Int(parts[1]), let turn = Int(parts[2]),
      database < Self.databases, turn >= 0
    else { return nil }
    let number = turn * Self.databases + database
    return number < snapshots && snapshotName(number) == name ? snapshot(number) : nil
  }

  func role(named name: String) -> World.Role? {
    number(name, below: roles, named: roleName).map(role)
  }

  func hasBucket(named name: String) -> Bool {
    number(name, below: buckets, named: bucketName) != nil
  }

  private func number(_ name: String, below end: Int, named: (Int) -> String) -> Int? {
    guard let number = name.split(separator: "-").last.flatMap({ Int($0) }), number < end,
      number >= 0, named(number) == name
    else { return nil }
    return number
  }
}

extension World {
  func source(_ arn: String) -> ExportSource? {
    if let source = sources[arn] { return source }
    let prefix = rdsARN("snapshot:")
    return arn.hasPrefix(prefix) ? crowd.snapshot(named: String(arn.dropFirst(prefix.count))) : nil
  }

  func role(_ arn: String) -> Role? {
    if let role = roles[arn] { return role }
    let prefix = roleARN("")
    return arn.hasPrefix(prefix) ? crowd.role(named: String(arn.dropFirst(prefix.count))) : nil
  }

  func bucket(_ name: String) -> Bucket? {
    buckets[name] ?? (crowd.hasBucket(named: name) ? Bucket(region: region) : nil)
  }
}
