import Tracking

/// Some rows of a pool, one bit each: a hundred thousand take twelve kilobytes, and checking
/// whether a row is among them costs next to nothing.
public struct RowSet: Sendable {
  /// Each list starts at a new word.
  private var words: [UInt64]
  private let firstWords: [Int]
  /// The places of what waits, which is little.
  private var waiting: Set<Int> = []

  /// An empty set.
  init(of pool: TaskPool) {
    var firstWords = [0]
    var count = 0
    for list in pool.lists {
      count += (list.count + 63) / 64
      firstWords.append(count)
    }
    words = [UInt64](repeating: 0, count: count)
    self.firstWords = firstWords
  }

  public init(_ rows: some Sequence<RowID>, in pool: TaskPool) {
    self.init(of: pool)
    for row in rows { insert(row) }
  }

  var count: Int { words.reduce(waiting.count) { $0 + $1.nonzeroBitCount } }

  public func contains(_ row: RowID) -> Bool {
    if row.isWaiting { return waiting.contains(row.slot) }
    guard row.list < firstWords.count - 1 else { return false }
    return words[firstWords[row.list] + row.slot / 64] & 1 << UInt64(row.slot % 64) != 0
  }

  private mutating func insert(_ row: RowID) {
    if row.isWaiting {
      waiting.insert(row.slot)
      return
    }
    guard row.list < firstWords.count - 1 else { return }
    words[firstWords[row.list] + row.slot / 64] |= 1 << UInt64(row.slot % 64)
  }

  /// Everything in a pool.
  init(all pool: TaskPool) {
    self.init(of: pool)
    waiting = Set(pool.waiting.indices)
    for (number, list) in pool.lists.enumerated() where !list.isEmpty {
      for index in firstWords[number]..<firstWords[number + 1] { words[index] = .max }
      let rest = list.count % 64
      if rest > 0 { words[firstWords[number + 1] - 1] = 1 << UInt64(rest) - 1 }
    }
  }

  /// The rows of this set that pass a test.
  /// - Parameter pool: The pool that the rows belong to.
  func filtered(in pool: TaskPool, where test: ItemTest) -> RowSet {
    var passed = self
    passed.waiting = waiting.filter { test.waiting(pool.waiting[$0]) }
    passed.words.withUnsafeMutableBufferPointer { words in
      for (number, list) in pool.lists.enumerated() {
        let slots = words[firstWords[number]..<firstWords[number + 1]]
        list.keep(in: UnsafeMutableBufferPointer(rebasing: slots), where: test.task)
      }
    }
    return passed
  }

  /// Those of the rows in `order` that are in this set, in the same order.
  func rows(in order: [RowID]) -> [RowID] {
    let most = min(count, order.count)
    // An array without room is one that all empty ones share: nothing may be written to it.
    guard most > 0 else { return [] }
    return [RowID](unsafeUninitializedCapacity: most) { buffer, count in
      for row in order where contains(row) {
        buffer.initializeElement(at: count, to: row)
        count += 1
      }
    }
  }
}
