import FoundationEssentials
import Tracking

/// The order of the list. It is total, so that equal tasks never change places.
public struct Ordering: Sendable {
  public let sort: Sort
  /// The server's clock.
  public let now: Date
  /// The places of the sites in the order of their contexts; empty where that is not the order.
  let ranks: [SiteID: Int]
  /// Up to when sites are known that are not known up to now.
  private let known: [SiteID: Date]
  private let order: ColumnOrder

  /// - Parameters:
  ///   - known: Up to when sites are known that are not known up to now.
  ///   - ranks: The places of the sites in the order of their contexts' names.
  public init(
    sort: Sort, now: Date, known: [SiteID: Date] = [:], ranks: [SiteID: Int] = [:]
  ) {
    self.sort = sort
    self.now = now
    self.known = known
    self.ranks = sort.column == .context ? ranks : [:]
    order = ColumnSpec(sort.column).order
  }

  /// Whether tasks that have not ended can change places as time passes; other tasks never do.
  public var dependsOnTime: Bool { order.dependsOnTime }

  func key(_ task: TrackedTask) -> SortKey {
    let known = known.isEmpty ? now : known[task.siteID] ?? now
    var key = order.key(
      task, sort.ascending ? 1 : -1, ColumnOrder.Time(now: now, known: known))
    if !ranks.isEmpty {
      key.number = Double(ranks[task.siteID] ?? ranks.count) * (sort.ascending ? 1 : -1)
    }
    return key
  }

  func key(_ item: Item) -> SortKey {
    switch item {
    case .task(let task): return key(task)
    case .waiting(let export):
      let sign: Double = sort.ascending ? 1 : -1
      var key = order.key(of: export, sign, ColumnOrder.Time(now: now, known: now))
      if !ranks.isEmpty { key.number = Double(ranks[export.id.site] ?? ranks.count) * sign }
      return key
    }
  }

  private func precedes(
    _ one: SortKey, _ oneRow: RowID, _ other: SortKey, _ otherRow: RowID, _ pool: TaskPool
  ) -> Bool {
    if let answer = SortKey.precedes(one, other, textAscending: sort.ascending) { return answer }
    let (item, otherItem) = (pool[oneRow], pool[otherRow])
    if item.isNamedBefore(otherItem) { return true }
    if otherItem.isNamedBefore(item) { return false }
    let (site, otherSite) = (item.siteID, otherItem.siteID)
    return site == otherSite ? oneRow < otherRow : site < otherSite
  }

  /// The rows in order. Each key is computed once.
  public func sorted(_ rows: [RowID], _ pool: TaskPool) -> [RowID] {
    let keys = rows.map { key(pool[$0]) }
    return rows.withUnsafeBufferPointer { rows in
      keys.withUnsafeBufferPointer { keys in
        Array(rows.indices)
          .sorted { precedes(keys[$0], rows[$0], keys[$1], rows[$1], pool) }
          .map { rows[$0] }
      }
    }
  }

  /// Where a row is, or belongs, among rows that are in order.
  func place(of row: RowID, in rows: [RowID], _ pool: TaskPool, from start: Int = 0) -> Int {
    let own = key(pool[row])
    var (low, high) = (start, rows.count)
    while low < high {
      let middle = (low + high) / 2
      if precedes(key(pool[rows[middle]]), rows[middle], own, row, pool) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low
  }
}
