import FoundationEssentials

/// The runs of many series, found by what their tasks have in common. It is kept by additions: one
/// costs as much in an account of a hundred thousand tasks as in a small one.
///
/// It holds slots, never tasks: four bytes for each run, and of each series the newest runs alone.
struct RunTable: Sendable {
  /// Two months of nights. What was longer ago says little of tonight.
  static let mostRuns = 64

  /// The number of each slot's series.
  private var numbers: [UInt32] = []
  private var series: [Runs] = []
  /// Series by what they have in common, as a hash: two of them share one in less than one of a
  /// billion accounts.
  private var known: [Int: UInt32] = [:]
  /// Series with news since they were last asked.
  private var touched: Set<UInt32> = []
  /// The slots of tasks without a start, by series: those that wait for it, and those that ended
  /// before they had one.
  private var unstarted: [UInt32: [UInt32]] = [:]

  private struct Runs {
    /// A task of the series, which need not be among its runs.
    var named: UInt32
    /// By start, apart from the others: most series of some accounts have one run alone.
    var newest: UInt32 = .max
    /// By start, the oldest first.
    var earlier: [UInt32] = []
  }

  /// How many series there are.
  var count: Int { series.count }

  /// Gives the next slot a series.
  mutating func append(_ key: Int) {
    let slot = UInt32(numbers.count)
    if let number = known[key] {
      numbers.append(number)
    } else {
      known[key] = UInt32(series.count)
      numbers.append(UInt32(series.count))
      series.append(Runs(named: slot))
    }
  }

  /// Adds a slot to the runs of its series.
  /// - Parameter startOf: When the task of a slot that is in it started.
  mutating func insert(_ slot: Int, startedAt start: Date, startOf: (Int) -> Date) {
    let number = Int(numbers[slot])
    let newest = series[number].newest
    if newest == .max {
      series[number].newest = UInt32(slot)
      return
    }
    if start >= startOf(Int(newest)) {
      series[number].earlier.append(newest)
      series[number].newest = UInt32(slot)
    } else {
      let earlier = series[number].earlier
      let isFull = earlier.count == Self.mostRuns - 1
      if isFull, let first = earlier.first, start <= startOf(Int(first)) { return }
      let place = earlier.lastIndex { startOf(Int($0)) <= start }.map { $0 + 1 } ?? 0
      series[number].earlier.insert(UInt32(slot), at: place)
    }
    if series[number].earlier.count >= Self.mostRuns { series[number].earlier.removeFirst() }
  }

  mutating func remove(_ slot: Int) {
    let number = Int(numbers[slot])
    if series[number].newest == UInt32(slot) {
      series[number].newest = series[number].earlier.popLast() ?? .max
    } else {
      series[number].earlier.removeAll { $0 == UInt32(slot) }
    }
  }

  /// Notes that the task of a slot has no start, or has one by now.
  mutating func note(_ slot: Int, isUnstarted: Bool) {
    let number = numbers[slot]
    if isUnstarted {
      unstarted[number, default: []].append(UInt32(slot))
    } else {
      unstarted[number]?.removeAll { $0 == UInt32(slot) }
      if unstarted[number]?.isEmpty == true { unstarted[number] = nil }
    }
  }

  /// The slots of a series' tasks that have no start.
  func unstarted(_ number: Int) -> [Int] { unstarted[UInt32(number)]?.map(Int.init) ?? [] }

  /// The number of a slot's series.
  func number(of slot: Int) -> Int { Int(numbers[slot]) }

  /// A task that a series has its name from.
  func named(_ number: Int) -> Int { Int(series[number].named) }

  /// The slots of a series' newest runs, by their start, the oldest first.
  func runs(_ number: Int) -> [Int] {
    let runs = series[number]
    return runs.earlier.map(Int.init) + (runs.newest == .max ? [] : [Int(runs.newest)])
  }

  mutating func touch(_ slot: Int) { touched.insert(numbers[slot]) }

  var isTouched: Bool { !touched.isEmpty }

  func isTouched(_ slot: Int) -> Bool { touched.contains(numbers[slot]) }

  mutating func forgetTouched() { touched = [] }

  /// A copy to read from. The store alone adds to it, and must not copy a table of all series each
  /// time it has handed one out.
  var forReading: RunTable {
    var copy = self
    copy.known = [:]
    copy.touched = []
    return copy
  }
}
