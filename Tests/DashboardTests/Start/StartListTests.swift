import Canvas
import Ground
import Planning
import RDSExports
import Testing
import Tracking

@testable import Dashboard

/// The lists of what the form's fields can take.
@Suite struct StartListTests {
  private static let sources = [
    snapshot("rds:orders-prod-2026-11-28-01-00", of: "orders-prod", hours: 6),
    snapshot("rds:orders-prod-2026-11-27-01-00", of: "orders-prod", hours: 30),
    snapshot("legacy", of: "legacy", hours: 1, engine: "oracle-ee"),
  ]

  private static let earlier = task("nightly-orders-2026-11-27", .complete, started: -90_000) {
    $0.sourceArn =
      "arn:aws:rds:eu-west-1:123456789012:snapshot:rds:orders-prod-2026-11-27-01-00"
    $0.s3Bucket = "lake-raw"
    $0.s3Prefix = "raw/orders"
    $0.iamRoleArn = "arn:aws:iam::123456789012:role/export"
    $0.kmsKeyId = "alias/export"
    $0.exportOnly = ["shop"]
  }

  /// An empty form, in its field for the source.
  private func inSource() -> Script {
    var script = Script([Self.earlier])
    script.openEmptyForm()
    return script
  }

  private func answered() -> Script {
    var script = inSource()
    script.found(.dbSnapshots(), .sources(Self.sources))
    script.found(.dbClusterSnapshots(), .sources([]))
    script.found(.dbClusters(), .sources([]))
    return script
  }

  @Test func `a half-remembered snapshot is found by typing, and Enter takes it`() {
    var script = answered()
    script.type("ord prod 28")
    #expect(script.screen.contains("rds:orders-prod-2026-11-28-01-00"))
    #expect(!script.screen.contains("legacy"))
    script.press(.enter)
    #expect(script.form?.request.sourceArn == Self.sources[0].arn)
    #expect(script.form?.focus == .exportTaskIdentifier)
  }

  @Test func `typing in a source that is filled in looks for another`() {
    var script = answered()
    script.type("ord prod 28")
    script.press(.enter, .backTab)
    #expect(script.form?.request.sourceArn == Self.sources[0].arn)
    script.type("ord prod 27")
    #expect(script.form?.request.sourceArn == "ord prod 27")
    script.press(.enter)
    #expect(script.form?.request.sourceArn == Self.sources[1].arn)
  }

  @Test func `the rest is filled with what the last export of that database used`() {
    var script = answered()
    script.type("28")
    script.press(.enter)
    let request = script.form?.request
    #expect(request?.s3BucketName == "lake-raw")
    #expect(request?.s3Prefix == "raw/orders")
    #expect(request?.iamRoleArn == "arn:aws:iam::123456789012:role/export")
    #expect(request?.exportOnly == ["shop"])
    #expect(request?.exportTaskIdentifier.hasPrefix("nightly-orders-2026-") == true)
    #expect(request?.exportTaskIdentifier != "nightly-orders-2026-11-27")
    script.press(.control("s"))
    #expect(script.asksForStart)
  }

  @Test func `what was typed is not filled`() {
    var script = Script([Self.earlier])
    script.openEmptyForm()
    script.press(.tab)
    script.type("mine")
    script.press(.backTab)
    script.found(.dbSnapshots(), .sources(Self.sources))
    script.type("28")
    script.press(.enter)
    #expect(script.form?.request.exportTaskIdentifier == "mine")
    #expect(script.form?.request.s3BucketName == "lake-raw")
  }

  @Test func `lookups run when a field is entered, never for a letter, and once`() {
    var script = inSource()
    #expect(Set(script.looks.values) == [.dbSnapshots(), .dbClusterSnapshots(), .dbClusters()])
    script.type("orders")
    #expect(script.looks.count == 3)
    script.press(.tab, .backTab)
    #expect(script.looks.count == 3)
    script.press(.tab, .tab)
    #expect(script.times(.buckets) == 1)
  }

  @Test func `pages come in while keys work, and the selection keeps its row`() {
    var script = inSource()
    script.found(.dbSnapshots(), .sources([Self.sources[1]]), isLast: false)
    #expect(script.screen.contains("1 so far"))
    script.press(.down)
    #expect(script.state.place == .offers)
    let row = script.form?.picker?.selected.flatMap { script.form?.picker?.rows[$0] }
    script.found(.dbSnapshots(), .sources([Self.sources[0]]))
    #expect(script.form?.picker?.selected.flatMap { script.form?.picker?.rows[$0] } == row)
    script.press(.enter)
    #expect(script.form?.request.sourceArn == Self.sources[1].arn)
  }

