import AWSCore
import Foundation
import Ground
import Planning
import RDSExports
import Simulator
import Support
import Synchronization
import Testing

@testable import exportdeck

/// What a pre-flight says, held against what becomes of the export.
@Suite(.timeLimit(.minutes(10))) struct `A pre-flight is true` {
  /// What a lookup finds, all pages of it.
  private func all(_ lookup: Lookup, by looking: any LookingUp) async throws -> [Found] {
    let pages = Mutex<[Found]>([])
    try await looking.look(lookup) { page in pages.withLock { $0.append(page.found) } }
    return pages.withLock { $0 }
  }

  /// What there is to choose from, and something besides.
  private struct Choice {
    var sources: [ExportSource] = []
    var buckets = ["no-such-bucket", "partner-dropzone", "stranger-archive"]
    var roles = ["arn:aws:iam::123456789012:role/nobody", "arn:aws:iam::999999999999:role/x"]
    var keys = ["alias/nothing", "arn:aws:kms:us-east-1:123456789012:alias/lake"]
  }

  private func choice(by looking: any LookingUp) async throws -> Choice {
    var choice = Choice()
    for lookup in [
      Lookup.dbSnapshots(), .dbClusterSnapshots(), .dbClusters(), .buckets, .roles, .keyAliases,
    ] {
      for page in try await all(lookup, by: looking) {
        switch page {
        case .sources(let sources): choice.sources += sources
        case .buckets(let buckets): choice.buckets += buckets.map(\.name)
        case .roles(let roles): choice.roles += roles.map(\.arn)
        case .keyAliases(let aliases): choice.keys += aliases.map(\.name)
        default: break
        }
      }
    }
    return choice
  }

  private static let good = StartExportTaskRequest(
    exportTaskIdentifier: "",
    sourceArn: "arn:aws:rds:eu-west-1:123456789012:snapshot:stock-prod-before-upgrade",
    s3BucketName: "acme-lake-raw", iamRoleArn: "arn:aws:iam::123456789012:role/rds-s3-export",
    kmsKeyId: "alias/lake")

  /// What may be otherwise by the time of the call, or what the simulator doesn't look at: of a
  /// source's key, RDS finds out as it restores the source.
  private static let passing: Set<PreflightCheck> = [
    .sourceIdle, .sourceKey, .slotFree, .rolePassed,
  ]

  @Test(.tags(.generated), arguments: Seed.run())
  func `what passes is started, and what fails is refused`(seed: Seed) async throws {
    let timekeeper = SystemTimekeeper()
    let server = try await SimulatorServer.start(
      SimulatorOptions(tasks: 0, speed: 100_000), timekeeper: timekeeper)
    let transport = AsyncHTTPTransport(timekeeper: timekeeper)
    let surroundings = Surroundings(
      environment: Environment(variables: SimulatedAccount.environment(at: server.endpoint)),
      files: DemoFiles(), transport: transport, timekeeper: timekeeper)
    let (first, looking) = try await LiveContext(surroundings).visitLooking()
    let visit = await first.withAccount()
    let choice = try await choice(by: looking)
    #expect(choice.sources.count > 20 && choice.buckets.count > 5 && choice.roles.count > 4)
    var random = seed.generator("pre-flights")
    var (started, refused) = (0, 0)
    var failed: Set<PreflightCheck> = []
    for number in 0..<160 {
      var request = Self.good
      request.exportTaskIdentifier = random.chance(0.05) ? "export-0" : "export-\(number)"
      if random.chance(0.6) { request.sourceArn = random.pick(choice.sources).arn }
      if random.chance(0.05) { request.sourceArn += "-gone" }
      if random.chance(0.25) { request.s3BucketName = random.pick(choice.buckets) }
      if random.chance(0.2) { request.iamRoleArn = random.pick(choice.roles) }
      if random.chance(0.2) { request.kmsKeyId = random.pick(choice.keys) }
      if random.chance(0.2) { request.s3Prefix = "rds/x" }
      if random.chance(0.05) { request.exportOnly = ["a.b.c"] }
      let known = await visit.client.known(
        beside: request.exportTaskIdentifier, timekeeper: timekeeper)
      let preflight = await Preflight.whole(
        of: request, at: visit.site, known: known, level: .full, asking: looking)
      let fails = preflight.lines.filter { $0.outcome == .fail }.map(\.check)
      failed.formUnion(fails)
      let outcome = await Result.of { try await visit.client.startExportTask(request) }
      switch outcome {
      case .success:
        started += 1
        #expect(fails.allSatisfy(Self.passing.contains), "\(request): \(fails)")
      case .failure(let error):
        refused += 1
        // A schema or a table that isn't there is known to nobody beforehand.
        guard request.exportOnly.isEmpty else { continue }
        #expect(
          preflight.lines.contains { $0.outcome != .pass }, "\(request): refused, \(error)")
      }
    }
    #expect(started > 20 && refused > 40, "\(started) started, \(refused) refused")
    let expected: Set<PreflightCheck> = [
      .identifierFree, .sourceFound, .sourceAvailable, .sourceExportable, .bucketFound,
      .bucketRegion, .roleAccount, .roleFound, .roleTrust, .roleWrites, .rolePassed, .keyFound,
      .keyRegion, .keyEnabled, .keySymmetric, .keyOwner, .exportOnlyEngine,
    ]
    #expect(expected.subtracting(failed) == [])
    await transport.shutdown()
    await server.stop()
  }
}

extension Result where Failure == any Error {
  fileprivate static func of(_ operation: () async throws -> Success) async -> Self {
    do { return .success(try await operation()) } catch { return .failure(error) }
  }
}
