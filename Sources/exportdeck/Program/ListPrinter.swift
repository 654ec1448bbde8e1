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
enum ListOutput: CaseIterable { case table, json, ndjson }

/// The list as the AWS CLI prints it.
struct JSONListPrinter: ListPrinter {
  private var spool: TaskSpool
  private var gaps = GapRemarks()

  /// - Parameter folder: For what is too large for memory.
  init(folder: String) { spool = TaskSpool(folder: folder) }

  var remarks: [String] { gaps.lines(where: spool.holds) }

  mutating func add(_ tasks: EncodedExportTasks) throws(SpoolError) {
    for gap in tasks.gaps {
      gaps.note(gap.gap, of: gap.exportTaskIdentifier, record: spool.count + gap.record)
    }
    try spool.add(tasks.bytes, tasks.records)
  }

  func write(to descriptor: Int32) throws(SpoolError) -> Int32 {
    defer { spool.close() }
    var document = ExportTaskJSON()
    var problem: Int32 = 0
    try spool.each { piece in
      problem = ThisProcess.write(document.add(piece), to: descriptor)
      return problem == 0
    }
    return problem == 0 ? ThisProcess.write(document.end(), to: descriptor) : problem
  }
}

/// The list as a plain table.
struct TableListPrinter: ListPrinter {
  private var spool: TaskSpool
  private var table = ExportTaskTable()
  private var gaps = GapRemarks()

  /// - Parameter folder: For what is too large for memory.
  init(folder: String) { spool = TaskSpool(folder: folder) }

  var remarks: [String] { gaps.lines(where: spool.holds) }

  mutating func add(_ tasks: [ExportTask]) throws(SpoolError) {
    // By index: whoever takes a task out counts all its texts.
    for index in tasks.indices where !tasks[index].gaps.isEmpty {
      for gap in tasks[index].gaps {
        gaps.note(gap, of: tasks[index].exportTaskIdentifier, record: spool.count + index)
      }
    }
    let rows = table.rows(tasks)
    let lengths = rows.split(separator: UInt8(ascii: "\n")).lazy.map { $0.count + 1 }
    try spool.add(
      rows,
      zip(tasks.indices, lengths).map {
        EncodedExportTasks.Record(identity: tasks[$0].recordIdentity, length: $1)
      })
  }

  func write(to descriptor: Int32) throws(SpoolError) -> Int32 {
    defer { spool.close() }
    var table = table
    if spool.hasReplaced {
      // What is no longer there must not widen a column.
      table = ExportTaskTable()
      try eachRows {
        table.measure($0)
        return true
      }
    }
    var problem = ThisProcess.write(table.heading, to: descriptor)
    guard problem == 0 else { return problem }
    try eachRows {
      problem = ThisProcess.write(table.lines($0), to: descriptor)
      return problem == 0
    }
    return problem
  }

  /// Gives whole rows, until `take` says no.
  private func eachRows(_ take: (ArraySlice<UInt8>) -> Bool) throws(SpoolError) {
    var rest: [UInt8] = []
    try spool.each { piece in
      rest += piece
      guard let end = rest.lastIndex(of: UInt8(ascii: "\n")) else { return true }
      guard take(rest[...end]) else { return false }
      rest.removeSubrange(...end)
      return true
    }
  }
}
