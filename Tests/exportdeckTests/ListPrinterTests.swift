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

  private func written(_ printer: any ListPrinter) throws -> String {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("exportdeck-list-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let file = open(path, O_RDWR | O_CREAT, 0o600)
    #expect(try printer.write(to: file) == 0)
    close(file)
    return String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
  }

  private func json(_ pages: [[ExportTask]], folder: String = NSTemporaryDirectory()) throws
    -> JSONListPrinter
  {
    var printer = JSONListPrinter(folder: folder)
    for page in pages { try printer.add(EncodedExportTasks(page)) }
    return printer
  }

  private func table(_ pages: [[ExportTask]]) throws -> TableListPrinter {
    var printer = TableListPrinter(folder: NSTemporaryDirectory())
    for page in pages { try printer.add(page) }
    return printer
  }

  @Test(arguments: [10, 2_000, 16_000, 40_000])
  func `page by page it is what all at once would be, in memory and in a file`(cause: Int) throws {
    let pages = (0..<5).map { page in (0..<100).map { task(page * 100 + $0, cause: cause) } }
    let all = Array(pages.joined())
    let document = String(decoding: ExportTaskJSON.document(all), as: UTF8.self)
    #expect(try written(json(pages)) == document)
    #expect(try written(json([[]] + pages + [[]])) == document)
    #expect(try written(table(pages)) == ExportTaskTable.text(all))
    #expect(try json(pages).remarks.isEmpty && table(pages).remarks.isEmpty)
  }

  @Test func `no task is an empty list`() throws {
    #expect(try written(json([])) == "{\n    \"ExportTasks\": []\n}\n")
    #expect(try written(json([[], []])) == "{\n    \"ExportTasks\": []\n}\n")
  }

  @Test func `rows of a large table come whole from a file`() throws {
    let tasks = (0..<60_000).map { number in
      var task = ExportTask(
        exportTaskIdentifier: "é-\(number)-" + String(repeating: "y", count: 200))
      task.percentProgress = number % 100
      return task
    }
    let pages = (0..<6).map { Array(tasks[($0 * 10_000)..<(($0 + 1) * 10_000)]) }
    #expect(try written(table([tasks])) == ExportTaskTable.text(tasks))
    #expect(try written(table(pages)) == ExportTaskTable.text(tasks))
  }

  /// The pages of a list that shifts while it is read: each has the last tasks of the one before.
  private func shifting(_ count: Int, by shift: Int, cause: Int) -> [[ExportTask]] {
    var version = 0
    return stride(from: 0, to: count, by: 100 - shift).map { start in
      version += 1
      return (start..<min(start + 100, count)).map { number in
        var task = task(number, cause: cause)
        task.s3Prefix = "version \(version)"
        return task
      }
    }
  }

  @Test(arguments: [(350, 1, 10), (950, 99, 40), (900, 37, 20_000)])
  func `a task that comes twice is printed once, as it was read last`(
    count: Int, shift: Int, cause: Int
  ) throws {
    let pages = shifting(count, by: shift, cause: cause)
    var newest: [ExportTask] = []
    for task in pages.joined().reversed()
    where !newest.contains(where: { $0.exportTaskIdentifier == task.exportTaskIdentifier }) {
      newest.insert(task, at: 0)
    }
    #expect(newest.count == count)
    let document = String(decoding: ExportTaskJSON.document(newest), as: UTF8.self)
    #expect(try written(json(pages)) == document)
    #expect(try written(table(pages)) == ExportTaskTable.text(newest))
  }

  @Test func `the first task may be the one that is replaced, and what has no name is kept`() throws
  {
    let nameless = ExportTask(exportTaskIdentifier: "")
    var wide = task(1, cause: 1)
    wide.sourceArn = "a source that is very long, but is replaced"
    let pages = [[wide, nameless], [nameless, task(1, cause: 2)]]
    let newest = [nameless, nameless, task(1, cause: 2)]
    #expect(
      try written(json(pages))
        == String(decoding: ExportTaskJSON.document(newest), as: UTF8.self))
    #expect(try written(table(pages)) == ExportTaskTable.text(newest))
    #expect(
      try written(json([[wide], [task(1, cause: 2)]]))
        == String(decoding: ExportTaskJSON.document([task(1, cause: 2)]), as: UTF8.self))
  }

  @Test func `what couldn't be read of a task that was replaced is not told`() throws {
    var odd = task(1, cause: 1)
    odd.gaps = [ExportTaskGap(.percentProgress, .unreadable("1e3"))]
    #expect(try json([[odd], [task(1, cause: 1)]]).remarks.isEmpty)
    #expect(try table([[odd], [task(1, cause: 1)]]).remarks.isEmpty)
    #expect(try table([[odd], [odd]]).remarks.count == 1)
  }

  @Test func `what couldn't be read is told, not without end`() throws {
    let page = (1...25).map { number in
      var odd = task(number, cause: 1)
      odd.gaps = [ExportTaskGap(.percentProgress, .unreadable("1e3"))]
      return odd
    }
    for remarks in [try json([page]).remarks, try table([page]).remarks] {
      #expect(remarks.count == 11)
      #expect(remarks[0] == "task-1: AWS gave a PercentProgress that can't be read: 1e3")
      #expect(remarks[10] == "and 15 more like these")
    }
  }

  @Test func `without a folder a list of megabytes is kept in memory`() throws {
    let pages = (0..<5).map { page in (0..<100).map { task(page * 100 + $0, cause: 10_000) } }
    let printer = try json(pages, folder: "/dev/null/none")
    let document = String(
      decoding: ExportTaskJSON.document(Array(pages.joined())), as: UTF8.self)
    #expect(document.utf8.count > 4 << 20)
    #expect(try written(printer) == document)
  }

  @Test func `a folder that takes nothing is named`() {
    #expect {
      try json([(0..<10).map { task($0, cause: 1 << 20) }], folder: "/dev/null/none")
    } throws: { error in
      "\(error)".contains("/dev/null/none") && "\(error)".contains("TMPDIR")
    }
  }
}
