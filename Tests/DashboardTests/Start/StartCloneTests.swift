import Canvas
import Foundation
import Ground
import Planning
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
    ("x-1-2", "x-1-3"), ("orders-20261121153000", "orders-20261122080700"),
    ("export-20261121-153045", "export-20261122-080700"),
    ("fast-sync-2026-11-21-03-05", "fast-sync-2026-11-22-08-07"),
    ("orders-2026-11-22", "orders-2026-11-22-2"), ("orders-2026-11", "orders-2026-11-2"),
    ("orders-2026-11-21-3", "orders-2026-11-22-3"), ("orders-2026-11-22-3", "orders-2026-11-22-4"),
  ]

  private static func following(
    _ name: String, known: Set<String> = [], started: Date? = nil
  ) -> String {
    let now = CivilTime(year: 2026, month: 11, day: 22, hour: 7, minute: 7).date
    let dates = RenewedDates(
      of: [name], started: started,
      at: Moment(wall: now, monotonic: .zero, utcOffset: 3600))
    return FreshIdentifier.following(name, known: known, dates: dates)
  }

  @Test(arguments: names)
  func `a clone's name comes after the one it is cloned from`(name: String, next: String) {
    #expect(Self.following(name, known: [name]) == next)
    #expect(Self.following(name) == next)
  }

  @Test func `a name that was ever used is passed over, in any case`() {
    #expect(Self.following("orders", known: ["orders", "Orders-2", "orders-3"]) == "orders-4")
    let dated: Set = ["a-2026-11-21", "a-2026-11-22", "A-2026-11-22-2"]
    #expect(Self.following("a-2026-11-21", known: dated) == "a-2026-11-22-3")
    let exact: Set = ["a-20261121153000", "a-20261122080700"]
    #expect(Self.following("a-20261121153000", known: exact) == "a-20261122080700-2")
  }

  @Test func `what was counted because its day was taken begins anew with the day`() {
    let known: Set = ["a-2026-11-21", "a-2026-11-21-2"]
    #expect(Self.following("a-2026-11-21-2", known: known) == "a-2026-11-22")
    let today: Set = ["a-2026-11-22", "a-2026-11-22-2"]
    #expect(Self.following("a-2026-11-22-2", known: today) == "a-2026-11-22-3")
  }

  @Test func `a start tells that a short number is its day`() {
    let start = CivilTime(year: 2026, month: 11, day: 21, hour: 3).date
    #expect(Self.following("nightly-orders-1121", started: start) == "nightly-orders-1122")
    #expect(Self.following("nightly-orders-1120", started: start) == "nightly-orders-1120-2")
  }

  @Test func `a long name is cut so that AWS takes it`() {
    let long = String(repeating: "a", count: 57) + "-bc"
    #expect(Self.following(long) == String(repeating: "a", count: 57) + "-2")
    #expect(Self.following(String(repeating: "b", count: 60)).count == 60)
  }

  @Test func `the prefix's date is renewed with the name's, in the same zone`() {
    var script = Script([
      task("orders-20261127153000", .complete) {
        $0.sourceArn = "arn:aws:rds:eu-west-1:123456789012:snapshot:by-hand"
        $0.s3Prefix = "exports/2026/11/27/"
        // 00:10 in Tokyo, and on the day before in UTC.
        $0.taskStartTime = CivilTime(year: 2026, month: 11, day: 27, hour: 15, minute: 40).date
      }
    ])
    script.moment.wall = CivilTime(year: 2026, month: 11, day: 28, hour: 16, minute: 1).date
    script.moment.utcOffset = 9 * 3600
    script.press(.character("g"), .character("c"))
    #expect(script.form?.request.exportTaskIdentifier == "orders-20261128160100")
    #expect(script.form?.fields[.s3Prefix]?.text == "exports/2026/11/28/")
    #expect(script.form?.request.s3Prefix == "exports/2026/11/28")
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
    #expect(script.form?.filledFrom == "orders")
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
