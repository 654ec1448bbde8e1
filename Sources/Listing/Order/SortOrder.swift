import FoundationEssentials
import Tracking

/// What a printed list is sorted by: columns, the first before the second, each from the smallest
/// or from the largest.
public struct SortOrder: Hashable, Sendable {
  public let sorts: [Sort]

  /// Reads `status,-data`: names of columns with a comma between them, a hyphen before one that
  /// goes from the largest to the smallest, as other commands read it.
  /// - Returns: Nil where a word is no column's name.
  public init?(_ text: String) {
    var sorts: [Sort] = []
    for word in text.split(separator: ",", omittingEmptySubsequences: false) {
      let isDescending = word.hasPrefix("-")
      guard let column = ColumnID(rawValue: String(isDescending ? word.dropFirst() : word)) else {
        return nil
      }
      sorts.append(Sort(column: column, ascending: !isDescending))
    }
    self.sorts = sorts
  }

  /// The columns that one can sort a printed list by. It is of one context.
  public static let names = ColumnID.allCases.filter { $0 != .context }.map(\.rawValue)

  /// Tasks in this order; equal ones by their names.
  /// - Parameter now: The server's clock.
  public func sorted(_ tasks: [TrackedTask], now: Date) -> [TrackedTask] {
    let orderings = sorts.map { Ordering(sort: $0, now: now) }
    let keys = tasks.map { task in orderings.map { $0.key(task) } }
    func precedes(_ one: Int, _ other: Int) -> Bool {
      for (index, sort) in sorts.enumerated() {
        if let answer = SortKey.precedes(
          keys[one][index], keys[other][index], textAscending: sort.ascending)
        {
          return answer
        }
      }
      if tasks[one].isNamedBefore(tasks[other]) { return true }
      return tasks[other].isNamedBefore(tasks[one]) ? false : one < other
    }
    return tasks.indices.sorted(by: precedes).map { tasks[$0] }
  }
}
