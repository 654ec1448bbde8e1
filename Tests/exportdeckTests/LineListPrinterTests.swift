import Foundation
import RDSExports
import Testing

@testable import exportdeck

/// `list --output ndjson`: each page as it comes.
@Suite struct LineListPrinterTests {
  private func task(_ name: String, _ prefix: String = "") -> ExportTask {
    var task = ExportTask(exportTaskIdentifier: name)
    task.s3Prefix = prefix
    task.exportOnly = ["a, b", "c\n    d"]
    task.failureCause = "It \u{1B}[31m  broke:\n  \"so\""
    return task
  }

  @Test func `each task is one line that is the task as AWS has it`() throws {
    var printer = LineListPrinter()
    let tasks = [task("a"), task("b", "x,\u{2028}  y")]
    let text = String(decoding: printer.lines(EncodedExportTasks(tasks)), as: UTF8.self)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count == 3 && lines.last == "")
    for (line, task) in zip(lines, tasks) {
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? NSDictionary
      let whole =
        try JSONSerialization.jsonObject(
          with: Data(ExportTaskJSON.text(task).utf8)) as? NSDictionary
      #expect(object == whole && object != nil)
      #expect(line == ExportTaskJSON.line(task)[...])
      #expect(!line.contains("\u{1B}"))
    }
  }

  @Test func `a task that comes again on a page that shifted is printed once`() {
    var printer = LineListPrinter()
    let first = printer.lines(EncodedExportTasks([task("a"), task("b")]))
    let second = printer.lines(EncodedExportTasks([task("b", "later"), task("c")]))
    #expect(first.split(separator: UInt8(ascii: "\n")).count == 2)
    let lines = String(decoding: second, as: UTF8.self)
    #expect(lines.split(separator: "\n").count == 1 && lines.contains("\"c\""))
  }

  @Test func `what couldn't be read is told of what was printed`() {
    var printer = LineListPrinter()
    var odd = task("a")
    odd.gaps = [ExportTaskGap(.percentProgress, .unreadable("1e3"))]
    _ = printer.lines(EncodedExportTasks([odd]))
    _ = printer.lines(EncodedExportTasks([odd]))
    #expect(printer.remarks.count == 1)
  }
}
