import Glibc
import Listing
import RDSExports

/// Prints export tasks once the last page has come, so that a list is whole or not there, and keeps
/// until then what it will write and no more.
protocol ListPrinter: Sendable {
  /// What the list can't say, one line each.
  var remarks: [String] { get }
  /// Writes the list.
  /// - Returns: The system's error where not all of it could be written, else 0.
  func write(to descriptor: Int32) throws(SpoolError) -> Int32
}

/// How `list` prints.
enum ListOutput: CaseIterable { case table, json }

/// The list as the AWS CLI prints it.
struct JSONListPrinter: ListPrinter {
  private var spool: Spool
  private var document = ExportTaskJSON()
  private var gaps = GapRemarks()

  /// - Parameter folder: For what is too large for memory.
  init(folder: String) { spool = Spool(folder: folder) }

  var remarks: [String] { gaps.lines }

  mutating func add(_ tasks: EncodedExportTasks) throws(SpoolError) {
    for gap in tasks.gaps { gaps.note(gap.gap, of: gap.exportTaskIdentifier) }
    try spool.add(document.add(tasks))
  }

  func write(to descriptor: Int32) throws(SpoolError) -> Int32 {
    defer { spool.close() }
    let problem = try spool.write(to: descriptor)
    return problem == 0 ? ThisProcess.write(document.end(), to: descriptor) : problem
  }
}

/// The list as a plain table.
struct TableListPrinter: ListPrinter {
  private var spool: Spool
  private var table = ExportTaskTable()
  private var gaps = GapRemarks()

  /// - Parameter folder: For what is too large for memory.
  init(folder: String) { spool = Spool(folder: folder) }

  var remarks: [String] { gaps.lines }

  mutating func add(_ tasks: [ExportTask]) throws(SpoolError) {
    // By index: whoever takes a task out counts all its texts.
    for index in tasks.indices where !tasks[index].gaps.isEmpty {
      for gap in tasks[index].gaps { gaps.note(gap, of: tasks[index].exportTaskIdentifier) }
    }
    try spool.add(table.rows(tasks))
  }

  func write(to descriptor: Int32) throws(SpoolError) -> Int32 {
    defer { spool.close() }
    var problem = ThisProcess.write(table.heading, to: descriptor)
    var rest: [UInt8] = []
    try spool.each { piece in
      rest += piece
      guard problem == 0 else { return false }
      guard let end = rest.lastIndex(of: UInt8(ascii: "\n")) else { return true }
      problem = ThisProcess.write(table.lines(rest[...end]), to: descriptor)
      rest.removeSubrange(...end)
      return problem == 0
    }
    return problem
  }
}
