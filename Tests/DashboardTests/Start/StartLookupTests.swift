import Canvas
import Ground
import Planning
import RDSExports
import Testing
import Tracking

@testable import Dashboard

/// When lookups of the form are stopped, and what its lists say of what an export can't use.
@Suite struct StartLookupTests {
  private static func opened() -> Script {
    var script = Script(running("a"))
    script.openEmptyForm()
    return script
  }

  private static let sources: [Lookup] = [.dbSnapshots(), .dbClusterSnapshots(), .dbClusters()]

  // MARK: Stopping

  @Test func `a form that closes stops what it looks up, once`() {
    var script = Self.opened()
    #expect(Set(script.looks.values) == Set(Self.sources) && script.stopped.isEmpty)
    script.found(.dbClusters(), .sources([]))
    script.press(.escape, .escape)
    #expect(script.state.dialog == nil)
    #expect(Set(script.stopped.values) == [.dbSnapshots(), .dbClusterSnapshots()])
    script.stopped = [:]
    script.press(.down)
    #expect(script.stopped.isEmpty)
    // What came too late is nobody's.
    script.found(.dbSnapshots(), .sources([snapshot("late", of: "late", hours: 1)]))
    script.openEmptyForm()
    #expect(script.times(.dbSnapshots()) == 2 && script.times(.dbClusters()) == 1)
    #expect(!script.screen.contains("late"))
  }

  @Test func `its question goes on with what the form looks up`() {
    var script = Script([
      task("nightly-2026-11-21", .complete, started: -90_000) {
        $0.sourceArn =
          "arn:aws:rds:eu-west-1:123456789012:snapshot:rds:orders-prod-2026-11-21-01-00"
        $0.s3Bucket = "lake-raw"
        $0.iamRoleArn = "arn:aws:iam::123456789012:role/export"
        $0.kmsKeyId = "alias/export"
      }
    ])
    script.state.list.selected = id("nightly-2026-11-21")
    script.press(.character("n"), .control("s"))
    #expect(script.asksForStart && script.stopped.isEmpty)
    script.press(.escape)
    #expect(script.stopped.isEmpty)
    script.press(.escape)
    #expect(script.state.dialog == nil && script.stopped.values.contains(.dbSnapshots()))
  }

  @Test func `asking again stops what is under way and begins anew`() {
    var script = Self.opened()
    script.found(.dbSnapshots(), .sources([snapshot("first", of: "a", hours: 1)]), isLast: false)
    script.press(.control("r"))
    #expect(Set(script.stopped.values) == Set(Self.sources))
    #expect(Self.sources.allSatisfy { script.times($0) == 2 })
    #expect(!script.screen.contains("first"), "it comes again")
  }

  @Test func `of a site that is watched no more, nothing is looked up any longer`() {
    var script = Self.opened()
    script.state.lookups.forget(Script.site)
    script.send(.input(.due))
    #expect(Set(script.stopped.values) == Set(Self.sources))
  }

  // MARK: Judgements

  private static func question(_ principal: String, _ resource: String) -> Lookup {
    .permissions(
      PermissionQuestion(
        principal: "arn:aws:iam::123456789012:\(principal)", actions: ["s3:PutObject"],
        resources: ["arn:aws:s3:::\(resource)/*"]))
  }

