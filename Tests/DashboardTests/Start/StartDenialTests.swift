import Canvas
import Ground
import Planning
import RDSExports
import Testing
import Tracking
import Words

@testable import Dashboard

/// Of who may look up nothing, few calls are denied, and that is said in a line.
@Suite struct StartDenialTests {
  private static let sentence =
    "AccessDenied: User: arn:aws:sts::123456789012:assumed-role/prod/exportdeck is not authorized "
    + "to perform: rds:DescribeDBSnapshots because no identity-based policy allows the "
    + "rds:DescribeDBSnapshots action"
  private static let others: [Lookup] = [.dbClusterSnapshots(), .dbClusters()]

  private func onRow(rows: Int = 24) -> Script {
    var script = Script(
      [Script.night("a", .complete)], rows: rows, columns: 80, settings: Settings(checks: .off))
    script.press(.character("n"))
    return script
  }

  @Test func `a row's form asks for the list of its kind, and for the others once it may`() {
    var script = onRow()
    #expect(Array(script.looks.values) == [.dbSnapshots()])
    script.found(.dbSnapshots(), .sources([]), isLast: false)
    #expect(Set(script.looks.values) == Set([.dbSnapshots()] + Self.others))
    script.found(.dbSnapshots(), .sources([]))
    #expect(script.looks.count == 3)
  }

  @Test func `where that is denied no other is asked, until a person wants the list`() {
    var script = onRow()
    script.failed(.dbSnapshots(), .denied, Self.sentence)
    script.press(.tab, .backTab)
    #expect(script.looks.count == 1)
    script.press(.down)
    #expect(script.state.place == .offers)
    #expect(Set(script.looks.values) == Set([.dbSnapshots()] + Self.others))
    #expect(script.times(.dbSnapshots()) == 1)
  }

  @Test func `a cluster's row asks for clusters, and a key's field for aliases`() {
    var script = Script([
      task("live", .complete, started: -60) {
        $0.sourceArn = "arn:aws:rds:eu-west-1:123456789012:cluster:billing"
        $0.kmsKeyId = "alias/export"
      }
    ])
    script.press(.character("n"))
    #expect(Array(script.looks.values) == [.dbClusters()])
    script.press(.backTab, .backTab)
    #expect(script.form?.focus == .kmsKeyId)
    script.failed(.keyAliases, .denied)
    #expect(script.times(.keyAliases) == 1 && script.times(.keys) == 0)
  }

  @Test func `it is one line on a small screen, and AWS's sentence where there is room`() {
    for (rows, isLong) in [(24, false), (50, true)] {
      var script = onRow(rows: rows)
      script.failed(.dbSnapshots(), .denied, Self.sentence)
      script.press(.down)
      for other in Self.others { script.failed(other, .denied) }
      let line = "you may not list snapshots (rds:DescribeDBSnapshots); C-r asks again"
      #expect(script.screen.contains(line))
      #expect(script.screen.contains("no identity-based") == isLong)
    }
    #expect(Lookup.roles.denial == "you may not list roles (iam:ListRoles)")
  }

  // MARK: C-s after a part of a name

  private static let sources = [
    snapshot("rds:orders-prod-2026-11-22-01-00", of: "orders-prod", hours: 6),
    snapshot("rds:orders-prod-2026-11-21-01-00", of: "orders-prod", hours: 30),
    snapshot("legacy", of: "legacy", hours: 1, engine: "oracle-ee"),
  ]

  private func typed(_ words: String, isLast: Bool = true) -> Script {
    let earlier = Script.night("orders", .complete)
    var script = Script([earlier], rows: 40, settings: Settings(checks: .off))
    script.openEmptyForm()
    script.found(.dbSnapshots(), .sources(Self.sources), isLast: isLast)
    script.found(.dbClusterSnapshots(), .sources([]))
    script.found(.dbClusters(), .sources([]))
    script.type(words)
    script.press(.control("s"))
    return script
  }

  @Test func `the only one that has it in its name is taken, and is what is asked about`() {
    var script = typed("ord prod 22")
    #expect(script.asksForStart)
    #expect(script.form?.request.sourceArn == Self.sources[0].arn)
    #expect(script.screen.contains(Self.sources[0].arn))
    #expect(script.form?.request.exportTaskIdentifier == "orders-2026-11-22")
    script.press(.control("y"))
    #expect(script.starts.map(\.sourceArn) == [Self.sources[0].arn])
  }

