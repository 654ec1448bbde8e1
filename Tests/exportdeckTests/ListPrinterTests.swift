import Foundation
import Glibc
import Listing
import RDSExports
import Testing

@testable import exportdeck

@Suite struct ListPrinterTests {
  private func task(_ number: Int, cause: Int) -> ExportTask {
    var task = ExportTask(exportTaskIdentifier: "task-\(number)")
    task.status = .failed
    task.failureCause = String(repeating: "x", count: cause)
    return task
  }

  private func written(_ printer: ListPrinter) throws -> String {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("exportdeck-list-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let file = open(path, O_RDWR | O_CREAT, 0o600)
    #expect(try printer.write(to: file) == 0)
    close(file)
    return String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
  }

  @Test(arguments: [ListPrinter.Form.json, .table], [10, 40_000])
  func `page by page it is what all at once would be, in memory and in a file`(
    form: ListPrinter.Form, cause: Int
  ) throws {
    let pages = (0..<5).map { page in (0..<100).map { task(page * 100 + $0, cause: cause) } }
    var printer = ListPrinter(form, folder: NSTemporaryDirectory())
    for page in pages { try printer.add(page) }
    let all = Array(pages.joined())
    let wanted =
      form == .json
      ? String(decoding: ExportTaskJSON.document(all), as: UTF8.self) : ExportTaskTable.text(all)
    #expect(try written(printer) == wanted)
    #expect(printer.remarks.isEmpty)
  }

  @Test func `rows of a large table come whole from a file`() throws {
    var printer = ListPrinter(.table, folder: NSTemporaryDirectory())
    let tasks = (0..<60_000).map { number in
      var task = ExportTask(
        exportTaskIdentifier: "é-\(number)-" + String(repeating: "y", count: 200))
      task.percentProgress = number % 100
      return task
    }
    try printer.add(tasks)
    #expect(try written(printer) == ExportTaskTable.text(tasks))
  }

  @Test func `what couldn't be read is told, not without end`() throws {
    var printer = ListPrinter(.json, folder: NSTemporaryDirectory())
    var odd = task(1, cause: 1)
    odd.gaps = [ExportTaskGap(.percentProgress, .unreadable("1e3"))]
    try printer.add(Array(repeating: odd, count: 25))
    #expect(printer.remarks.count == 11)
    #expect(printer.remarks[0] == "task-1: AWS gave a PercentProgress that can't be read: 1e3")
    #expect(printer.remarks[10] == "and 15 more like these")
  }

  @Test func `a folder that takes nothing is named`() {
    var printer = ListPrinter(.json, folder: "/dev/null/none")
    #expect {
      try printer.add((0..<10).map { task($0, cause: 1 << 20) })
    } throws: { error in
      "\(error)".contains("/dev/null/none") && "\(error)".contains("TMPDIR")
    }
  }
}
