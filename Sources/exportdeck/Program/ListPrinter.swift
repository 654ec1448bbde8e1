import Glibc
import Listing
import RDSExports

/// Prints export tasks once the last page has come, so that a list is whole or not there, and keeps
/// until then what it will write and no more.
struct ListPrinter {
  enum Form: CaseIterable { case table, json }

  /// How many gaps are told one by one.
  private static let mostGapsTold = 10

  private var spool: Spool
  private var form: Building
  private var gaps: [String] = []
  private var gapCount = 0

  private enum Building {
    case table(ExportTaskTable)
    case json(ExportTaskJSON)
  }

  /// - Parameter folder: For what is too large for memory.
  init(_ form: Form, folder: String) {
    spool = Spool(folder: folder)
    switch form {
    case .table: self.form = .table(ExportTaskTable())
    case .json: self.form = .json(ExportTaskJSON())
    }
  }

  mutating func add(_ tasks: [ExportTask]) throws(SpoolError) {
    for task in tasks { note(task) }
    switch form {
    case .table(var table):
      let rows = table.rows(tasks)
      form = .table(table)
      try spool.add(rows)
    case .json(var json):
      let text = json.add(tasks)
      form = .json(json)
      try spool.add(text)
    }
  }

  private mutating func note(_ task: ExportTask) {
    for gap in task.gaps {
      gapCount += 1
      guard gaps.count < Self.mostGapsTold else { continue }
      let name = task.exportTaskIdentifier
      gaps.append("\(name.isEmpty ? "a task without an identifier" : name): \(gap)")
    }
  }

  /// What the list can't say, one line each.
  var remarks: [String] {
    gapCount > gaps.count ? gaps + ["and \(gapCount - gaps.count) more like these"] : gaps
  }

  /// Writes the list.
  /// - Returns: The system's error where not all of it could be written, else 0.
  func write(to descriptor: Int32) throws(SpoolError) -> Int32 {
    defer { spool.close() }
    var problem: Int32 = 0
    func print(_ bytes: some Collection<UInt8>) -> Bool {
      problem = ThisProcess.write(Array(bytes), to: descriptor)
      return problem == 0
    }
    switch form {
    case .json(var json):
      try spool.each(print)
      if problem == 0 { _ = print(json.end()) }
    case .table(let table):
      guard print(table.heading) else { return problem }
      var rest: [UInt8] = []
      try spool.each { piece in
        rest += piece
        guard let end = rest.lastIndex(of: UInt8(ascii: "\n")) else { return true }
        let isTaken = print(table.lines(rest[...end]))
        rest.removeSubrange(...end)
        return isTaken
      }
    }
    return problem
  }
}
