import Foundation
import Listing
import RDSExports
import Testing

@Suite struct ExportTaskTableTests {
  @Test func `a table says what couldn't be read, and no name widens it without end`() {
    var task = ExportTask(exportTaskIdentifier: String(repeating: "x", count: 1_000_000))
    task.gaps = [
      ExportTaskGap(.percentProgress, .unreadable("1e3")),
      ExportTaskGap(.taskEndTime, .unreadable("0000-01-01T00:00:00Z")),
    ]
    let lines = ExportTaskTable.text([task]).split(separator: "\n")
    #expect(lines.allSatisfy { $0.count < 400 })
    #expect(lines[1].split(separator: " ").dropFirst() == ["-", "-", "?", "-", "-", "?"])
  }

  @Test func `a task that is starting is restoring, as on the screen, whatever its percentage`() {
    var task = ExportTask(exportTaskIdentifier: "a")
    task.status = .starting
    task.percentProgress = 0
    task.totalExtractedDataInGB = 0
    let lines = ExportTaskTable.text([task]).split(separator: "\n")
    #expect(
      lines[1].split(separator: " ") == ["a", "-", "STARTING", "restoring", "-", "-", "-"])
  }

  @Test func `a table has a heading, aligned columns and nothing that a terminal obeys`() {
    var first = ExportTask(exportTaskIdentifier: "orders-1122")
    first.status = .complete
    first.percentProgress = 100
    first.totalExtractedDataInGB = 263
    first.taskStartTime = Date(timeIntervalSince1970: 1_583_175_476)
    first.taskEndTime = Date(timeIntervalSince1970: 1_583_176_231)
    first.sourceArn = "arn:aws:rds:eu-west-1:123456789012:snapshot:rds:orders-2026"
    var second = ExportTask(exportTaskIdentifier: "a\u{1B}[31m\nb")
    second.status = .unknown("NEW\u{202E}")
    second.percentProgress = 7
    second.sourceArn = "not an arn"
    #expect(
      ExportTaskTable.text([first, second]) == """
        IDENTIFIER   SOURCE           STATUS    PROGRESS   GB  STARTED (UTC)        ENDED (UTC)
        orders-1122  rds:orders-2026  COMPLETE      100%  263  2020-03-02 18:57:56  2020-03-02 19:10:31
        a[31m b      not an arn       NEW             7%    -  -                    -

        """)
    #expect(
      ExportTaskTable.text([])
        == "IDENTIFIER  SOURCE  STATUS  PROGRESS  GB  STARTED (UTC)  ENDED (UTC)\n")
  }
}
