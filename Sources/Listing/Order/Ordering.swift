import FoundationEssentials
import Tracking

/// The order of the list: total, so that equal tasks never change places.
public struct Ordering: Sendable {
  public let sort: Sort
  /// The server's clock.
  public let now: Date

  public init(sort: Sort, now: Date) {
    self.sort = sort
    self.now = now
  }

  /// Whether two tasks can change places by time alone.
  public var dependsOnTime: Bool { sort.column == .elapsed }

  private func key(_ task: TrackedTask) -> SortKey { SortKey(task, by: sort, now: now) }

  private func precedes(
    _ one: SortKey, _ oneTask: TrackedTask, _ other: SortKey, _ otherTask: TrackedTask
  ) -> Bool {
    if let answer = SortKey.precedes(one, other, textAscending: sort.ascending) { return answer }
    let (id, otherID) = (oneTask.id, otherTask.id)
    if id.identifier != otherID.identifier { return id.identifier < otherID.identifier }
    return id.site < otherID.site
  }

  /// All of them, each key computed once.
  public func sorted(_ tasks: [TrackedTask]) -> [TrackedTask] {
    let keys = tasks.map(key)
    return tasks.withUnsafeBufferPointer { tasks in
      keys.withUnsafeBufferPointer { keys in
        Array(tasks.indices)
          .sorted { precedes(keys[$0], tasks[$0], keys[$1], tasks[$1]) }
          .map { tasks[$0] }
      }
    }
  }

  /// Puts a few tasks where they belong among many that are in order already.
  public func merge(_ incoming: [TrackedTask], into ordered: [TrackedTask]) -> [TrackedTask] {
    var result: [TrackedTask] = []
    result.reserveCapacity(ordered.count + incoming.count)
    var taken = 0
    for task in sorted(incoming) {
      let place = place(of: task, in: ordered, from: taken)
      result.append(contentsOf: ordered[taken..<place])
      result.append(task)
      taken = place
    }
    result.append(contentsOf: ordered[taken...])
    return result
  }

  private func place(of task: TrackedTask, in ordered: [TrackedTask], from start: Int) -> Int {
    let own = key(task)
    var (low, high) = (start, ordered.count)
    while low < high {
      let middle = (low + high) / 2
      if precedes(key(ordered[middle]), ordered[middle], own, task) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low
  }
}
