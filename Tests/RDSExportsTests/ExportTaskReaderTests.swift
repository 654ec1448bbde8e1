import AWSCore
import Foundation
import Ground
import Support
import Testing

@testable import RDSExports

@Suite struct ExportTaskReaderTests {
  private func page(_ document: String) throws -> (tasks: [ExportTask], marker: String?) {
    var reader = ExportTaskReader()
    return try reader.page(Array(document.utf8))
  }

  private func only(_ members: String) throws -> ExportTask {
    try #require(try page(AnswerXML.page([members])).tasks.first)
  }

  static func fullTask(_ identifier: String = "orders-1122") -> ExportTask {
    var task = ExportTask(exportTaskIdentifier: identifier)
    task.sourceArn = "arn:aws:rds:eu-west-1:123456789012:snapshot:orders-prod"
    task.exportOnly = ["orders.public.items", "orders.audit"]
    task.snapshotTime =
      CivilTime(
        year: 2020, month: 3, day: 2, hour: 18, minute: 20, second: 42, microsecond: 896_000
      ).date
    task.taskStartTime =
      CivilTime(
        year: 2020, month: 3, day: 2, hour: 18, minute: 57, second: 56, microsecond: 896_000
      ).date
    task.taskEndTime =
      CivilTime(
        year: 2020, month: 3, day: 2, hour: 19, minute: 10, second: 31
      ).date
    task.s3Bucket = "lake-raw-of-the-company"
    task.s3Prefix = "rds/orders/nightly/exports"
    task.iamRoleArn = "arn:aws:iam::123456789012:role/service-role/export"
    task.kmsKeyId =
      "arn:aws:kms:eu-west-1:123456789012:key/abcd0000-7fca-4128-82f2-aabbccddeeff"
    task.status = .complete
    task.percentProgress = 100
    task.totalExtractedDataInGB = 263
    task.failureCause = "none & nothing"
    task.warningMessage = #"{"skippedTables":[]}"#
    task.sourceType = .snapshot
    return task
  }

  @Test func `all sixteen members are read`() throws {
    #expect(try only(AnswerXML.full) == Self.fullTask())
  }

  @Test(.tags(.generated), arguments: Seed.run())
  func `members in any order, among unknown ones, are read`(seed: Seed) throws {
    let lines = AnswerXML.full.split(separator: "\n").map(String.init)
    var random = seed.generator("members in any order")
    for _ in 0..<20 {
      let mixed = lines.shuffled(using: &random).flatMap {
        [$0, "<New><Status>FAILED</Status><x/></New>"]
      }
      #expect(try only(mixed.joined()) == Self.fullTask())
    }
  }

  @Test func `absent members are nil`() throws {
    #expect(try only("") == ExportTask(exportTaskIdentifier: ""))
    #expect(try only(AnswerXML.task("a", status: "STARTING")).taskStartTime == nil)
  }

  @Test func `empty members are empty, and empty numbers and times absent`() throws {
    let task = try only(
      "<S3Prefix/><ExportOnly/><FailureCause></FailureCause><PercentProgress/><TaskEndTime></TaskEndTime>"
    )
    #expect(task.s3Prefix == "" && task.exportOnly == [] && task.failureCause == "")
    #expect(task.percentProgress == nil && task.taskEndTime == nil)
    #expect(task.warningMessage == nil && task.s3Bucket == nil)
  }

  @Test func `a status and a kind of source that nobody knows are kept as they came`() throws {
    let task = try only("<Status>Paused_now</Status><SourceType>TABLE</SourceType>")
    #expect(task.status == .unknown("Paused_now") && task.sourceType == .unknown("TABLE"))
    #expect(try only("<Status>complete</Status>").status == .complete)
  }

  static let noNumbers = [
    "99999999999999999999", "-99999999999999999999", "9223372036854775808", "1e3", "1.5", "NaN",
    "0x10", "1_000", "٣", "many", "4 2", "--1", "+", "true",
  ]
  static let noTimes = [
    "0000-01-01T00:00:00Z", "10000-01-01T00:00:00Z", "2020-13-01T00:00:00Z",
    "2020-03-02T24:00:00Z", "0001-01-01T00:00:00+23:00", "9999-12-31T23:59:59-23:00",
    "9999-12-31T23:59:60Z", "2020-03-02", "Mon, 02 Mar 2020 18:57:56 GMT", "1583175476",
    "yesterday", "99999999999999999999", "0",
  ]

  @Test func `what is no number or time is unknown alone, and the rest is read`() throws {
    let numbers: [ExportTaskMember] = [.percentProgress, .totalExtractedDataInGB]
    let times: [ExportTaskMember] = [.snapshotTime, .taskStartTime, .taskEndTime]
    let cases =
      numbers.flatMap { member in Self.noNumbers.map { (member, $0) } }
      + times.flatMap { member in Self.noTimes.map { (member, $0) } }
    let bodies = cases.map { member, text in
      "<ExportTaskIdentifier>\(member)</ExportTaskIdentifier><\(member)>\(text)</\(member)>"
        + "<Status>COMPLETE</Status>"
    }
    let tasks = try page(AnswerXML.page([AnswerXML.full] + bodies + [AnswerXML.full])).tasks
    #expect(tasks.first == Self.fullTask() && tasks.last == Self.fullTask())
    for (task, (member, text)) in zip(tasks.dropFirst(), cases) {
      var wanted = ExportTask(exportTaskIdentifier: "\(member)")
      wanted.status = .complete
      wanted.gaps = [ExportTaskGap(member, .unreadable(text))]
      #expect(task == wanted)
      #expect(task.isUnreadable(member))
      #expect(task.gaps.first?.description == "AWS gave a \(member) that can't be read: \(text)")
    }
  }

