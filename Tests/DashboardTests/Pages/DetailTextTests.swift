import Canvas
import RDSExports
import Testing
import Tracking
import Words

@testable import Dashboard

/// The long texts of the details are made once, and shown where they are needed.
@Suite struct DetailTextTests {
  private func lines(_ script: Script) -> [String] {
    var facts = Facts(script.state, at: script.moment)
    guard let item = script.state.selectedItem else { return [] }
    return facts.detailLines(item, .overview, columns: 76).map { $0.map(\.text).joined() }
  }

  private func row(_ text: String, _ lines: [String]) -> Int? {
    lines.firstIndex { $0.contains(text) }
  }

  private static let skipped =
    #"{"skippedTables":["#
    + (1...300).map {
      #"{"tableName":"shop.t\#($0)","reason":"PERMISSIONS_DO_NOT_EXIST"}"#
    }.joined(separator: ",") + "]}"

  @Test func `what is understood comes before the ARNs, in one line for each reason`() throws {
    let lines = lines(Script([task("a", .complete, warning: Self.skipped)]))
    let fix = try #require(row("and 295 more.", lines))
    #expect(fix < 14)
    #expect(fix < (row("Source", lines) ?? 0))
    #expect((row("Source", lines) ?? 0) < (row("Warning     {", lines) ?? 0))
  }

  @Test(arguments: [ExportTaskStatus.failed, .complete])
  func `what is not understood comes before the ARNs, and once`(status: ExportTaskStatus) throws {
    let words = "The moon is in the wrong phase."
    let lines = lines(
      Script([
        task("a", status) {
          $0.failureCause = status == .failed ? words : nil
          $0.warningMessage = status == .complete ? words : nil
        }
      ]))
    let said = try #require(row(words, lines))
    #expect(said < (row("Source", lines) ?? 0))
    #expect(lines.count { $0.contains("moon") } == 1)
  }

  @Test func `a warning that says nothing is not shown`() {
    let empty = #"{"skippedTables":[],"skippedObjectives":[],"general":[]}"#
    var script = Script([task("a", .complete, ended: -60, warning: empty)])
    #expect(row("Warning", lines(script)) == nil)
    #expect(row("complete", lines(script)) == 0)
    script.press(.character("/"))
    script.type("status=warnings")
    #expect(script.names == [])
  }

  @Test func `the policies of a cause say by which keys they are copied`() {
    let lines = lines(
      Script([
        task("a", .failed) {
          $0.iamRoleArn = "arn:aws:iam::123456789012:role/lake"
          $0.s3Bucket = "lake"
          $0.failureCause = "KMS key check failed. Check the credentials on your KMS key."
        }
      ]))
    #expect(row("y k copies the key's statement", lines) != nil)
    #expect(row("ROLE", lines) == nil)
  }

  @Test(arguments: ["overview", "json", "page"])
  func `the text is kept while its task, its width and the zone stay the same`(page: String) {
    var script = Script([
      task("a", .complete, ended: -1, warning: Self.skipped), task("b", .complete, ended: -60),
    ])
    script.press(page == "json" ? .character("J") : .enter)
    if page == "page" { script.press(.character("Z")) }
    func text() -> DetailText? { script.state.detailText }
    let first = text()
    #expect(first != nil)
    script.press(.down, .down, .up)
    script.wait(.seconds(120))
    script.send(.input(.due))
    #expect(text()?.cause == first?.cause)
    // What is kept is what is drawn.
    script.state.detailText = first.map {
      DetailText(
        cause: $0.cause, task: $0.task, headline: "kept", above: [], below: [[Span("kept text")]])
    }
    let frame = view(script.state, at: script.moment).frame
    #expect((0..<25).contains { frame.text(row: $0).contains("kept") })
    script.press(.up)
    #expect(text()?.below.count == 1, "it was made again")
    script.moment.zone = "CET"
    script.press(.up)
    #expect(text()?.below.count == first?.below.count)
    let before = text()?.cause
    script.send(.input(.resized(Size(columns: 120, rows: 25))))
    #expect(text()?.cause != before)
    script.press(.escape, .escape)
    if page != "page" { #expect(text() == nil) }
  }
}
