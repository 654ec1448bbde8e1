import RDSExports

/// What a list can't say of its tasks, in lines: not without end.
struct GapRemarks {
  /// How many gaps are told one by one.
  private static let mostTold = 10

  private var told: [(record: Int, words: String)] = []
  /// The record of each gap.
  private var records: [Int] = []

  /// - Parameter record: The number of the task's record in the whole list.
  mutating func note(_ gap: ExportTaskGap, of identifier: String, record: Int) {
    records.append(record)
    // A task that comes again takes its remarks along, so that a few more may be needed.
    guard told.count < 2 * Self.mostTold else { return }
    let name = identifier.isEmpty ? "a task without an identifier" : identifier
    told.append((record, "\(name): \(gap)"))
  }

  /// - Parameter isPrinted: Whether a record is part of the list.
  func lines(where isPrinted: (Int) -> Bool) -> [String] {
    let count = records.count(where: isPrinted)
    let lines = told.filter { isPrinted($0.record) }.prefix(Self.mostTold).map(\.words)
    return count > lines.count ? lines + ["and \(count - lines.count) more like these"] : lines
  }
}
