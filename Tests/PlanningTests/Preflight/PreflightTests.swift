import Foundation
import Planning
import RDSExports
import Testing

@Suite struct PreflightTests {
  typealias Change = @Sendable (inout GoodExport) -> Void

  /// One thing that is wrong, and the line that says so.
  static let failures: [(PreflightCheck, String, Change)] = [
    (.identifierForm, "two hyphens", { $0.request.exportTaskIdentifier = "a--b" }),
    (.identifierFree, "COMPLETE", { $0.known.namesake = .complete }),
    (.sourceForm, "ARN", { $0.request.sourceArn = "orders" }),
    (.sourceRegion, "us-east-1", { $0.place.region = "us-east-1" }),
    (.sourceRegion, "aws-cn", { $0.place.partition = "aws-cn" }),
    (
      .sourceFound, "no such DB snapshot", { $0.miss(.dbSnapshots(named: "rds:orders-2026-11-29")) }
    ),
    (.sourceFound, "no such DB snapshot", { $0.source.arn += "-2" }),
    (
      .sourceAvailable, "creating (41 %)",
      {
        $0.source.status = "creating"
        $0.source.percentProgress = 41
      }
    ),
    (.sourceExportable, "Oracle", { $0.source.engine = "oracle-ee" }),
    (.sourceExportable, "magnetic", { $0.source.storageType = "standard" }),
    (.sourceKey, "PendingDeletion", { $0.sourceKey.state = "PendingDeletion" }),
    (.sourceKey, "doesn't exist", { $0.miss(.key("arn:aws:kms:eu-west-1:123456789012:key/1")) }),
    (.sourceIdle, "other is exporting", { $0.run("other", $0.request.sourceArn) }),
    (.slotFree, "5 exports", { for number in 1...5 { $0.run("n\(number)", nil) } }),
    (
      .slotFree, "2 at once",
      {
        $0.known.slots = 2
        for number in 1...2 { $0.run("n\(number)", nil) }
      }
    ),
    (.exportOnlyForm, "a..b", { $0.request.exportOnly = ["a..b"] }),
    (.exportOnlyEngine, "orders.public.lines", { $0.source.engine = "aurora-mysql" }),
    (.bucketForm, "bare name", { $0.request.s3BucketName = "s3://acme" }),
    (.bucketFound, "no bucket", { $0.miss(.bucket("acme-lake")) }),
    (.bucketRegion, "us-east-1", { $0.bucket.region = "us-east-1" }),
    (.prefixForm, "colon", { $0.request.s3Prefix = "a:b" }),
    (.roleForm, "ARN", { $0.request.iamRoleArn = "rds-export" }),
    (
      .roleAccount, "999999999999",
      {
        $0.request.iamRoleArn = "arn:aws:iam::999999999999:role/rds-export"
      }
    ),
    (.roleFound, "no role", { $0.miss(.role(named: "rds-export")) }),
    (
      .roleFound, "role/service/rds-export",
      {
        $0.request.iamRoleArn = "arn:aws:iam::123456789012:role/rds-export"
      }
    ),
    (.roleTrust, "doesn't let RDS", { $0.role.trustsExports = false }),
    (.rolePassed, "iam:PassRole", { $0.deny("iam:PassRole", .implicitDeny) }),
    (.roleWrites, "s3:PutObject", { $0.deny("s3:PutObject", .explicitDeny) }),
    (.roleWrites, "s3:ListBucket", { $0.deny("s3:ListBucket", .implicitDeny) }),
    (.keyForm, "no KMS key", { $0.request.kmsKeyId = "exports" }),
    (
      .keyRegion, "us-east-1",
      {
        $0.request.kmsKeyId = "arn:aws:kms:us-east-1:123456789012:alias/exports"
      }
    ),
    (.keyFound, "no such key", { $0.miss(.key("alias/exports")) }),
    (.keyEnabled, "Disabled", { $0.key.state = "Disabled" }),
    (.keySymmetric, "RSA_4096", { $0.key.spec = "RSA_4096" }),
    (.keySymmetric, "GENERATE_VERIFY_MAC", { $0.key.usage = "GENERATE_VERIFY_MAC" }),
    (.keyOwner, "AWS manages", { $0.key.isManagedByAWS = true }),
  ]

