import FoundationEssentials
import Ground
import Tracking

/// All tasks in order with what waits in the queue, and what of both passes the filter. It is kept up to date by changes: a refresh
/// costs as much as what it brings, however many tasks there are.
public struct Arrangement: Sendable {
  public var pool = TaskPool()
  /// Every task of every site, and what waits.
  public var ordered: [RowID] = []
  /// Nil while there is no filter.
  private var filtered: [RowID]?
  /// What `ordered` is sorted by, and as of when.
  public private(set) var ordering = Ordering(sort: .first, now: .distantPast)
  private var filteredAt = Duration.zero
  private var utcOffset = 0
  private var sites: [SiteID: SiteWords] = [:]
  /// When the filter will mean another time, by the server's clock; nil for never.
  public private(set) var turn: Date?
  private var steps = FilterSteps()

  /// What passes the filter, in order.
  public var matching: [RowID] { filtered ?? ordered }

  public init() {}

  /// What happened to the list.
  public struct Moves {
    /// Rows that have left it, and rows that are new in it.
    public var left: [RowID] = []
    public var came: [RowID] = []
    /// False where the whole list was made again, so that `left` and `came` don't say what changed.
    public var isCounted = true
    /// Old row IDs may belong to other tasks now.
    public var areRowsOthers = false
  }

  /// Ages change for every task at once. A filter by age looks at all tasks again, at most this
  /// often.
  static let scanRest = Duration.seconds(5)

  /// Sorts and filters everything again.
  public mutating func order(by ordering: Ordering, _ sieve: Sieve) {
    self.ordering = ordering
    ordered = ordering.sorted(pool.rows, pool)
    list(pick(sieve), sieve)
  }

  /// What would pass a filter; nil for an empty filter, which lets everything through.
  public mutating func pick(_ sieve: Sieve) -> [RowID]? {
    guard !sieve.filter.isEmpty else {
      steps = FilterSteps()
      return nil
    }
    return steps.rows(sieve, in: pool).rows(in: ordered)
  }

  /// Forgets the filters that were typed on the way to this one: nobody goes back to them.
  public mutating func endTyping() { steps = FilterSteps() }

  /// Lists what `pick` has just returned.
  public mutating func list(_ picked: [RowID]?, _ sieve: Sieve) {
    filtered = picked
    filteredAt = sieve.moment.monotonic
    utcOffset = sieve.moment.utcOffset
    sites = sieve.sites
    movements += 1
    turn = sieve.turn
  }

  /// Takes in the newest tasks of some sites, each at most once.
  /// - Parameter ordering: The one in force, as of now.
  public mutating func take(
    _ newest: [SiteTasks], by ordering: Ordering, _ sieve: Sieve
  ) -> Moves {
    let lists = newest.map { pool.list(of: $0.site) }
    let before = pool
    var (changed, added): ([RowID], [RowID]) = ([], [])
    var areRowsOthers = false
    for (one, list) in zip(newest, lists) {
      let known = before.lists[list].count
      pool.set(one.tasks, as: list)
      if known == 0 {
        // No row had a number in this list: the others keep theirs, and their places.
        added += pool.rows(one.tasks.indices, in: list)
      } else if !one.changes.isWhole, one.changes.added == known..<one.tasks.count {
        changed += pool.rows(one.changes.slots, in: list)
        added += pool.rows(one.changes.added, in: list)
      } else {
        areRowsOthers = true
      }
    }
    guard !areRowsOthers else {
      pool.renumber()
      steps = FilterSteps()
      order(by: ordering, sieve)
      return Moves(isCounted: false, areRowsOthers: true)
    }
    return move(changed, adding: added, from: before, by: ordering, sieve)
  }

  /// Lists the tasks of these sites and of no others.
  public mutating func replace(
    with lists: [SiteID: TrackedTasks], by ordering: Ordering, _ sieve: Sieve
  ) -> Moves {
    pool.keep(only: Set(lists.keys))
    for (site, tasks) in lists { pool.set(tasks, as: pool.list(of: site)) }
    pool.renumber()
    steps = FilterSteps()
    order(by: ordering, sieve)
    return Moves(isCounted: false, areRowsOthers: true)
  }

  /// Lists what waits in the queue, in place of what waited before.
  /// - Returns: Nil where that is the same.
  public mutating func wait(_ waiting: [WaitingExport], _ sieve: Sieve) -> Moves? {
    guard !waiting.elementsEqual(pool.waiting, by: ===) else { return nil }
    if !pool.waiting.isEmpty {
      ordered.removeAll(where: \.isWaiting)
      filtered.withValue { $0.removeAll(where: \.isWaiting) }
    }
    pool.set(waiting)
    steps = FilterSteps()
    movements += 1
    let rows = ordering.sorted(pool.waitingRows, pool)
    ordering.put(rows, into: &ordered, insteadOf: [], pool)
    let test = sieve.itemTest
    let (listed, items, order) = (rows.filter { test(pool[$0]) }, pool, ordering)
    filtered.withValue { order.put(listed, into: &$0, insteadOf: [], items) }
    return Moves(isCounted: false, areRowsOthers: true)
  }

