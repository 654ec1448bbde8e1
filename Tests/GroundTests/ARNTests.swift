import Ground
import Testing

@Suite struct ARNTests {
  struct Case: Sendable {
    var text: String
    var parts: [String]
    var type: String?
    var id: String?
  }

  @Test(arguments: [
    Case(
      text: "arn:aws:rds:eu-west-1:123456789012:snapshot:rds:orders-2026",
      parts: ["aws", "rds", "eu-west-1", "123456789012", "snapshot:rds:orders-2026"],
      type: "snapshot", id: "rds:orders-2026"),
    Case(
      text: "arn:aws-cn:iam::123456789012:role/service/lake:export",
      parts: ["aws-cn", "iam", "", "123456789012", "role/service/lake:export"],
      type: "role", id: "service/lake:export"),
    Case(text: "arn:aws:s3:::lake", parts: ["aws", "s3", "", "", "lake"]),
    Case(text: "arn:aws:s3:::", parts: ["aws", "s3", "", "", ""]),
    Case(text: "arn:::::", parts: ["", "", "", "", ""]),
    Case(
      text: "arn:aws:rds:é:漢:x\u{301}:ü", parts: ["aws", "rds", "é", "漢", "x\u{301}:ü"],
      type: "x\u{301}", id: "ü"),
  ])
  func `the parts of an ARN are found`(one: Case) throws {
    let arn = try #require(ARN(one.text))
    #expect(
      [arn.partition, arn.service, arn.region, arn.account, arn.resource].map(String.init)
        == one.parts)
    #expect(arn.resourceType.map(String.init) == one.type)
    #expect(arn.resourceID.map(String.init) == one.id)
    #expect("\(arn)" == one.text)
  }

  @Test(arguments: [
    "", "a", "arn", "arn:", "arn:aws:rds:eu-west-1:123456789012", "arnold:aws:rds:a:b:c:d",
    "ARN:aws:s3:::lake", "orders", ":::::", "arn aws s3",
  ])
  func `what is no ARN is none`(text: String) { #expect(ARN(text) == nil) }

  @Test(arguments: [
    ("123456789012", "123456789012"), ("", nil), ("aws", nil), ("12345678901", nil),
    ("1234567890123", nil), ("12345678901x", nil), ("١٢٣٤٥٦٧٨٩٠١٢", nil),
  ])
  func `an account's number has twelve digits`(account: String, number: String?) {
    #expect(ARN("arn:aws:iam::\(account):role/x")?.accountNumber == number)
  }
}
