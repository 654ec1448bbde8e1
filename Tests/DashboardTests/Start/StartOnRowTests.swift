import Canvas
import Ground
import Planning
import RDSExports
import Testing
import Tracking

@testable import Dashboard

/// `n` on a row: the next export of its series.
@Suite struct StartOnRowTests {
  private static func nightly(_ day: Int, bucket: String, at time: Double) -> TrackedTask {
    task("nightly-orders-2026-11-\(day)", .complete, started: time, ended: time + 600) {
      $0.sourceArn =
        "arn:aws:rds:eu-west-1:123456789012:snapshot:rds:orders-prod-2026-11-\(day)-01-00"
      $0.s3Bucket = bucket
      $0.s3Prefix = "raw/2026/11/\(day)"
      $0.iamRoleArn = "arn:aws:iam::123456789012:role/export"
      $0.kmsKeyId = "alias/export"
    }
  }

  /// On the older one of two rows.
  private func opened() -> Script {
    var script = Script(
      [
        Self.nightly(20, bucket: "old", at: -2 * 86_400),
        Self.nightly(21, bucket: "new", at: -86_400),
      ], rows: 40)
    script.state.list.selected = id("nightly-orders-2026-11-20")
    script.press(.character("n"))
    return script
  }

  private static let newest = snapshot(
    "rds:orders-prod-2026-11-22-01-00", of: "orders-prod", hours: 6)

  @Test func `the form has what the last export of the series used, with the newest one's date`() {
    var script = opened()
    // Until a newer one is found it would be the same data again.
    #expect(script.form?.request.exportTaskIdentifier == "nightly-orders-2026-11-21-2")
    #expect(script.form?.request.s3Prefix == "raw/2026/11/21")
    script.found(.dbSnapshots(), .sources([Self.newest]))
    let request = script.form?.request
    #expect(request?.exportTaskIdentifier == "nightly-orders-2026-11-22")
    #expect(request?.s3BucketName == "new")
    #expect(request?.s3Prefix == "raw/2026/11/22")
    #expect(script.screen.contains("Same as nightly-orders-2026-11-21, but"))
    #expect(script.screen.contains("source-arn rds:orders-prod-2026-11-22-01-00, was rds:orders"))
    #expect(request?.iamRoleArn == "arn:aws:iam::123456789012:role/export")
    #expect(script.form?.filledFrom == "nightly-orders-2026-11-21")
    #expect(script.form?.holdsTyping == false)
  }

  @Test func `n, C-s and C-y start it with the newest snapshot`() {
    var script = opened()
    #expect(script.times(.dbSnapshots()) == 1)
    #expect(script.screen.contains("looking for a newer snapshot"))
    script.found(.dbSnapshots(), .sources([Self.newest]), isLast: false)
    #expect(script.form?.request.sourceArn.contains("11-21") == true, "more may come")
    #expect(script.screen.contains("1 so far"))
    script.found(.dbSnapshots(), .sources([]))
    #expect(script.form?.request.sourceArn == Self.newest.arn)
    script.press(.control("s"), .control("y"))
    #expect(script.starts.map(\.sourceArn) == [Self.newest.arn])
  }

  @Test func `whoever is too fast is held until the newest one is known`() {
    var script = opened()
    script.press(.control("s"), .control("y"))
    #expect(script.starts == [])
    #expect(script.asksForStart)
    #expect(script.screen.contains("still being looked for"))
    script.found(.dbSnapshots(), .sources([Self.newest]))
    // What changed has to be read first.
    script.send(.input(.key(.control("y"))))
    #expect(script.starts == [])
    script.press(.control("y"))
    #expect(script.starts.map(\.sourceArn) == [Self.newest.arn])
  }

  @Test func `a name that was typed stays, and old data under it is warned of`() {
    var script = opened()
    script.press(.tab, .control("u"))
    script.type("mine-2026-11-29")
    script.found(.dbSnapshots(), .sources([Self.newest]))
    #expect(script.form?.request.exportTaskIdentifier == "mine-2026-11-29")
    #expect(script.form?.request.s3Prefix == "raw/2026/11/22")
    #expect(script.screen.contains("The identifier says 2026-11-29, and the data is of 2026-11-22"))
    script.press(.control("s"))
    #expect(script.screen.contains("The identifier says 2026-11-29, and the data is of 2026-11-22"))
  }

  @Test func `what was typed into the source stays`() {
    var script = opened()
    script.press(.control("u"))
    script.type("arn:aws:rds:eu-west-1:123456789012:snapshot:mine")
    script.found(.dbSnapshots(), .sources([Self.newest]))
    #expect(script.form?.request.sourceArn.hasSuffix(":mine") == true)
  }

  @Test func `without a right to look, the last one stays and that is said`() {
    var script = opened()
    script.failed(.dbSnapshots(), .denied, "rds:DescribeDBSnapshots is denied")
    #expect(script.form?.request.sourceArn.contains("11-21") == true)
    #expect(script.screen.contains("exported last: "))
    #expect(script.screen.contains("you may not list snapshots"))
    script.press(.control("s"), .control("y"))
    #expect(script.starts.count == 1)
  }

  @Test func `a cluster needs no newer one`() {
    var script = Script([
      task("live", .complete, started: -60) {
        $0.sourceArn = "arn:aws:rds:eu-west-1:123456789012:cluster:billing"
      }
    ])
    script.press(.character("n"))
    #expect(script.form?.newest == nil)
    #expect(script.form?.request.sourceArn.hasSuffix("cluster:billing") == true)
  }

  @Test func `a template of the configuration names it`() throws {
    var script = Script(
      [Self.nightly(21, bucket: "new", at: -86_400)],
      settings: Settings(identifierTemplate: try IdentifierTemplate("{source}-{date}")))
    script.press(.character("n"))
    #expect(script.form?.request.exportTaskIdentifier == "orders-prod-2026-11-21")
    script.found(.dbSnapshots(), .sources([Self.newest]))
    #expect(script.form?.request.exportTaskIdentifier == "orders-prod-2026-11-22")
  }

  @Test func `a form that was left is offered in the row's, and swapped with it`() {
    var script = opened()
    script.press(.tab)
    script.type("x")
    script.press(.escape, .character("n"))
    #expect(script.form?.request.exportTaskIdentifier == "nightly-orders-2026-11-21-2")
    #expect(script.screen.contains("the form that was left, for nightly-orders-2026-11-21-2x"))
    script.press(.tab)
    script.type("y")
    script.press(.up, .up)
    #expect(script.form?.request.exportTaskIdentifier == "nightly-orders-2026-11-21-2x")
    script.press(.up, .up)
    #expect(script.form?.request.exportTaskIdentifier == "nightly-orders-2026-11-21-2y")
  }
}