  @Test(arguments: [("+5", 5), ("  7 ", 7), ("-3", -3), ("007", 7), ("9223372036854775807", .max)])
  func `a number may have a sign, zeros and blanks around it`(text: String, number: Int) throws {
    #expect(try only("<PercentProgress>\(text)</PercentProgress>").percentProgress == number)
  }

  @Test func `a leap second is the next second`() throws {
    let task = try only("<TaskEndTime>2016-12-31T23:59:60Z</TaskEndTime>")
    #expect(task.taskEndTime == Date(timeIntervalSince1970: 1_483_228_800) && task.gaps.isEmpty)
  }

  @Test func `of a member that comes twice the last counts`() throws {
    let good = "<PercentProgress>5</PercentProgress>"
    let bad = "<PercentProgress>x</PercentProgress>"
    #expect(try only(bad + good).percentProgress == 5)
    #expect(try only(bad + good).gaps.isEmpty)
    #expect(try only(good + bad).percentProgress == nil)
    #expect(try only(bad + bad).gaps.count == 1)
  }

  @Test func `what stood there is shown on one line and not at length`() throws {
    let task = try only(
      "<PercentProgress>\u{202E}9\n\(String(repeating: "9", count: 100_000))</PercentProgress>")
    let shown = try #require(task.gaps.first).description
    #expect(shown.count < 120 && !shown.contains("\n") && !shown.contains("\u{202E}"))
  }

  @Test(arguments: ["&#0;", "&#1;", "&#x1b;", "&#xFFFE;", "\u{1}", "\u{FFFF}"])
  func `a character that XML forbids is that character's loss alone`(wrong: String) throws {
    let page = try page(
      AnswerXML.page(["<FailureCause>a\(wrong)b</FailureCause>", AnswerXML.full]))
    #expect(page.tasks[0].failureCause == "a\u{FFFD}b")
    #expect(page.tasks[1] == Self.fullTask())
  }

  @Test func `a reference to nothing known stays as it is written`() throws {
    #expect(try only("<S3Prefix>a&nbsp;b & c&</S3Prefix>").s3Prefix == "a&nbsp;b & c&")
  }

  @Test func `bytes that are no UTF-8 are their text's loss alone`() throws {
    var bytes = Array(AnswerXML.page(["<FailureCause>a!b</FailureCause>", AnswerXML.full]).utf8)
    let place = try #require(bytes.firstIndex(of: UInt8(ascii: "!")))
    bytes[place] = 0xC3
    var reader = ExportTaskReader()
    let tasks = try reader.page(bytes).tasks
    #expect(tasks[0].failureCause == "a\u{FFFD}b" && tasks[1] == Self.fullTask())
  }

  @Test func `a page of more tasks than any account has is refused`() {
    let many = String(repeating: "<ExportTask/>", count: PageWalk.mostEntries + 1)
    #expect(throws: XMLError.self) {
      try page(
        AnswerXML.document("DescribeExportTasks", "<ExportTasks>\(many)</ExportTasks>"))
    }
  }

  @Test func `a page without tasks is empty, and an empty marker is none`() throws {
    let empty = AnswerXML.document("DescribeExportTasks", "<Marker/><ExportTasks/>")
    #expect(try page(empty).tasks.isEmpty)
    #expect(try page(empty).marker == nil)
    #expect(try page(AnswerXML.document("DescribeExportTasks", "")).tasks.isEmpty)
    #expect(try page(AnswerXML.page([], marker: "a&amp;b==")).marker == "a&b==")
  }

  @Test func `a page of a hundred is read task by task`() throws {
    let bodies = (0..<100).map {
      AnswerXML.full.replacing("orders-1122", with: "orders-\($0)")
    }
    let page = try page(AnswerXML.page(bodies, marker: "next"))
    #expect(page.tasks == (0..<100).map { Self.fullTask("orders-\($0)") })
    #expect(page.marker == "next")
  }

  @Test func `a page cut at any byte is an error`() throws {
    let whole = Array(AnswerXML.page([AnswerXML.full, AnswerXML.task("b")], marker: "m").utf8)
    var reader = ExportTaskReader()
    #expect(try reader.page(whole).tasks.count == 2)
    for length in whole.indices {
      #expect(throws: XMLError.self, "\(length) bytes were enough") {
        try reader.page(Array(whole[..<length]))
      }
    }
  }

  @Test func `hostile texts come through as they are`() throws {
    let bidi = "\u{9B}31m \u{202E}gpj.exe \u{7F}"
    let big = String(repeating: "A&amp;", count: 100_000)
    let task = try only(
      "<FailureCause>\(bidi)</FailureCause><WarningMessage>\(big)</WarningMessage>")
    #expect(task.failureCause == bidi)
    #expect(task.warningMessage == String(repeating: "A&", count: 100_000))
  }

  @Test func `the result of a start or a cancel is the task itself`() throws {
    var reader = ExportTaskReader()
    let body = AnswerXML.document("CancelExportTask", AnswerXML.full)
    #expect(try reader.task(Array(body.utf8), of: "CancelExportTask") == Self.fullTask())
    #expect(throws: XMLError.self) { try reader.task(Array(body.utf8), of: "StartExportTask") }
  }
}