  @Test(arguments: failures)
  func `what AWS would refuse is said in its line, with what to do`(
    check: PreflightCheck, words: String, change: Change
  ) throws {
    let preflight = GoodExport().with(change).preflight
    #expect(preflight.hasFailed)
    let failed = preflight.lines.filter { $0.outcome == .fail }
    let line = try #require(failed.first { $0.check == check }, "\(failed)")
    #expect(line.sentence.contains(words), "\(line.sentence)")
    #expect(line.fix?.isEmpty == false)
    // Another region is another one for everything in it.
    if check != .sourceRegion { #expect(failed.map(\.check) == [check]) }
  }

  static let warnings: [(PreflightCheck, String, Change)] = [
    (
      .identifierDate, "2026-12-01, and the data is of 2026-11-29",
      { $0.request.exportTaskIdentifier = "nightly-orders-2026-12-01" }
    ),
    (
      .identifierDate, "2026-12-01, and the data is of 2026-11-28",
      {
        $0.request.exportTaskIdentifier = "nightly-orders-2026-12-01"
        $0.request.sourceArn = "arn:aws:rds:eu-west-1:123456789012:snapshot:by-hand"
        $0.source.arn = $0.request.sourceArn
        $0.source.createdAt = Date(timeIntervalSince1970: 1_795_867_200)
      }
    ),
    (
      .sourceOwner, "999999999999",
      {
        let arn = "arn:aws:rds:eu-west-1:999999999999:snapshot:theirs"
        ($0.request.sourceArn, $0.source.arn, $0.source.isEncrypted) = (arn, arn, false)
      }
    ),
    (
      .sourceKey, "999999999999",
      { $0.source.kmsKeyID = "arn:aws:kms:eu-west-1:999999999999:key/1" }
    ),
    (.bucketOwner, "another account's", { $0.bucket.isOwn = false }),
    (.bucketPrivate, "public access", { $0.block.isComplete = false }),
    (.bucketPrivate, "public access", { $0.miss(.publicAccess(bucket: "acme-lake")) }),
    (
      .bucketUnlocked, "for 30 days (Object Lock, COMPLIANCE)",
      {
        $0.lock = ObjectLock(isEnabled: true, defaultMode: "COMPLIANCE", defaultRetention: 30)
      }
    ),
    (.prefixKept, "last slash", { $0.request.s3Prefix = "rds/" }),
    (.prefixKept, "rds/a_b", { $0.request.s3Prefix = "rds/a b" }),
  ]

  @Test(arguments: warnings)
  func `what AWS takes but may not be wanted is a warning`(
    check: PreflightCheck, words: String, change: Change
  ) throws {
    let preflight = GoodExport().with(change).preflight
    #expect(!preflight.hasFailed)
    let warned = preflight.lines.filter { $0.outcome == .warning }
    #expect(warned.map(\.check) == [check])
    let line = try #require(warned.first)
    #expect(line.sentence.contains(words), "\(line.sentence)")
    #expect(line.fix?.isEmpty == false)
  }

  @Test func `nothing speaks against a good export`() {
    let preflight = GoodExport().preflight
    #expect(preflight.lines.filter { $0.outcome != .pass } == [])
    #expect(preflight.lookups == [])
    #expect(!preflight.hasFailed && !preflight.isChecking)
    // Form is said only where it is wrong, the account only where it is another.
    let said = Set(preflight.lines.map(\.check))
    let silent = PreflightCheck.allCases.filter { !said.contains($0) }
    #expect(
      silent == [
        .identifierForm, .identifierDate, .sourceForm, .sourceRegion, .sourceOwner, .exportOnlyForm,
        .bucketForm,
        .prefixForm,
        .roleForm, .roleAccount, .keyForm,
      ])
  }

  @Test func `every line can fail or warn`() {
    let bad = Set(Self.failures.map(\.0)).union(Self.warnings.map(\.0))
    #expect(PreflightCheck.allCases.filter { !bad.contains($0) } == [])
  }

  // MARK: What isn't known

  @Test func `a caller who may ask nothing fails nothing`() {
    let denied = GoodExport().with { $0.problem = { _ in LookupProblem(.denied, "Not allowed.") } }
    let lines = denied.preflight.lines
    #expect(!denied.preflight.hasFailed && !denied.preflight.isChecking)
    for check in [
      PreflightCheck.sourceFound, .bucketFound, .roleFound, .rolePassed, .roleWrites, .keyFound,
    ] {
      let line = lines.first { $0.check == check }
      #expect(line?.outcome == .notChecked(because: "you may not ask: Not allowed"))
      #expect(line?.sentence.contains(", because you may not ask: Not allowed.") == true)
    }
    #expect(lines.first { $0.check == .roleFound }?.denied == "iam:GetRole")
    #expect(lines.contains { $0.check == .identifierFree && $0.outcome == .pass })
  }

  @Test func `what IAM can't know is no failure`() throws {
    let export = GoodExport().with {
      $0.verdict = {
        PermissionVerdict(
          action: $0, resource: "*", decision: .implicitDeny, missingContext: ["aws:SourceVpce"])
      }
    }
    #expect(!export.preflight.hasFailed)
    let line = try #require(export.preflight.lines.first { $0.check == .roleWrites })
    #expect(line.sentence.contains("aws:SourceVpce"))
  }