  @Test func `what can't be exported says why, and is taken only once that was said`() {
    var script = answered()
    script.type("legacy")
    #expect(script.screen.contains("Oracle (oracle-ee) can't be exported"))
    script.press(.enter)
    #expect(script.form?.request.sourceArn == "legacy", "Enter only goes into the list")
    script.press(.enter)
    #expect(script.form?.focus == .sourceArn)
    #expect(script.screen.contains("again takes it all the same"))
    script.press(.enter)
    #expect(script.form?.request.sourceArn == Self.sources[2].arn)
  }

  @Test func `Esc closes the list and nothing else, then the form`() {
    var script = answered()
    script.press(.down)
    #expect(script.state.place == .offers)
    script.press(.escape)
    #expect(script.state.place == .form)
    #expect(script.form?.picker?.isOpen == false)
    script.press(.escape)
    #expect(script.state.dialog == nil)
  }

  @Test func `letters in the list narrow it and change no field`() {
    var script = answered()
    script.press(.down)
    script.type("27 qxn")
    #expect(script.form?.text(.sourceArn) == "")
    #expect(script.form?.picker?.rows.isEmpty == true)
    script.press(.enter)
    #expect(script.form?.focus == .sourceArn)
    script.press(.backspace, .backspace, .backspace)
    #expect(script.form?.picker?.rows.count == 1)
    #expect(script.effects == [])
  }

  @Test func `up from the first row goes back to the field`() {
    var script = answered()
    script.press(.down, .down, .up, .up)
    #expect(script.state.place == .form)
    #expect(script.form?.focus == .sourceArn)
  }

  @Test func `who may list nothing is told so, and takes what was used or types`() {
    var script = inSource()
    script.press(.tab, .tab)
    script.failed(.buckets, .denied, "you may not list buckets")
    #expect(script.screen.contains("you may not list buckets"))
    #expect(script.screen.contains("lake-raw"))
    #expect(script.screen.contains("used before"))
    script.press(.tab, .backTab)
    #expect(script.times(.buckets) == 1, "each denied call can set off an alarm")
    script.press(.control("r"))
    #expect(script.times(.buckets) == 2)
    script.failed(.buckets, .denied)
    script.press(.down, .enter)
    #expect(script.form?.request.s3BucketName == "lake-raw")
  }

  @Test func `R outside forgets what was denied`() {
    var script = inSource()
    script.press(.tab, .tab)
    script.failed(.buckets, .denied)
    script.press(.escape, .escape, .character("R"))
    script.openEmptyForm()
    script.press(.tab, .tab)
    #expect(script.times(.buckets) == 2)
  }

  @Test func `a list that is old is asked for again, what was denied is not`() {
    var script = answered()
    script.press(.tab, .tab)
    script.failed(.buckets, .denied)
    script.wait(.seconds(400))
    script.press(.backTab, .backTab)
    #expect(script.times(.dbSnapshots()) == 2)
    script.press(.tab, .tab)
    #expect(script.times(.buckets) == 1)
  }

  @Test func `where the checks may not ask IAM and KMS, the lists don't either`() {
    var script = Script([Self.earlier], settings: Settings(checks: .basic))
    script.openEmptyForm()
    script.press(.tab, .tab, .tab, .tab, .tab)
    #expect(script.form?.focus == .kmsKeyId)
    #expect(script.times(.roles) == 0 && script.times(.keys) == 0)
    #expect(script.times(.buckets) == 1)
    script.press(.control("r"))
    #expect(script.times(.keyAliases) == 1, "a person wants it")
  }

  @Test func `a bucket's name in part goes into the list, a whole one stays`() {
    var script = inSource()
    script.press(.tab, .tab)
    script.found(
      .buckets,
      .buckets([
        Bucket(name: "lake", region: "eu-west-1"), Bucket(name: "lake-two", region: "eu-west-1"),
      ]))
    script.type("lak")
    script.press(.enter)
    #expect(script.state.place == .offers)
    script.press(.escape)
    script.type("e")
    script.press(.enter)
    #expect(script.form?.request.s3BucketName == "lake")
    #expect(script.form?.focus == .s3Prefix)
  }

  @Test func `an offer's text reaches the screen clean`() {
    var script = inSource()
    let wicked = ExportSource(
      kind: .dbSnapshot, arn: "arn:aws:rds:eu-west-1:1:snapshot:x", identifier: "x\u{1b}[2J\ny",
      database: "x", engine: "post\u{7}gres", status: "available")
    script.found(.dbSnapshots(), .sources([wicked]))
    #expect(!script.screen.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
    #expect(script.screen.contains("postgres"))
  }
}
