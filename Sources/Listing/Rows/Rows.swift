import Tracking

/// One row: what it shows, as it was last seen.
public struct Row: Sendable {
  public var item: Item
  /// It no longer passes the filter, but the order is held: shown dim.
  public var isLeaving: Bool

  public init(item: Item, isLeaving: Bool = false) {
    self.item = item
    self.isLeaving = isLeaving
  }

  public var id: TaskID { item.id }

  /// Whether it shows what has left the queue.
  public var isGone: Bool { item.waiting?.isGone == true }
}

/// What is listed, in order. A row is made when it is read, from the newest state of what it shows.
public struct Rows: RandomAccessCollection, Sendable {
  public let ids: [RowID]
  public let leaving: Set<RowID>
  public let pool: TaskPool

  public init(ids: [RowID], leaving: Set<RowID> = [], pool: TaskPool) {
    self.ids = ids
    self.leaving = leaving
    self.pool = pool
  }

  public var startIndex: Int { 0 }
  public var endIndex: Int { ids.count }

  public subscript(index: Int) -> Row {
    Row(
      item: pool[ids[index]], isLeaving: !leaving.isEmpty && leaving.contains(ids[index]))
  }
}

/// Rows whose places are held while tasks come, go and change.
public struct HeldRows: Sendable {
  public private(set) var ids: [RowID]
  /// Rows that would no longer be listed.
  public var leaving: Set<RowID> = []
  /// Tasks that would be listed but have no row.
  public var waiting: Set<RowID> = []
  /// Where the tasks are that had not ended when the order began to be held.
  public let openPlaces: [Int]

  public init(_ ids: [RowID], openPlaces: [Int]) {
    self.ids = ids
    self.openPlaces = openPlaces
  }

  /// Holds what is listed now.
  public init(_ arrangement: Arrangement) {
    self.init(arrangement.matching, openPlaces: arrangement.openPlaces)
  }

  /// Takes in what a few changes would have done to the list if it were not held.
  public mutating func note(_ moves: Arrangement.Moves) {
    for row in moves.left where waiting.remove(row) == nil { leaving.insert(row) }
    for row in moves.came where leaving.remove(row) == nil { waiting.insert(row) }
  }

  /// Compares with the list as it would be if it were not held.
  public mutating func compare(with arrangement: Arrangement) {
    let listed = RowSet(arrangement.matching, in: arrangement.pool)
    leaving = Set(ids.lazy.filter { !listed.contains($0) })
    let shown = RowSet(ids, in: arrangement.pool)
    waiting = Set(arrangement.matching.lazy.filter { !shown.contains($0) })
  }

  /// Gives each item its row in the new pool, after a list was replaced as a whole. What no list has
  /// any more becomes a ghost in its place.
  public mutating func follow(from old: TaskPool, into new: inout TaskPool) {
    for (index, row) in ids.enumerated() {
      ids[index] = new.row(of: row, in: old) ?? new.addGhost(old[row])
    }
  }
}
