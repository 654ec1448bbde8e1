import Canvas
import RDSExports
import Testing
import Tracking

@testable import Dashboard

@Suite struct StartCloneTests {
  private static let names: [(String, String)] = [
    ("nightly-orders-1122", "nightly-orders-1122-2"), ("nightly-orders", "nightly-orders-2"),
    ("orders-2", "orders-3"), ("orders-9", "orders-10"), ("orders-007", "orders-007-2"),
    ("orders-2026-11-21", "orders-2026-11-22"), ("orders-20261121", "orders-20261122"),
    ("20261121", "20261122"), ("orders-2026-13-21", "orders-2026-13-22"),
    ("orders-12345678", "orders-12345678-2"), ("orders9", "orders9-2"), ("a", "a-2"),
    ("x-1-2", "x-1-3"),
  ]

  @Test(arguments: names)
  func `a clone's name comes after the one it is cloned from`(name: String, next: String) {
    #expect(FreshIdentifier.following(name, known: [name], today: "2026-11-22") == next)
  }

  @Test func `a name that was ever used is passed over, in any case`() {
    let known: Set = ["orders", "Orders-2", "orders-3"]
    #expect(FreshIdentifier.following("orders", known: known, today: "") == "orders-4")
    let dated: Set = ["a-2026-11-21", "a-2026-11-22", "a-2026-11-22-2"]
    #expect(
      FreshIdentifier.following("a-2026-11-21", known: dated, today: "2026-11-22")
        == "a-2026-11-22-3")
  }

  @Test func `a long name is cut so that AWS takes it`() {
    let long = String(repeating: "a", count: 57) + "-bc"
    let next = FreshIdentifier.following(long, known: [long], today: "")
    #expect(next == String(repeating: "a", count: 57) + "-2")
    let longer = String(repeating: "b", count: 60)
    #expect(FreshIdentifier.following(longer, known: [longer], today: "").count == 60)
  }

  @Test func `c opens the form with everything of the selected task, under a new name`() {
    let original = task("orders", .complete) {
      $0.s3Bucket = "lake"
      $0.s3Prefix = "raw"
      $0.iamRoleArn = "arn:aws:iam::123456789012:role/export"
      $0.kmsKeyId = "alias/export"
      $0.exportOnly = ["shop.public", "shop.audit"]
    }
    var script = Script([original, task("orders-2", .failed)])
    script.state.list.selected = id("orders")
    script.press(.character("c"))
    #expect(script.form?.clonedFrom == "orders")
    #expect(
      script.form?.request
        == StartExportTaskRequest(
          exportTaskIdentifier: "orders-3", sourceArn: original.task.sourceArn ?? "",
          s3BucketName: "lake", iamRoleArn: "arn:aws:iam::123456789012:role/export",
          kmsKeyId: "alias/export", s3Prefix: "raw", exportOnly: ["shop.public", "shop.audit"]))
    #expect(script.effects == [])
  }

  @Test func `a clone goes where its original was`() {
    let other = ContextID(2)
    var script = Script([task("a", percent: 1)])
    script.data([task("b", percent: 2, context: other)], context: other)
    script.press(.character("g"), .character("c"))
    #expect(script.form?.site == SiteID(2))
  }

  @Test func `what AWS would refuse is said before it does`() {
    let source = "arn:aws:rds:eu-west-1:123456789012:snapshot:orders"
    var script = Script([
      task("New-Export", .complete), task("busy", source: source), task("c"), task("d", .starting),
      task("e", .canceling),
    ])
    script.press(.character("n"))
    script.fill()
    guard let form = script.form else { return #expect(Bool(false), "no form") }
    let warnings = script.state.warnings(for: form)
    #expect(warnings.count == 2)
    #expect(warnings[0].contains("new-export exists already"))
    #expect(warnings[1].contains("being exported already, by busy"))
    script.data([
      task("New-Exports", .complete), task("busy"), task("c"), task("d", .starting),
      task("e", .canceling), task("f"),
    ])
    #expect(script.state.warnings(for: form).count == 1)
    #expect(script.state.warnings(for: form)[0].contains("5 of 5 slots"))
  }

  @Test func `an empty form warns of nothing`() {
    let script = Script([task("a") { $0.sourceArn = nil }, task("b", source: "")])
    let form = StartForm(site: Script.site, shown: Script.place)
    #expect(script.state.warnings(for: form) == [])
  }
}
