import AWSCore
import Foundation
import Support
import Testing

@testable import RDSExports

/// A page that goes straight into JSON is written as its tasks are.
@Suite struct EncodedPageTests {
  /// Both ways from one answer; nil where it can't be read.
  private func both(_ document: String) throws -> (tasks: String?, copied: String?) {
    var reader = ExportTaskReader()
    let body = Array(document.utf8)
    do {
      let page = try reader.page(body)
      let encoded = try reader.encodedPage(body)
      #expect(page.marker == encoded.marker)
      #expect(page.tasks.count == encoded.taskCount)
      #expect(page.tasks.flatMap(\.gaps) == encoded.tasks.gaps.map(\.gap))
      return (Self.text(EncodedExportTasks(page.tasks)), Self.text(encoded.tasks))
    } catch {
      #expect(throws: error) { try reader.encodedPage(body) }
      return (nil, nil)
    }
  }

  static func text(_ tasks: EncodedExportTasks) -> String {
    var document = ExportTaskJSON()
    return String(decoding: document.add(tasks) + document.end(), as: UTF8.self)
  }

  private func check(_ tasks: [String], _ comment: Comment? = nil) throws {
    let (slow, copied) = try both(AnswerXML.page(tasks, marker: "m"))
    #expect(slow != nil, comment)
    #expect(slow == copied, comment)
  }

  @Test func `a whole task`() throws {
    try check([AnswerXML.full])
    try check([AnswerXML.full, AnswerXML.full])
    try check([])
  }

  @Test(arguments: [
    "", " ", "<ExportTaskIdentifier></ExportTaskIdentifier>", "<ExportTaskIdentifier/>",
    "<Status>complete</Status>", "<Status>ODD</Status>", "<Status/>", "<Status> FAILED</Status>",
    "<SourceType>cluster</SourceType>", "<SourceType>TABLE</SourceType>",
    "<PercentProgress>007</PercentProgress>", "<PercentProgress>0</PercentProgress>",
    "<PercentProgress>+5</PercentProgress>", "<PercentProgress> 7 </PercentProgress>",
    "<PercentProgress>-3</PercentProgress>", "<PercentProgress>1e3</PercentProgress>",
    "<PercentProgress></PercentProgress>",
    "<TotalExtractedDataInGB>123456789012345678901</TotalExtractedDataInGB>",
    "<TotalExtractedDataInGB>9223372036854775807</TotalExtractedDataInGB>",
    "<SnapshotTime>2020-03-02T18:20:42Z</SnapshotTime>",
    "<SnapshotTime>2020-03-02T18:20:42.5Z</SnapshotTime>",
    "<SnapshotTime>2020-03-02T18:20:42.0000009Z</SnapshotTime>",
    "<SnapshotTime>2020-03-02t18:20:42+01:00</SnapshotTime>",
    "<SnapshotTime>2016-12-31T23:59:60Z</SnapshotTime>",
    "<SnapshotTime>2020-02-30T18:20:42Z</SnapshotTime>",
    "<SnapshotTime>2150-03-02T18:20:42.123456Z</SnapshotTime>",
    "<SnapshotTime>1969-12-31T23:59:59.999Z</SnapshotTime>",
    "<SnapshotTime>tomorrow</SnapshotTime>", "<SnapshotTime> </SnapshotTime>",
    "<TaskEndTime>2020-03-02T18:20:42Z</TaskEndTime><TaskStartTime>x</TaskStartTime>",
    "<ExportOnly></ExportOnly>", "<ExportOnly/>", "<ExportOnly> </ExportOnly>",
    "<ExportOnly>text</ExportOnly>", "<ExportOnly><member>a</member></ExportOnly>",
    "<ExportOnly>\n <member>a</member>\n <member></member> </ExportOnly>",
    "<ExportOnly><member>a</member><other>b</other></ExportOnly>",
    "<ExportOnly><member>a&amp;b</member><member>c</member></ExportOnly>",
    "<ExportOnly><member>a</member><!-- c --><member>b</member></ExportOnly>",
    "<ExportOnly><member>a</member></ExportOnly><ExportOnly><member>b</member></ExportOnly>",
    "<ExportOnly><member/></ExportOnly>",
    "<S3Bucket>a&quot;b</S3Bucket>", "<S3Bucket>a\"b\\c</S3Bucket>", "<S3Bucket>a\r\nb</S3Bucket>",
    "<S3Bucket><![CDATA[a<b]]></S3Bucket>", "<S3Bucket>a<!-- c -->b</S3Bucket>",
    "<S3Bucket x='1'>a</S3Bucket>", "<S3Bucket >a</S3Bucket>", "<S3Bucket>a</S3Bucket >",
    "<n:S3Bucket>a</n:S3Bucket>", "<S3Bucket>données\u{202E}x</S3Bucket>", "<S3Bucket/>",
    "<S3Bucket>a<x/>b</S3Bucket>", "<S3Bucket>&nothing;</S3Bucket>", "<S3Bucket>&#0;</S3Bucket>",
    "<S3Bucket>a</S3Bucket><S3Bucket>b</S3Bucket>", "<S3Bucketeer>a</S3Bucketeer>",
    "<S3Prefix>a</S3Prefix><S3Bucket>b</S3Bucket>",
    "text<S3Bucket>a</S3Bucket>text", "<!-- c --><S3Bucket>a</S3Bucket><!-- c -->",
    "<New><S3Bucket>a</S3Bucket></New>", "<New/><S3Bucket>a</S3Bucket>",
  ])
  func `whatever a member is`(members: String) throws {
    let identifier = "<ExportTaskIdentifier>a</ExportTaskIdentifier>"
    try check([members])
    try check([identifier + members])
    try check([AnswerXML.full, identifier + members, AnswerXML.full, members])
  }