  @Test func `of several it says how many, and takes none`() {
    let script = typed("ord prod")
    #expect(!script.asksForStart)
    #expect(script.form?.text(.sourceArn) == "ord prod")
    #expect(script.screen.contains("2 match: ↓ to choose, or type more"))
  }

  @Test func `what can't be exported is not taken, nor anything while the list is coming`() {
    #expect(typed("legacy").screen.contains("legacy: Oracle (oracle-ee) can't be exported"))
    let early = typed("ord prod 22", isLast: false)
    #expect(!early.asksForStart)
    #expect(early.screen.contains("the list is still coming"))
    let none = typed("nothing like it")
    #expect(!none.asksForStart && none.form?.focus == .sourceArn)
  }

  @Test func `after the question, what is typed looks for another as before`() {
    var script = typed("ord prod 22")
    script.press(.escape)
    while script.form?.focus != .sourceArn { script.press(.backTab) }
    script.type("ord prod 21")
    script.press(.control("s"))
    #expect(script.form?.request.sourceArn == Self.sources[1].arn)
  }

  @Test func `C-s on a part of a name asks for no list that was not asked for before a denial`() {
    var script = onRow()
    script.failed(.dbSnapshots(), .denied, Self.sentence)
    script.press(.backTab, .tab)
    script.type("ord prod")
    script.press(.control("s"))
    #expect(script.form?.focus == .sourceArn)
    #expect(Array(script.looks.values) == [.dbSnapshots()])
    script.press(.tab, .backTab)
    #expect(Array(script.looks.values) == [.dbSnapshots()])
  }

  @Test func `where no row has what was typed, the list key asks for what nobody has asked for`() {
    var script = onRow()
    script.failed(.dbSnapshots(), .denied, Self.sentence)
    script.press(.backTab, .tab)
    script.type("billing")
    #expect(script.form?.picker?.rows == [])
    script.press(.down)
    #expect(script.form?.focus == .sourceArn)
    #expect(Set(script.looks.values) == Set([.dbSnapshots()] + Self.others))
    for other in Self.others { script.found(other, .sources([])) }
    // Nothing more can be asked.
    script.press(.down)
    #expect(script.form?.focus != .sourceArn)
  }

  @Test func `C-s takes no match while there are lists that nobody has asked for`() {
    var script = onRow()
    script.failed(.dbSnapshots(), .denied, Self.sentence)
    script.press(.backTab, .tab)
    script.type("a-prod")
    #expect(script.form?.picker?.rows.count == 1)
    script.press(.control("s"))
    #expect(!script.asksForStart)
    #expect(script.screen.contains("not all lists were read: ↓ asks"))
    script.press(.down, .up)
    for other in Self.others { script.failed(other, .denied) }
    script.press(.control("s"))
    #expect(script.asksForStart)
  }

  @Test func `where nothing of a list is on the screen, Esc closes the form`() {
    var script = Script([Script.night("a", .complete)], rows: 24, settings: Settings(checks: .off))
    script.openEmptyForm()
    while script.form?.focus != .exportOnly { script.press(.tab) }
    #expect(script.form?.picker?.isOpen == true && script.form?.picker?.rows == [])
    let hints = script.screen.split(separator: "\n").last.map(String.init) ?? ""
    #expect(!hints.contains("close list"))
    script.press(.escape)
    #expect(script.form == nil)
  }

  @Test func `what is typed to look for a source is no difference to the original`() {
    var script = Script(
      [Script.night("a", .complete)], rows: 40, columns: 120, settings: Settings(checks: .off))
    script.press(.character("n"))
    script.type("ord prod 27")
    #expect(script.screen.contains("Same as a-2026-11-21"))
    #expect(!script.screen.contains("source-arn ord prod"))
    script.press(.control("u"))
    script.type("arn:aws:rds:eu-west-1:123456789012:snapshot:other")
    #expect(script.screen.contains("source-arn"))
  }

  @Test func `the hint says what Esc closes`() {
    func hints(_ script: Script) -> String {
      script.screen.split(separator: "\n").last.map(String.init) ?? ""
    }
    var script = typed("ord prod")
    #expect(hints(script).contains("Esc close list"))
    script.press(.escape)
    #expect(hints(script).contains("Esc close") && !hints(script).contains("close list"))
  }
}
