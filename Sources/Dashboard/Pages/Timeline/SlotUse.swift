import FoundationEssentials

/// How many of an account's slots were taken in each column of a window.
struct SlotUse: Hashable {
  /// The most at any moment of a column; nil for a column that is not over and not known yet.
  private(set) var most: [Int?]

  /// - Parameters:
  ///   - runs: From when to when each task took its slot, the end excluded, in any order.
  ///   - known: Up to when it is known what ran.
  init(_ runs: [(start: TimeInterval, end: TimeInterval)], _ scale: TimeScale, known: Date) {
    let starts = runs.map(\.start).sorted()
    let ends = runs.map(\.end).sorted()
    var (started, ended) = (0, 0)
    let last = scale.column(of: known)
    most = (0..<scale.columns).map { column in
      guard column <= last else { return nil }
      let left = scale.start(of: column).timeIntervalSinceReferenceDate
      let right = scale.start(of: column + 1).timeIntervalSinceReferenceDate
      while started < starts.count, starts[started] <= left { started += 1 }
      while ended < ends.count, ends[ended] <= left { ended += 1 }
      var most = started - ended
      while started < starts.count, starts[started] < right {
        let start = starts[started]
        while ended < ends.count, ends[ended] <= start { ended += 1 }
        while started < starts.count, starts[started] == start { started += 1 }
        most = max(most, started - ended)
      }
      return most
    }
  }
}
