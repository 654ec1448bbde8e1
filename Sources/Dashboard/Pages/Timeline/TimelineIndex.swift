import FoundationEssentials
import Listing
import Tracking

/// The tasks of a list by their times, so that those of a window are found without a look at the
/// others, however many have ended.
///
/// What has ended hardly ever changes, so that a new answer costs as much as what it brings.
struct TimelineIndex: Sendable {
  struct Entry: Hashable, Sendable {
    /// Seconds since the reference date. What can still change has no end: it is infinite.
    var start: TimeInterval
    var end: TimeInterval
    var row: RowID
  }

  private(set) var tasks: TrackedTasks
  private let list: Int
  /// In the order in which the tasks began.
  private var sorted: [Entry] = []
  /// How many tasks there were when they were sorted.
  private var sortedCount = 0
  /// The sorted entries as a balanced tree: the middle of a range is the root of that range. Here is
  /// the last end of each root's range.
  private var lastEnds: [TimeInterval] = []
  /// The slots of which something else is known than what was sorted.
  private var outdated: Set<Int> = []
  /// What is known of them, and of all that came later.
  private var fresh: [Int: Entry] = [:]
  /// The slots of the tasks without any time.
  private var undatedSlots: Set<Int> = []

  /// Everything is sorted anew once there is so much that isn't.
  private static let mostFresh = 512

  /// - Parameter list: Their number in the pool.
  init(_ tasks: TrackedTasks, list: Int) {
    self.tasks = tasks
    self.list = list
    sort()
  }

  /// Takes in the newest tasks of the same list.
  /// - Returns: How many tasks were looked at.
  @discardableResult
  mutating func take(_ newest: TrackedTasks) -> Int {
    let changed = newest.slots(changedSince: tasks)
    tasks = newest
    for slot in changed {
      if slot < sortedCount { outdated.insert(slot) }
      fresh[slot] = entry(of: slot)
      if fresh[slot] == nil { undatedSlots.insert(slot) } else { undatedSlots.remove(slot) }
    }
    if fresh.count > max(Self.mostFresh, sorted.count / 16) { sort() }
    return changed.count
  }

  private func entry(of slot: Int) -> Entry? {
    guard let course = TaskCourse(of: tasks[slot]) else { return nil }
    return Entry(
      start: course.start.timeIntervalSinceReferenceDate,
      end: course.end?.timeIntervalSinceReferenceDate ?? .infinity,
      row: RowID(list: list, slot: slot))
  }

  private mutating func sort() {
    (outdated, fresh, undatedSlots) = ([], [:], [])
    sorted = []
    sorted.reserveCapacity(tasks.count)
    for slot in tasks.indices {
      if let entry = entry(of: slot) { sorted.append(entry) } else { undatedSlots.insert(slot) }
    }
    sorted.sort { $0.start < $1.start }
    sortedCount = tasks.count
    lastEnds = sorted.map(\.end)
    _ = grow(sorted.indices)
  }

  private mutating func grow(_ range: Range<Int>) -> TimeInterval {
    guard !range.isEmpty else { return -.infinity }
    let root = range.middle
    let last = max(
      sorted[root].end, grow(range.lowerBound..<root), grow(root + 1..<range.upperBound))
    lastEnds[root] = last
    return last
  }
}

extension TimelineIndex {
  /// The tasks without any time.
  var undated: [RowID] { undatedSlots.sorted().map { RowID(list: list, slot: $0) } }

  /// When the first task began; nil where none did.
  var firstStart: TimeInterval? {
    let first = sorted.first { !outdated.contains($0.row.slot) }?.start
    return [first, fresh.values.map(\.start).min()].compactMap(\.self).min()
  }

  /// Visits what was on its way between two times, both included, in the order of the starts.
  /// - Returns: How many entries were looked at.
  @discardableResult
  func each(from left: Date, to right: Date, _ visit: (Entry) -> Void) -> Int {
    let (left, right) = (
      left.timeIntervalSinceReferenceDate, right.timeIntervalSinceReferenceDate
    )
    var looks = fresh.count
    let later = fresh.values.filter { $0.start <= right && $0.end >= left }.sorted {
      ($0.start, $0.row.slot) < ($1.start, $1.row.slot)
    }
    var next = later.startIndex
    each(in: sorted.indices, from: left, to: right, &looks) { entry in
      if outdated.contains(entry.row.slot) { return }
      while next < later.endIndex, later[next].start < entry.start {
        visit(later[next])
        next += 1
      }
      visit(entry)
    }
    later[next...].forEach(visit)
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
    let entry = sorted[root]
    guard entry.start <= right else { return }
    if entry.end >= left { visit(entry) }
    each(in: root + 1..<range.upperBound, from: left, to: right, &looks, visit)
  }
}

extension Range<Int> {
  fileprivate var middle: Int { (lowerBound + upperBound) / 2 }
}
