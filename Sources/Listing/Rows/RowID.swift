import Tracking

/// Which item a row shows. It has only four bytes because there is one for each task.
///
/// It is valid for one pool, until a list of the pool is replaced as a whole. What waits in the queue
/// has a list of its own.
public struct RowID: Hashable, Sendable {
  private let bits: UInt32
  private static let slotBits = 20

  /// - Parameters:
  ///   - list: Below 4,096.
  ///   - slot: Below a million: a store keeps far fewer.
  public init(list: Int, slot: Int) { bits = UInt32(list << Self.slotBits | slot) }

  /// What waits in the queue, by its place among that.
  public init(waiting place: Int) { self.init(list: Self.waitingList, slot: place) }

  static let waitingList = 4094
  fileprivate static let ghostList = 4095

  /// Whether a held order alone still shows it.
  public var isGhost: Bool { list == Self.ghostList }

  /// Whether it shows an export that waits in the queue.
  public var isWaiting: Bool { list == Self.waitingList }

  public var list: Int { Int(bits >> UInt32(Self.slotBits)) }
  public var slot: Int { Int(bits) & (1 << Self.slotBits - 1) }

  /// An arbitrary order that never changes.
  static func < (one: RowID, other: RowID) -> Bool { one.bits < other.bits }
}

/// The newest tasks of all sites and what waits in the queue, found by their rows.
public struct TaskPool: Sendable {
  /// The number of each site's list.
  private var numbers: [SiteID: Int] = [:]
  /// Lists of sites that are gone: new sites get them.
  private var free: [Int] = []
  public private(set) var lists: [TrackedTasks] = []
  /// Grows whenever old row IDs may belong to other tasks.
  private(set) var generation = 0
  /// What waits in the queue. There is little of it, and it is replaced as a whole.
  public private(set) var waiting: [WaitingExport] = []
  private var waitingPlaces: [TaskID: Int] = [:]
  /// What a held order still shows although no list has it any more.
  private var ghosts: [Item] = []

  public init() {}

  public subscript(row: RowID) -> Item {
    if row.isWaiting { return .waiting(waiting[row.slot]) }
    if row.isGhost { return ghosts[row.slot] }
    return .task(task(row))
  }

  /// The task of a row of a site's list.
  private func task(_ row: RowID) -> TrackedTask {
    // Read where it lies: a copy of the list for each row would count a dozen references.
    lists.withUnsafeBufferPointer { $0[row.list][row.slot] }
  }

  var count: Int { lists.reduce(waiting.count) { $0 + $1.count } }

  /// Everything that is in a list.
  var rows: [RowID] {
    var rows: [RowID] = []
    rows.reserveCapacity(count)
    for list in lists.indices { rows += self.rows(lists[list].indices, in: list) }
    return rows + waitingRows
  }

  var waitingRows: [RowID] { waiting.indices.map(RowID.init(waiting:)) }

  /// The tasks that have not ended.
  var open: [RowID] { lists.indices.flatMap { rows(lists[$0].open, in: $0) } }

  public func rows(_ slots: some Sequence<Int>, in list: Int) -> [RowID] {
    slots.map { RowID(list: list, slot: $0) }
  }

  /// The row of an item; nil if no list has it. What AWS has is a task, whatever waits.
  public func row(of id: TaskID) -> RowID? {
    guard let list = numbers[id.site], let slot = lists[list].slot(of: id.identifier),
      lists[list][slot].has(id)
    else { return waitingPlaces[id].map(RowID.init(waiting:)) }
    return RowID(list: list, slot: slot)
  }

  /// Replaces what waits. Rows of what waited before must not be used any more.
  mutating func set(_ waiting: [WaitingExport]) {
    self.waiting = waiting
    waitingPlaces = Dictionary(waiting.enumerated().map { ($1.id, $0) }) { one, _ in one }
  }

  /// The number of a site's list.
  public mutating func list(of site: SiteID) -> Int {
    if let list = numbers[site] { return list }
    if free.isEmpty {
      free.append(lists.count)
      lists.append(TrackedTasks())
    }
    let list = free.removeLast()
    numbers[site] = list
    return list
  }

  /// Takes out the lists of all sites but these. Rows of the others must not be used any more.
  mutating func keep(only sites: Set<SiteID>) {
    for (site, list) in numbers where !sites.contains(site) {
      numbers[site] = nil
      lists[list] = TrackedTasks()
      free.append(list)
    }
  }

  public mutating func set(_ tasks: TrackedTasks, as list: Int) { lists[list] = tasks }

  /// Notes that the tasks of a list have other slots than before.
  mutating func renumber() { generation += 1 }

  /// The row that an item of an older pool has now; nil where no list has it.
  public func row(of row: RowID, in older: TaskPool) -> RowID? {
    let isSame =
      older.generation == generation && !row.isGhost && !row.isWaiting
    return isSame ? row : self.row(of: older[row].id)
  }

  mutating func addGhost(_ item: Item) -> RowID {
    ghosts.append(item.waiting.map { .waiting($0.gone) } ?? item)
    return RowID(list: RowID.ghostList, slot: ghosts.count - 1)
  }

  public mutating func forgetGhosts() { ghosts = [] }
}
