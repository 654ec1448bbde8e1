import Foundation
import Ground
import Planning
import RDSExports
import Testing
import Tracking

@Suite struct StartPlanTests {
  private static let moment = Moment(
    wall: CivilTime(year: 2026, month: 11, day: 28, hour: 7).date, monotonic: .zero)
  private static let account = "arn:aws:rds:eu-west-1:123456789012"

  private static let last: ExportTask = {
    var task = ExportTask(exportTaskIdentifier: "nightly-orders-2026-11-27")
    task.sourceArn = "\(account):snapshot:rds:orders-prod-2026-11-27-01-00"
    task.s3Bucket = "lake"
    task.s3Prefix = "raw/2026/11/27"
    task.iamRoleArn = "arn:aws:iam::123456789012:role/export"
    task.kmsKeyId = "alias/export"
    task.exportOnly = ["shop"]
    return task
  }()

  private static let series = SeriesName(source: "rds:orders-prod-*", pattern: "nightly-orders-*")

  @Test func `an export of another snapshot has its date and all that the last one used`() {
    let newest = "\(Self.account):snapshot:rds:orders-prod-2026-11-28-01-00"
    let request = StartPlan.repeating(
      Self.last, of: newest, series: Self.series, known: ["nightly-orders-2026-11-27"],
      at: Self.moment)
    #expect(
      request
        == StartExportTaskRequest(
          exportTaskIdentifier: "nightly-orders-2026-11-28",
          sourceArn: newest, s3BucketName: "lake",
          iamRoleArn: "arn:aws:iam::123456789012:role/export", kmsKeyId: "alias/export",
          s3Prefix: "raw/2026/11/28", exportOnly: ["shop"]))
  }

  @Test func `old data keeps its date under a new name`() {
    let known: Set = ["nightly-orders-2026-11-27"]
    let request = StartPlan.repeating(
      Self.last, series: Self.series, known: known, at: Self.moment)
    #expect(request.exportTaskIdentifier == "nightly-orders-2026-11-27-2")
    #expect(request.s3Prefix == "raw/2026/11/27")
    #expect(request.sourceArn == Self.last.sourceArn)
  }

  @Test(arguments: [
    ("{series}-{date}", "nightly-orders-2026-11-27"), ("{date}-{time}", "export-2026-11-27-0100"),
  ])
  func `a template names it after its data, too`(template: String, name: String) throws {
    let request = StartPlan.repeating(
      Self.last, series: Self.series, template: try IdentifierTemplate(template), known: [],
      at: Self.moment)
    #expect(request.exportTaskIdentifier == name)
  }

  @Test func `a template names what was never named after its data by today`() throws {
    var last = Self.last
    last.exportTaskIdentifier = "nightly-orders-17"
    last.s3Prefix = nil
    let request = StartPlan.repeating(
      last, series: Self.series, template: try IdentifierTemplate("{series}-{date}"), known: [],
      at: Self.moment)
    #expect(request.exportTaskIdentifier == "nightly-orders-2026-11-28")
  }

  @Test func `what differs from the original is listed by fields`() {
    let original = StartExportTaskRequest(likeThatOf: Self.last)
    #expect(original.differences(from: original) == [])
    var other = original
    other.exportTaskIdentifier = "b"
    other.s3Prefix = nil
    other.exportOnly = ["shop", "crm"]
    let differences = other.differences(from: original)
    #expect(differences.map(\.field) == [.exportTaskIdentifier, .s3Prefix, .exportOnly])
    #expect(differences.map(\.before) == ["nightly-orders-2026-11-27", "raw/2026/11/27", "shop"])
    #expect(differences.map(\.now) == ["b", "", "shop crm"])
  }

  @Test func `a template names it, by its series and its database`() throws {
    let template = try IdentifierTemplate("{source}-{series}-{time}")
    let request = StartPlan.repeating(
      Self.last, series: Self.series, template: template, known: [], at: Self.moment)
    #expect(request.exportTaskIdentifier == "orders-prod-nightly-orders-0100")
  }

  private static func snapshot(
    _ name: String, of database: String = "orders-prod", day: Int, status: String = "available",
    account: String = account, kind: ExportSource.Kind = .dbSnapshot
  ) -> ExportSource {
    let type = kind == .dbSnapshot ? "snapshot" : "cluster-snapshot"
    return ExportSource(
      kind: kind, arn: "\(account):\(type):\(name)", identifier: name, database: database,
      engine: "postgres", status: status,
      createdAt: CivilTime(year: 2026, month: 11, day: day).date)
  }

  private static let sources = [
    snapshot("rds:orders-prod-2026-11-26-01-00", day: 26),
    snapshot("rds:orders-prod-2026-11-28-01-00", day: 28),
    snapshot("orders-prod-by-hand", day: 25),
    snapshot("rds:orders-prod-2026-11-29-01-00", day: 29, status: "creating"),
    snapshot(
      "rds:orders-prod-2026-11-30-01-00", day: 30, account: "arn:aws:rds:eu-west-1:999999999999"),
    snapshot("stock-2026-11-30", of: "stock", day: 30),
    snapshot("orders-prod-2026-11-30", day: 30, kind: .dbClusterSnapshot),
  ]

  @Test(arguments: [
    "rds:orders-prod-2026-11-26-01-00", "orders-prod-by-hand",
    // Deleted meanwhile.
    "rds:orders-prod-2026-11-20-01-00",
  ])
  func `the newest snapshot of the same database that can be exported`(name: String) {
    let newest = StartPlan.newestSource(
      like: "\(Self.account):snapshot:\(name)", among: Self.sources)
    #expect(newest?.identifier == "rds:orders-prod-2026-11-28-01-00")
  }

  @Test func `nothing takes the place of a cluster, or of what nobody knows`() {
    for arn in ["\(Self.account):cluster:orders-prod", "\(Self.account):snapshot:x", "x", ""] {
      #expect(StartPlan.newestSource(like: arn, among: Self.sources) == nil)
    }
  }

  @Test func `an ad hoc export is called after its database and day`() {
    #expect(
      StartPlan.identifier(of: Self.sources[0], known: [], at: Self.moment)
        == "orders-prod-2026-11-28")
  }
}
