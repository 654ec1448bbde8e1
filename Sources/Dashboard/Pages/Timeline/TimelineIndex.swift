import FoundationEssentials
import Listing
import Tracking

/// The tasks of a list by their times, so that those of a window are found without a look at the
/// others, however many have ended.
struct TimelineIndex: Sendable {
  struct Entry: Hashable, Sendable {
    /// Seconds since the reference date. What can still change has no end: it is infinite.
    var start: TimeInterval
    var end: TimeInterval
    var row: RowID
  }

  /// In the order in which the tasks began.
  private(set) var entries: [Entry] = []
  /// The tasks without any time.
  private(set) var undated: [RowID] = []
  /// The entries as a balanced tree: the middle of a range is the root of that range. Here is the
  /// last end of each root's range.
  private var lastEnds: [TimeInterval] = []

  /// - Parameter list: Their number in the pool.
  init(_ tasks: TrackedTasks, list: Int) {
    for (slot, task) in tasks.enumerated() {
      let row = RowID(list: list, slot: slot)
      guard let course = TaskCourse(of: task) else {
        undated.append(row)
        continue
      }
      entries.append(
        Entry(
          start: course.start.timeIntervalSinceReferenceDate,
          end: course.end?.timeIntervalSinceReferenceDate ?? .infinity, row: row))
    }
    entries.sort {
      $0.start == $1.start
        ? tasks[$0.row.slot].isNamedBefore(tasks[$1.row.slot]) : $0.start < $1.start
    }
    lastEnds = entries.map(\.end)
    _ = grow(entries.indices)
  }

  private mutating func grow(_ range: Range<Int>) -> TimeInterval {
    guard !range.isEmpty else { return -.infinity }
    let root = range.middle
    let last = max(
      entries[root].end, grow(range.lowerBound..<root), grow(root + 1..<range.upperBound))
    lastEnds[root] = last
    return last
  }

  /// Visits what was on its way between two times, both included, in the order of the starts.
  /// - Returns: How many entries were looked at.
  @discardableResult
  func each(from left: Date, to right: Date, _ visit: (Entry) -> Void) -> Int {
    var looks = 0
    each(
      in: entries.indices, from: left.timeIntervalSinceReferenceDate,
      to: right.timeIntervalSinceReferenceDate, &looks, visit)
    return looks
  }

  private func each(
    in range: Range<Int>, from left: TimeInterval, to right: TimeInterval, _ looks: inout Int,
    _ visit: (Entry) -> Void
  ) {
    guard !range.isEmpty else { return }
    let root = range.middle
    looks += 1
    guard lastEnds[root] >= left else { return }
    each(in: range.lowerBound..<root, from: left, to: right, &looks, visit)
    let entry = entries[root]
    guard entry.start <= right else { return }
    if entry.end >= left { visit(entry) }
    each(in: root + 1..<range.upperBound, from: left, to: right, &looks, visit)
  }
}

extension Range<Int> {
  fileprivate var middle: Int { (lowerBound + upperBound) / 2 }
}
