import RDSExports

/// Prints each page of a list as it comes: a line of JSON for each task. Nothing is kept but which
/// tasks were printed, so that none is printed twice where pages shift while they are read.
struct LineListPrinter {
  private var printed: Set<Int> = []
  private var gaps = GapRemarks()
  private var count = 0

  /// What the list can't say, one line each.
  var remarks: [String] { gaps.lines { _ in true } }

  /// The lines of a page.
  mutating func lines(_ tasks: EncodedExportTasks) -> [UInt8] {
    var bytes: [UInt8] = []
    var isPrinted: [Bool] = []
    for (record, line) in zip(tasks.records, tasks.lines) {
      let isNew = record.identity.map { printed.insert($0).inserted } ?? true
      isPrinted.append(isNew)
      guard isNew else { continue }
      bytes += line
      bytes.append(UInt8(ascii: "\n"))
    }
    for gap in tasks.gaps where isPrinted[gap.record] {
      gaps.note(gap.gap, of: gap.exportTaskIdentifier, record: count + gap.record)
    }
    count += tasks.count
    return bytes
  }
}