  @Test(arguments: [
    ("arn:aws:iam::123456789012:root", "root"),
    ("arn:aws:sts::123456789012:federated-user/jo", "neither"),
  ])
  func `a caller whom IAM doesn't judge isn't asked about`(arn: String, words: String) throws {
    let preflight = GoodExport().with { $0.caller.arn = arn }.preflight
    let line = try #require(preflight.lines.first { $0.check == .rolePassed })
    guard case .notChecked(let reason) = line.outcome else {
      Issue.record("\(line)")
      return
    }
    #expect(reason.contains(words))
  }

  @Test func `what is running or older isn't known at first`() {
    let preflight = GoodExport().with {
      $0.known.isIdentifierKnown = false
      $0.known.isRunningKnown = false
    }.preflight
    let unknown = preflight.lines.filter { $0.outcome != .pass }
    #expect(unknown.map(\.check) == [.identifierFree, .sourceIdle, .slotFree])
  }

  // MARK: What is asked

  @Test func `it asks step by step, each thing once, and ends`() {
    let export = GoodExport()
    var known: [Lookup: Preflight.Answer] = [:]
    var rounds: [[Lookup]] = []
    while true {
      let now = known
      let preflight = Preflight(
        export.request, at: export.place, known: export.known, level: .full,
        answer: { now[$0] ?? .notAsked })
      #expect(preflight.isChecking == !preflight.lookups.isEmpty)
      if preflight.lookups.isEmpty { break }
      rounds.append(preflight.lookups)
      for lookup in preflight.lookups { known[lookup] = export.answer(lookup) }
    }
    let all = rounds.flatMap(\.self)
    #expect(all.count == Set(all).count)
    #expect(
      rounds.first?.contains(.dbSnapshots(named: "rds:orders-2026-11-29")) == true
        && rounds.first?.contains(.caller) == true)
    let passing = PermissionQuestion(
      principal: "arn:aws:iam::123456789012:role/aws-reserved/sso.amazonaws.com/Operators",
      actions: ["iam:PassRole"], resources: [export.request.iamRoleArn],
      passedToService: "export.rds.amazonaws.com")
    #expect(rounds.last == [.permissions(passing)])
    #expect(
      all.contains(
        .permissions(
          PermissionQuestion(
            principal: export.request.iamRoleArn,
            actions: ["s3:PutObject", "s3:GetObject", "s3:DeleteObject"],
            resources: ["arn:aws:s3:::acme-lake/rds/orders/*"]))))
  }

  @Test func `what is under way isn't asked again`() {
    let export = GoodExport()
    let preflight = Preflight(
      export.request, at: export.place, known: export.known, level: .full,
      answer: { _ in .underWay })
    #expect(preflight.lookups == [])
    #expect(preflight.isChecking)
  }

  @Test func `the setting says whom it asks`() {
    let export = GoodExport()
    func lookups(_ level: Preflight.Level) -> [Lookup] {
      Preflight(
        export.request, at: export.place, known: export.known, level: level,
        answer: { _ in .notAsked }
      ).lookups
    }
    #expect(lookups(.off) == [])
    #expect(
      lookups(.basic) == [.dbSnapshots(named: "rds:orders-2026-11-29"), .bucket("acme-lake")])
    #expect(lookups(.full).contains(.role(named: "rds-export")))
    let basic = export.with { $0.level = .basic }.preflight
    #expect(!basic.hasFailed && !basic.isChecking)
    #expect(
      basic.lines.filter { $0.outcome != .pass }.map(\.check) == [
        .sourceKey, .roleFound, .keyFound,
      ])
    let off = export.with { $0.level = .off }.preflight
    #expect(off.lines.count { $0.sentence.contains("checks is off") } == 4)
  }

  @Test func `texts from AWS obey nobody`() {
    let export = GoodExport().with {
      $0.key.state = "Dis\u{1B}[31mabled"
      $0.problem = { lookup in
        lookup == .caller ? LookupProblem(.failed, "no\n\u{1B}]0;x\u{07}way") : nil
      }
    }
    for line in export.preflight.lines {
      #expect(!line.sentence.unicodeScalars.contains { $0.value < 0x20 })
    }
  }
}

extension GoodExport {
  mutating func miss(_ lookup: Lookup) {
    problem = { $0 == lookup ? LookupProblem(.missing, "none") : nil }
  }

  mutating func run(_ identifier: String, _ source: String?) {
    known.running.append(.init(exportTaskIdentifier: identifier, sourceArn: source))
  }

  mutating func deny(_ action: String, _ decision: PermissionVerdict.Decision) {
    verdict = {
      PermissionVerdict(
        action: $0, resource: "*", decision: $0 == action ? decision : .allowed)
    }
  }
}