  @Test func `every ASCII character at every place of a text`() throws {
    let scalars = (1..<0x80).compactMap(Unicode.Scalar.init).filter { $0 != "<" && $0 != "&" }
    for length in [1, 7, 8, 9, 20] {
      let tasks = scalars.flatMap { scalar in
        (0..<length).map { place in
          var text = [Unicode.Scalar](repeating: "x", count: length)
          text[place] = scalar
          let prefix = String(String.UnicodeScalarView(text))
          return "<S3Bucket>\(prefix)</S3Bucket><S3Prefix>é\(prefix)</S3Prefix>"
        }
      }
      let (slow, copied) = try both(AnswerXML.page(tasks))
      #expect(slow == copied)
      let parsed = try JSONSerialization.jsonObject(with: Data((copied ?? "").utf8))
      #expect((parsed as? [String: [Any]])?["ExportTasks"]?.count == tasks.count)
    }
  }

  @Test func `a page cut at any byte is the same error`() throws {
    let whole = AnswerXML.page([AnswerXML.full, AnswerXML.full], marker: "m")
    for length in 0..<whole.utf8.count {
      let (slow, copied) = try both(String(decoding: whole.utf8.prefix(length), as: UTF8.self))
      #expect(slow == nil && copied == nil, "\(length)")
    }
  }

  @Test(.tags(.generated), arguments: Seed.run())
  func `members in any order, some of them twice`(seed: Seed) throws {
    let lines = AnswerXML.full.split(separator: "\n").map(String.init)
    var random = seed.generator("encoded members in any order")
    for _ in 0..<200 {
      var members = lines.filter { _ in random.chance(0.8) }
      if random.chance(0.3) { members.shuffle(using: &random) }
      if random.chance(0.3) { members.append(random.pick(lines)) }
      try check(
        [AnswerXML.full, members.joined(separator: random.pick(["", "\n  "])), AnswerXML.full],
        "\(members)")
    }
  }

  @Test func `pages are walked as those of tasks are`() async throws {
    let aws = ScriptedAWS([
      .answer(AnswerXML.page([AnswerXML.task("a"), AnswerXML.task("b")], marker: "m1")),
      .answer(AnswerXML.page([], marker: "m2")),
      .answer(AnswerXML.page([AnswerXML.task("c")])),
    ])
    var document = ExportTaskJSON()
    var text: [UInt8] = []
    for try await page in RDSExportsClient(aws).encodedExportTaskPages() {
      text += document.add(page.tasks)
    }
    text += document.end()
    let tasks = ["a", "b", "c"].map { name in
      var task = ExportTask(exportTaskIdentifier: name)
      task.status = .starting
      return task
    }
    #expect(String(decoding: text, as: UTF8.self) == Self.text(EncodedExportTasks(tasks)))
    #expect(aws.bodies.map { $0.contains("Marker=m2") } == [false, false, true])
  }

  @Test func `a page that can't be read ends the walk`() async {
    let aws = ScriptedAWS([
      .answer(AnswerXML.page([AnswerXML.task("a")], marker: "m1")),
      .answer(String(AnswerXML.page([AnswerXML.task("b")], marker: "m2").dropLast(30))),
    ])
    var pages = 0
    let error = await #expect(throws: ExportTasksError.self) {
      for try await _ in RDSExportsClient(aws).encodedExportTaskPages() { pages += 1 }
    }
    #expect(pages == 1 && aws.calls.count == 2)
    guard case .call(.unreadableAnswer) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }
}