  @Test func `IAM judges one identity for one prefix first, and a denial is that identity's`()
    throws
  {
    var lookups = Lookups()
    func begin(_ lookup: Lookup, _ lookups: inout Lookups) -> Int? {
      lookups.begin(lookup, at: Script.site, region: "eu-west-1", now: .zero)
    }
    let first = try #require(begin(Self.question("role/a", "one"), &lookups))
    #expect(begin(Self.question("user/ann", "one"), &lookups) == nil, "one at a time")
    lookups.take(.failure(LookupProblem(.denied, "not for role/a")), ticket: first)
    #expect(begin(Self.question("role/a", "two"), &lookups) == nil)
    #expect(
      lookups.answer(to: Self.question("role/a", "two"), at: Script.site)?.problem?.kind == .denied)
    #expect(lookups.answer(to: Self.question("user/ann", "one"), at: Script.site) == nil)
    #expect(begin(Self.question("user/ann", "one"), &lookups) != nil)
    lookups.forgetProblems()
    #expect(begin(Self.question("role/a", "two"), &lookups) == nil, "another is under way")
    #expect(lookups.answer(to: Self.question("role/a", "two"), at: Script.site) == nil)
  }

  // MARK: Sources

  @Test func `what can't be exported is below all that can, and leaves its reason in the form`() {
    var script = Self.opened()
    var shared = snapshot("partner", of: "partner", hours: 0.5)
    shared.snapshotType = "shared"
    let good = (0..<5).map { snapshot("good-\($0)", of: "db-\($0)", hours: Double(10 + $0)) }
    let bad = (0..<9).map {
      snapshot("bad-\($0)", of: "ora-\($0)", hours: Double($0), engine: "oracle-ee")
    }
    script.found(.dbSnapshots(), .sources(bad + [shared] + good))
    script.found(.dbClusterSnapshots(), .sources([]))
    script.found(.dbClusters(), .sources([]))
    let shelf = script.state.lookups.shelf(.sources, at: Script.site)
    #expect(
      shelf?.order.map { shelf?.offers[Int($0)].name ?? "" }
        == good.map(\.identifier) + ["partner"] + bad.map(\.identifier))
    script.type("bad-3")
    script.press(.enter, .enter, .enter)
    #expect(script.form?.request.sourceArn == bad[3].arn)
    #expect(script.screen.contains("✖ Oracle (oracle-ee) can't be exported"))
  }

  @Test func `who may list nothing is offered what each series exported lately`() {
    var tasks: [TrackedTask] = []
    for (database, hour) in [("orders", 1), ("stock", 2), ("users", 3)] {
      for day in 1...20 {
        tasks.append(
          task("nightly-\(database)-11\(day + 9)", .complete, started: Double(day - 30) * 86_400) {
            $0.sourceArn =
              "arn:aws:rds:eu-west-1:123456789012:snapshot:rds:\(database)-prod-2026-11-"
              + "\(day + 9)-0\(hour)-00"
          })
      }
    }
    var script = Script(tasks)
    script.openEmptyForm()
    for lookup in Self.sources { script.failed(lookup, .denied) }
    let form = script.form ?? StartForm(site: Script.site, shown: Script.place)
    let used = script.state.usedValues(of: .sourceArn, for: form)
    #expect(used.count == 3 * 14)
    #expect(used.prefix(3).allSatisfy { $0.contains("2026-11-29") })
    #expect(Set(used).count == used.count)
    script.type("ord 27")
    #expect(script.screen.contains(" rds:orders-prod-2026-11-27-01-00 "))
    script.press(.enter)
    #expect(script.form?.request.sourceArn.hasSuffix("orders-prod-2026-11-27-01-00") == true)
  }

  // MARK: Keys

  private static let keys = ["good", "off", "sign", "aws"].map {
    ListedKey(id: "k-\($0)", arn: "arn:aws:kms:eu-west-1:123456789012:key/k-\($0)")
  }

  private static func key(_ name: String, _ change: (inout EncryptionKey) -> Void) -> Found {
    var key = EncryptionKey(
      id: "k-\(name)", arn: "arn:aws:kms:eu-west-1:123456789012:key/k-\(name)", state: "Enabled",
      spec: "SYMMETRIC_DEFAULT", usage: "ENCRYPT_DECRYPT", isManagedByAWS: false)
    change(&key)
    return .key(key)
  }

  private static func alias(_ name: String, _ key: String) -> KeyAlias {
    KeyAlias(name: "alias/\(name)", arn: "arn:aws:kms:eu-west-1:1:alias/\(name)", keyID: "k-\(key)")
  }

  /// In the field for the key, with its list read.
  private static func inKeys() -> Script {
    var script = opened()
    script.press(.tab, .tab, .tab, .tab, .tab)
    #expect(script.form?.focus == .kmsKeyId)
    script.found(.keys, .keys(keys))
    script.found(
      .keyAliases,
      .keyAliases([alias("a-off", "off"), alias("good", "good"), alias("aws/rds", "x")]))
    return script
  }

  @Test func `the list says which keys an export can't use, and asks for each once`() {
    var script = Self.inKeys()
    func asked(_ script: Script) -> [String] {
      script.looks.sorted { $0.key < $1.key }.compactMap {
        if case .key(let name) = $0.value { name } else { nil }
      }
    }
    #expect(asked(script) == ["alias/a-off"], "its answer tells whether others may be asked")
    script.found(.key("alias/a-off"), Self.key("off") { $0.state = "Disabled" })
    #expect(asked(script).count == 4)
    script.found(.key("alias/good"), Self.key("good") { _ in })
    script.found(
      .key(Self.keys[2].arn), Self.key("sign") { ($0.spec, $0.usage) = ("RSA_2048", "SIGN_VERIFY") }
    )
    script.found(.key(Self.keys[3].arn), Self.key("aws") { $0.isManagedByAWS = true })
    #expect(asked(script).count == 4)
    let shelf = script.state.lookups.shelf(.keys, at: Script.site)
    let offers = shelf?.order.compactMap { shelf?.offers[Int($0)] } ?? []
    #expect(offers.first?.name == "alias/good" && offers.first?.objection(in: "eu-west-1") == nil)
    let objections = offers.dropFirst().map { "\($0.name): \($0.objection(in: "eu-west-1") ?? "")" }
    #expect(
      objections == [
        "alias/a-off: it is Disabled",
        "alias/aws/rds: AWS manages it: an export needs a key of yours",
        "k-aws: AWS manages it: an export needs a key of yours",
        "k-sign: it is RSA_2048 for SIGN_VERIFY: an export needs a symmetric key",
      ])
    #expect(script.screen.contains("✖ it is Disabled"))
    script.press(.control("r"))
    script.found(.keys, .keys(Self.keys))
    script.found(.keyAliases, .keyAliases([Self.alias("a-off", "off")]))
    #expect(asked(script).count == 5, "it may be enabled by now")
  }

  @Test func `one that is denied is not asked for the next key`() {
    var script = Self.inKeys()
    script.failed(.key("alias/a-off"), .denied)
    script.press(.backTab, .tab)
    #expect(script.looks.values.count { if case .key = $0 { true } else { false } } == 1)
  }

  @Test func `a key of another region says so, though no list has it`() {
    let offer = Offer(
      subject: .value, value: "arn:aws:kms:us-east-1:123456789012:key/far", isUsed: true)
    #expect(offer.objection(in: "eu-west-1") == "it is in us-east-1")
    #expect(offer.objection(in: "us-east-1") == nil)
  }
}
