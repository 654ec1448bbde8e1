import FoundationEssentials

/// The tasks of one site, each in the slot that it got when it was first seen.
///
/// It is a value: a copy shares everything with the original, in chunks. Changing a task copies its
/// chunk but not the list, so a store can hand out a copy with every answer.
public struct TrackedTasks: Sendable {
  /// How many tasks are in which phase.
  public private(set) var counts = Counts()
  /// The slots of the tasks that have not ended, in ascending order. No other task changes with
  /// time.
  public private(set) var open: [Int] = []
  public private(set) var count = 0
  private var chunks: [[TrackedTask]] = []
  private var slots = SlotIndex()
  private(set) var series = SeriesIndex()

  /// A multiple of 64, the slots of a word in a set of them.
  static let chunkSize = 256

  public init() {}

  /// Gives the tasks slots in their order. Of several tasks with the same identifier, the last one
  /// counts.
  public init(_ tasks: some Sequence<TrackedTask>) {
    for task in tasks {
      if let slot = slot(of: task.identifier) { replace(slot, with: task) } else { append(task) }
    }
  }

  /// Whether this is a copy of the other, and neither has changed since. It costs nothing; a true
  /// answer is certain, and equal tasks that were put together apart give a false one.
  public func isUnchangedCopy(of other: TrackedTasks) -> Bool {
    count == other.count
      && chunks.withUnsafeBufferPointer { one in
        other.chunks.withUnsafeBufferPointer { two in one.baseAddress == two.baseAddress }
      }
  }

  /// The slots whose tasks are others than in an earlier copy, in ascending order. It costs little
  /// more than what has changed: whole chunks that both share are passed over.
  public func slots(changedSince earlier: TrackedTasks) -> [Int] {
    var changed: [Int] = []
    for (number, chunk) in chunks.enumerated() {
      let first = number * Self.chunkSize
      guard number < earlier.chunks.count else {
        changed += first..<first + chunk.count
        continue
      }
      let before = earlier.chunks[number]
      let isShared = chunk.withUnsafeBufferPointer { one in
        before.withUnsafeBufferPointer { two in
          one.baseAddress == two.baseAddress && one.count == two.count
        }
      }
      if isShared { continue }
      for place in chunk.indices where place >= before.count || chunk[place] !== before[place] {
        changed.append(first + place)
      }
    }
    return changed
  }

  /// The slot of a task; nil where it isn't known.
  public func slot(of identifier: String) -> Int? {
    slots.slot(of: identifier) { self[$0].isIdentified(by: identifier) }
  }

  /// A task by its identity; nil where it isn't known.
  public func task(_ id: TaskID) -> TrackedTask? {
    guard let slot = slot(of: id.identifier), self[slot].has(id) else { return nil }
    return self[slot]
  }

  /// Adds a task that wasn't known.
  mutating func append(_ task: TrackedTask) {
    if slots.isFull {
      let known = self
      slots.grow { known[$0].identifier }
    }
    slots.insert(count, of: task.identifier)
    if count.isMultiple(of: Self.chunkSize) {
      chunks.append([])
      // The list of a small account is no larger than it needs to be.
      if count > 0 { chunks[chunks.count - 1].reserveCapacity(Self.chunkSize) }
    }
    chunks[chunks.count - 1].append(task)
    counts[task.phase] += 1
    if task.isOpen { open.append(count) }
    let chunks = chunks
    series.append(task, startOf: { Self.start($0, in: chunks) }, slot: count)
    count += 1
  }

  /// When the task of a slot that has a start started.
  private static func start(_ slot: Int, in chunks: [[TrackedTask]]) -> Date {
    chunks[slot / chunkSize][slot % chunkSize].taskStartTime ?? .distantPast
  }

  /// Notes how long a task was STARTING.
  mutating func note(starting span: TimeInterval, of slot: Int) {
    series.note(starting: span, of: slot)
  }

  mutating func forgetTouchedSeries() { series.forgetTouched() }

  /// A copy to read from, which costs little to keep beside this one.
  var forReading: TrackedTasks {
    var copy = self
    copy.series = series.forReading
    return copy
  }

  /// Replaces what was known of a task.
  mutating func replace(_ slot: Int, with task: TrackedTask) {
    let known = self[slot]
    chunks[slot / Self.chunkSize][slot % Self.chunkSize] = task
    counts[known.phase] -= 1
    counts[task.phase] += 1
    let chunks = chunks
    series.replace(slot, known, with: task, startOf: { Self.start($0, in: chunks) })
    guard known.isOpen != task.isOpen else { return }
    let place = open.partitioningIndex { $0 >= slot }
    if task.isOpen { open.insert(slot, at: place) } else { open.remove(at: place) }
  }
}

extension TrackedTasks: RandomAccessCollection {
  public var startIndex: Int { 0 }
  public var endIndex: Int { count }

  public subscript(slot: Int) -> TrackedTask {
    chunks[slot / Self.chunkSize][slot % Self.chunkSize]
  }

  /// Removes from a set of slots those whose tasks fail a test. It goes through the tasks in the
  /// order in which they lie in memory.
  /// - Parameter slots: A bit for each slot, 64 in a word.
  public func keep(
    in slots: UnsafeMutableBufferPointer<UInt64>, where test: (TrackedTask) -> Bool
  ) {
    let wordsInChunk = Self.chunkSize / 64
    for (number, chunk) in chunks.enumerated() {
      // Counting references to a hundred thousand tasks would cost more than the test itself. The
      // chunk keeps its tasks alive meanwhile.
      chunk.withUnsafeBufferPointer { chunk in
        chunk.withMemoryRebound(to: Unmanaged<TrackedTask>.self) { chunk in
          for word in 0..<(chunk.count + 63) / 64 {
            var rest = slots[number * wordsInChunk + word]
            var kept = rest
            while rest != 0 {
              let index = rest.trailingZeroBitCount
              rest &= rest &- 1
              if !chunk[word * 64 + index]._withUnsafeGuaranteedRef(test) {
                kept &= ~(1 << UInt64(index))
              }
            }
            slots[number * wordsInChunk + word] = kept
          }
        }
      }
    }
  }
}

extension [Int] {
  /// The first index whose element meets a condition that all elements after it meet too.
  fileprivate func partitioningIndex(where condition: (Int) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if condition(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