  /// Takes in the passing of time, where nothing else has changed.
  public mutating func age(by ordering: Ordering, _ sieve: Sieve) {
    _ = move([], adding: [], from: pool, by: ordering, sieve)
  }

  private mutating func move(
    _ changed: [RowID], adding added: [RowID], from before: TaskPool, by ordering: Ordering,
    _ sieve: Sieve
  ) -> Moves {
    if !changed.isEmpty || !added.isEmpty {
      steps = FilterSteps()
      movements += 1
    }
    guard ordering.ranks == self.ordering.ranks else {
      order(by: ordering, sieve)
      return Moves(isCounted: false)
    }
    var moving = changed
    let reach = sieve.filter.reachOfTime
    if reach != .nothing || ordering.dependsOnTime {
      moving = Array(Set(changed + before.open))
      movements += 1
    }
    let places = moving.map { position(of: $0, in: ordered, before) }
    guard moving.count + added.count <= max(64, ordered.count / 8), !places.contains(nil) else {
      order(by: ordering, sieve)
      return Moves(isCounted: false)
    }
    let wasListed = filtered.map { rows in moving.map { position(of: $0, in: rows, before) } }
    self.ordering = ordering
    let incoming = ordering.sorted(moving + added, pool)
    ordering.put(incoming, into: &ordered, insteadOf: places, pool)
    guard let wasListed else { return Moves(came: added) }
    guard !mustScan(reach, sieve) else {
      list(pick(sieve), sieve)
      return Moves(isCounted: false)
    }
    let test = sieve.itemTest
    let listed = incoming.filter { test(pool[$0]) }
    let tasks = pool
    filtered.withValue { ordering.put(listed, into: &$0, insteadOf: wasListed, tasks) }
    let were = Set(zip(moving, wasListed).lazy.filter { $0.1 != nil }.map(\.0))
    let are = Set(listed)
    return Moves(left: Array(were.subtracting(are)), came: Array(are.subtracting(were)))
  }

  /// Days begin at another time once the UTC offset has changed, and contexts can get other names.
  private func mustScan(_ reach: Filter.Reach, _ sieve: Sieve) -> Bool {
    utcOffset != sieve.moment.utcOffset || sites != sieve.sites || turn != sieve.turn
      || reach == .everything && sieve.moment.monotonic - filteredAt >= Self.scanRest
  }

  /// Grows whenever rows may have other places, or tasks may be others.
  public private(set) var movements = 0

  /// Where the listed tasks are that have not ended.
  public var openPlaces: [Int] {
    let open = pool.open
    // Each place that is looked up takes some twenty comparisons of tasks: of many, it is cheaper to
    // go through the whole list once.
    guard open.count * 20 > matching.count else { return open.compactMap(position(of:)) }
    let rows = RowSet(open, in: pool)
    return matching.indices.filter { rows.contains(matching[$0]) }
  }

  /// Where a task is in the order, or next to what it would be if it passed the filter: the row below
  /// it, else the one above. Nil where the task is in no list, or nothing is listed.
  public func nearestPosition(to id: TaskID) -> Int? {
    guard let row = pool.row(of: id), !matching.isEmpty else { return nil }
    return min(ordering.place(of: row, in: matching, pool), matching.count - 1)
  }

  /// Where a row of the list is; nil where it is not.
  public func position(of row: RowID) -> Int? { position(of: row, in: matching, pool) }

  /// - Parameter pool: The tasks as they were when the rows were put in order.
  private func position(of row: RowID, in rows: [RowID], _ pool: TaskPool) -> Int? {
    let place = ordering.place(of: row, in: rows, pool)
    return place < rows.count && rows[place] == row ? place : nil
  }
}

extension Ordering {
  /// Takes rows out and inserts others where they belong.
  /// - Parameter incoming: In order.
  fileprivate func put(
    _ incoming: [RowID], into rows: inout [RowID], insteadOf places: [Int?], _ pool: TaskPool
  ) {
    rows.remove(atSorted: places.compactMap { $0 }.sorted())
    var place = 0
    let targets = incoming.map { row in
      place = self.place(of: row, in: rows, pool, from: place)
      return place
    }
    rows.insert(incoming, atSorted: targets)
  }
}

extension [RowID] {
  /// Removes a few elements in one pass.
  fileprivate mutating func remove(atSorted places: [Int]) {
    guard let first = places.first else { return }
    let ends = places.dropFirst() + [count]
    withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      var target = first
      for (place, end) in zip(places, ends) {
        (base + target).update(from: base + place + 1, count: end - place - 1)
        target += end - place - 1
      }
    }
    removeLast(places.count)
  }

  /// Inserts a few elements in one pass.
  /// - Parameter places: In ascending order, as they are before anything is inserted.
  fileprivate mutating func insert(_ elements: [RowID], atSorted places: [Int]) {
    var end = count
    append(contentsOf: elements)
    withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      for index in elements.indices.reversed() {
        let place = places[index]
        (base + place + index + 1).update(from: base + place, count: end - place)
        base[place + index] = elements[index]
        end = place
      }
    }
  }
}

extension Optional {
  /// Changes the value in place, without copying it; does nothing where there is none.
  fileprivate mutating func withValue(_ change: (inout Wrapped) -> Void) {
    guard var value = take() else { return }
    change(&value)
    self = value
  }
}
