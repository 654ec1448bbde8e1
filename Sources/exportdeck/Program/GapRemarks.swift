import RDSExports

/// What a list can't say of its tasks, in lines: not without end.
struct GapRemarks {
  /// How many gaps are told one by one.
  private static let mostTold = 10

  private var told: [String] = []
  private var count = 0

  mutating func note(_ gap: ExportTaskGap, of identifier: String) {
    count += 1
    guard told.count < Self.mostTold else { return }
    told.append("\(identifier.isEmpty ? "a task without an identifier" : identifier): \(gap)")
  }

  var lines: [String] {
    count > told.count ? told + ["and \(count - told.count) more like these"] : told
  }
}
