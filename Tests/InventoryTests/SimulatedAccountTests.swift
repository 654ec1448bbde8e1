import AWSCore
import Foundation
import Ground
import Planning
import Simulator
import Support
import Testing

@testable import Inventory

/// The simulator's account, looked up over HTTP as the program does it.
@Suite(.timeLimit(.minutes(5))) struct SimulatedAccountTests {
  private struct Account {
    let server: SimulatorServer
    let inventory: Inventory
    let transport: AsyncHTTPTransport

    init(_ change: (inout SimulatorOptions) -> Void = { _ in }) async throws {
      var options = SimulatorOptions(tasks: 0)
      change(&options)
      let number = options.account
      let server = try await SimulatorServer.start(options, timekeeper: SystemTimekeeper())
      let transport = AsyncHTTPTransport(timekeeper: SystemTimekeeper())
      let surroundings = Surroundings(
        environment: .home([
          "AWS_REGION": options.region, "AWS_ENDPOINT_URL": server.endpoint,
          "AWS_ACCESS_KEY_ID": SimulatorServer.accessKeyID,
          "AWS_SECRET_ACCESS_KEY": SimulatorServer.secretAccessKey, "AWS_MAX_ATTEMPTS": "1",
        ]), files: NoFiles(), transport: transport, timekeeper: SystemTimekeeper())
      inventory = Inventory(
        clients: { service async throws(AWSError) in
          AWSClient(
            settings: try AWSSettings.resolve(surroundings, service: service),
            transport: transport, timekeeper: SystemTimekeeper(), product: "test", version: "0")
        }, account: { number }, timekeeper: SystemTimekeeper())
      (self.server, self.transport) = (server, transport)
    }

    func end() async {
      await server.stop()
      await transport.shutdown()
    }
  }

  private static let rds = "arn:aws:rds:eu-west-1:123456789012:"

  @Test func `snapshots and clusters are there with all that speaks for or against an export`()
    async throws
  {
    let account = try await Account()
    let snapshots = try await account.inventory.sources(.dbSnapshots())
    let clusterSnapshots = try await account.inventory.sources(.dbClusterSnapshots())
    let clusters = try await account.inventory.sources(.dbClusters())
    #expect(snapshots.count > 100)  // Of more than one page.
    #expect(Set(snapshots.map(\.kind)) == [.dbSnapshot])
    #expect(Set(clusterSnapshots.map(\.kind)) == [.dbClusterSnapshot])
    #expect(Set(clusters.map(\.kind)) == [.dbCluster])
    #expect(
      Set(snapshots.map(\.snapshotType)) == ["automated", "manual", "awsbackup", "shared"])
    #expect(snapshots.contains { $0.status == "creating" && $0.percentProgress == 37 })
    let engines = Set(snapshots.map(\.engine))
    #expect(engines.isSuperset(of: ["oracle-ee", "sqlserver-se", "db2-se", "postgres", "mysql"]))
    let byDatabase = Dictionary(grouping: snapshots, by: \.database)
    #expect(byDatabase["legacy-prod"]?.first?.storageType == "standard")
    #expect(byDatabase["sessions-prod"]?.first?.isEncrypted == false)
    #expect(byDatabase["sessions-prod"]?.first?.kmsKeyID == nil)
    #expect(
      byDatabase["partner-prod"]?.first?.kmsKeyID?.contains(":555566667777:key/") == true)
    #expect(clusterSnapshots.first { $0.database == "forum-cluster" }?.engineMode == "serverless")
    #expect(clusters.first { $0.identifier == "booking-cluster" }?.engine == "postgres")
    let orders = try #require(
      snapshots.first { $0.identifier == "orders-prod-before-upgrade" })
    #expect(
      orders
        == ExportSource(
          kind: .dbSnapshot, arn: Self.rds + "snapshot:orders-prod-before-upgrade",
          identifier: "orders-prod-before-upgrade", database: "orders-prod", engine: "postgres",
          engineVersion: "17.6", status: "available", snapshotType: "manual",
          createdAt: orders.createdAt, allocatedStorage: 340, isEncrypted: true,
          kmsKeyID: "arn:aws:kms:eu-west-1:123456789012:key/5c1b7a92-8e4d-4c33-a6f0-91d2e7b4c055",
          storageType: "gp3", percentProgress: 100))
    #expect(orders.createdAt != nil)
    await account.end()
  }

  @Test func `one that is named comes alone, by its name or its ARN, or is missing`()
    async throws
  {
    let account = try await Account()
    let inventory = account.inventory
    let all = try await inventory.sources(.dbSnapshots())
    for type in ["automated", "manual", "awsbackup", "shared"] {
      let one = try #require(all.first { $0.snapshotType == type })
      #expect(try await inventory.sources(.dbSnapshots(named: one.arn)) == [one], "\(type)")
      #expect(
        try await inventory.sources(.dbSnapshots(named: one.identifier)) == [one], "\(type)")
    }
    let cluster = try #require(try await inventory.sources(.dbClusters()).first)
    #expect(try await inventory.sources(.dbClusters(named: cluster.arn)) == [cluster])
    let missing = [
      await inventory.problem(.dbSnapshots(named: "nope")),
      await inventory.problem(.dbClusterSnapshots(named: "rds:nope")),
      await inventory.problem(.dbClusters(named: "nope")),
      await inventory.problem(.bucket("nope")), await inventory.problem(.role(named: "nope")),
      await inventory.problem(.key("alias/nope")),
    ]
    #expect(missing.map { $0?.kind } == Array(repeating: .missing, count: missing.count))
    await account.end()
  }

  @Test func `buckets, their regions, owners and locks`() async throws {
    let account = try await Account()
    let inventory = account.inventory
    let pages = try await inventory.pages(.buckets)
    guard case .buckets(let buckets)? = pages.first?.found else {
      Issue.record("\(pages)")
      return
    }
    let regions = Dictionary(uniqueKeysWithValues: buckets.map { ($0.name, $0.region) })
    #expect(regions["acme-lake-raw"] == "eu-west-1")
    #expect(regions["acme-reports-abroad"] == "us-east-1")
    #expect(regions["partner-dropzone"] == nil)
    func place(_ name: String) async throws -> BucketPlace? {
      guard case .bucket(let place)? = try await inventory.pages(.bucket(name)).first?.found
      else { return nil }
      return place
    }
    for (name, region, isAccessible, isOwn) in [
      ("acme-lake-raw", "eu-west-1", true, true as Bool?),
      ("acme-reports-abroad", "us-east-1", false, nil),
      ("partner-dropzone", "eu-west-1", true, false),
      ("stranger-archive", "eu-west-1", false, nil),
    ] {
      #expect(
        try await place(name)
          == BucketPlace(name: name, region: region, isAccessible: isAccessible, isOwn: isOwn))
    }
    for (name, isComplete) in [
      ("acme-lake-raw", true), ("acme-website", false), ("acme-scratch", false),
    ] {
      #expect(
        try await inventory.pages(.publicAccess(bucket: name)).map(\.found)
          == [.publicAccess(PublicAccessBlock(isComplete: isComplete))], "\(name)")
    }
    #expect(
      try await inventory.pages(.objectLock(bucket: "acme-compliance-vault")).map(\.found)
        == [
          .objectLock(
            ObjectLock(isEnabled: true, defaultMode: "COMPLIANCE", defaultRetention: 365))
        ])
    #expect(
      try await inventory.pages(.objectLock(bucket: "acme-lake-raw")).map(\.found)
        == [.objectLock(ObjectLock(isEnabled: false))])
    await account.end()
  }

  @Test func `roles with their trust, and what policies allow`() async throws {
    let account = try await Account()
    let inventory = account.inventory
    guard case .roles(let roles)? = try await inventory.pages(.roles).first?.found,
      case .caller(let caller)? = try await inventory.pages(.caller).first?.found
    else {
      Issue.record("no roles, or no caller")
      return
    }
    let trust = Dictionary(uniqueKeysWithValues: roles.map { ($0.name, $0.trustsExports) })
    #expect(trust["rds-s3-export"] == true)
    #expect(trust["web-server"] == false)
    let one = try #require(roles.first { $0.name == "rds-s3-export" })
    #expect(one.arn == "arn:aws:iam::123456789012:role/rds-s3-export")
    #expect(one.trustPolicy?.contains("export.rds.amazonaws.com") == true)
    #expect(try await inventory.pages(.role(named: one.name)).map(\.found) == [.roles([one])])
    #expect(caller == Caller(account: "123456789012", arn: "arn:aws:iam::123456789012:user/demo"))

    func verdicts(_ question: PermissionQuestion) async throws -> [PermissionVerdict.Decision] {
      guard
        case .permissions(let verdicts)? =
          try await inventory.pages(.permissions(question)).first?.found
      else { return [] }
      return verdicts.map(\.decision)
    }
    func passing(_ role: String, to service: String?) async throws
      -> [PermissionVerdict.Decision]
    {
      try await verdicts(
        PermissionQuestion(
          principal: caller.arn, actions: ["iam:PassRole"],
          resources: ["arn:aws:iam::123456789012:role/\(role)"], passedToService: service))
    }
    let exports = "export.rds.amazonaws.com"
    #expect(try await passing("rds-s3-export", to: exports) == [.allowed])
    #expect(try await passing("finance-export", to: exports) == [.implicitDeny])
    #expect(try await passing("rds-s3-export", to: "ec2.amazonaws.com") == [.implicitDeny])
    #expect(try await passing("rds-s3-export", to: nil) == [.implicitDeny])
    let writing = PermissionQuestion(
      principal: "arn:aws:iam::123456789012:role/rds-audit-export", actions: ["s3:PutObject"],
      resources: [
        "arn:aws:s3:::acme-audit-exports/p/*", "arn:aws:s3:::acme-lake-raw/p/*",
      ])
    #expect(try await verdicts(writing) == [.allowed, .implicitDeny])
    await account.end()
  }

  @Test func `keys of every state, by each of their names`() async throws {
    let account = try await Account()
    let inventory = account.inventory
    guard case .keyAliases(let aliases)? = try await inventory.pages(.keyAliases).first?.found,
      case .keys(let keys)? = try await inventory.pages(.keys).first?.found
    else {
      Issue.record("no aliases, or no keys")
      return
    }
    #expect(Set(aliases.compactMap(\.keyID)) == Set(keys.map(\.id)))
    for alias in aliases {
      let found = try #require(try await key(alias.name, inventory))
      #expect(found.id == alias.keyID)
      for name in [alias.arn, found.id, found.arn] {
        #expect(try await key(name, inventory) == found, "\(name)")
      }
    }
    #expect(try await key("alias/lake", inventory)?.state == "Enabled")
    #expect(try await key("alias/retired", inventory)?.state == "Disabled")
    let leaving = try await key("alias/old-exports", inventory)
    #expect(leaving?.state == "PendingDeletion")
    #expect(leaving?.deletedAt.map { $0 > Date() } == true)
    #expect(try await key("alias/delivery-signature", inventory)?.spec == "RSA_2048")
    #expect(try await key("alias/delivery-signature", inventory)?.usage == "SIGN_VERIFY")
    #expect(try await key("alias/aws/rds", inventory)?.isManagedByAWS == true)
    await account.end()
  }

  private func key(_ name: String, _ inventory: Inventory) async throws -> EncryptionKey? {
    guard case .key(let key)? = try await inventory.pages(.key(name)).first?.found else {
      return nil
    }
    return key
  }

  @Test func `a caller who may look up nothing is told so of each, and knows the bucket's region`()
    async throws
  {
    let account = try await Account { $0.denied = SimulatorOptions.lookups }
    let inventory = account.inventory
    let question = PermissionQuestion(principal: "p", actions: ["a"], resources: ["*"])
    for lookup: Lookup in [
      .dbSnapshots(), .dbClusterSnapshots(), .dbClusters(), .buckets,
      .publicAccess(bucket: "acme-lake-raw"), .objectLock(bucket: "acme-lake-raw"), .roles,
      .role(named: "rds-s3-export"), .permissions(question), .keyAliases, .keys,
      .key("alias/lake"),
    ] {
      let problem = await inventory.problem(lookup)
      #expect(problem?.kind == .denied, "\(lookup): \(String(describing: problem))")
      #expect(problem?.summary.contains("user/demo is not authorized to perform") == true)
    }
    #expect(
      try await inventory.pages(.bucket("acme-lake-raw")).map(\.found) == [
        .bucket(
          BucketPlace(name: "acme-lake-raw", region: "eu-west-1", isAccessible: false))
      ])
    #expect(try await inventory.pages(.caller).count == 1)
    await account.end()
  }

  @Test func `an account of 40,000 snapshots, 3,000 roles and 1,000 buckets is read whole`()
    async throws
  {
    let account = try await Account { options in
      options.moreSnapshots = 40_000
      options.moreRoles = 3000
      options.moreBuckets = 1000
    }
    let snapshots = try await account.inventory.pages(.dbSnapshots())
    let sources = try await account.inventory.sources(.dbSnapshots())
    #expect(Set(sources.map(\.arn)).count == sources.count)
    #expect(sources.count > 40_000)
    #expect(snapshots.count == (sources.count + 99) / 100)
    #expect(snapshots.filter(\.isLast).count == 1)
    var (roles, buckets) = (0, 0)
    for page in try await account.inventory.pages(.roles) {
      if case .roles(let more) = page.found { roles += more.count }
    }
    for page in try await account.inventory.pages(.buckets) {
      if case .buckets(let more) = page.found { buckets += more.count }
    }
    #expect(roles > 3000)
    #expect(buckets > 1000)
    let last = try #require(sources.last)
    #expect(last.identifier == "fleet-399-99")
    #expect(try await account.inventory.sources(.dbSnapshots(named: last.arn)) == [last])
    await account.end()
  }
}
