import Ground
import Planning
import RDSExports
import Support
import Testing

@Suite struct IdentifierTemplateTests {
  private static let moment = Moment(
    wall: CivilTime(year: 2026, month: 11, day: 28, hour: 23, minute: 5).date, monotonic: .zero,
    utcOffset: 3600)

  private static func made(
    _ template: String, series: String = "nightly-orders-*", source: String = "orders-prod",
    known: Set<String> = []
  ) throws -> String {
    try IdentifierTemplate(template).identifier(
      series: series, source: source, known: known, at: moment)
  }

  @Test(arguments: [
    ("{series}-{date}", "nightly-orders-2026-11-29"),
    ("{source}-{date}-{time}", "orders-prod-2026-11-29-0005"), ("x{time}", "x0005"),
    ("adhoc-{source}", "adhoc-orders-prod"), ("{date}", "export-2026-11-29"),
    ("--a--{series}--", "a-nightly-orders"),
  ])
  func `a template gives a name by the local date`(template: String, name: String) throws {
    #expect(try Self.made(template) == name)
  }

  @Test func `an export of no series is called after its source`() throws {
    #expect(try Self.made("{series}-{date}", series: "*") == "orders-prod-2026-11-29")
  }

  @Test func `a name that was ever used is passed over, in any case`() throws {
    let known: Set = ["Nightly-Orders-2026-11-29", "nightly-orders-2026-11-29-2"]
    #expect(
      try Self.made("{series}-{date}", known: known) == "nightly-orders-2026-11-29-3")
  }

  /// Every name that comes of it is one that our own rules accept.
  @Test(arguments: [
    "rds:orders_prod.2", "9lives", "--", "", "ö-prod", "a--b", "Ünïcode", "日本",
    String(repeating: "long-name-", count: 12), String(repeating: "x", count: 70),
  ])
  func `it is valid whatever the source is called`(source: String) throws {
    for template in ["{source}-{date}-{time}", "{series}", "{date}", "a{source}{series}-{time}-"] {
      let name = try Self.made(template, series: source, source: source)
      let request = StartExportTaskRequest(
        exportTaskIdentifier: name, sourceArn: "", s3BucketName: "", iamRoleArn: "", kmsKeyId: "")
      #expect(
        request.problems().filter { $0.field == .exportTaskIdentifier } == [], "\(name)")
    }
  }

  @Test func `the date stays whole where the name is long`() throws {
    let name = try Self.made(
      "{source}-{date}-{time}", source: String(repeating: "abcdefghi-", count: 9))
    #expect(name.hasSuffix("-2026-11-29-0005"))
    #expect(name.count <= 60 && name.count > 50)
  }

  @Test(arguments: [
    ("", IdentifierTemplateProblem.empty), ("a{series", .openBrace),
    ("{day}", .unknownPlaceholder("day")), ("{}", .unknownPlaceholder("")),
    ("a_{date}", .strangeCharacter("_")), ("a b", .strangeCharacter(" ")),
    ("é", .strangeCharacter("é")), ("}", .strangeCharacter("}")),
  ])
  func `a bad template says what is wrong`(template: String, problem: IdentifierTemplateProblem) {
    #expect(throws: problem) { try IdentifierTemplate(template) }
  }

  @Test func `what is wrong names what there is`() {
    #expect(
      "\(IdentifierTemplateProblem.unknownPlaceholder("day"))"
        == "{day} is none of {series}, {source}, {date}, {time}")
  }
}
