import Ground
import Listing
import Tracking

extension State {
  /// How long the order is held after the last key that asked for it.
  static let holding: Duration = .seconds(5)

  mutating func holdOrder(at moment: Moment) {
    // Where there was nothing to point at there is nothing to hold: the first rows come at once.
    guard !list.rows.isEmpty else { return }
    list.heldUntil = moment.monotonic + Self.holding
  }

  /// Lets the rows take their places, where something has come meanwhile.
  mutating func releaseOrder(at moment: Moment) {
    list.heldUntil = nil
    if list.isBehind { relist(at: moment, tellsWhatIsGone: true) }
  }

  /// Puts all tasks in order anew.
  mutating func reorder(at moment: Moment) {
    list.ordered = ordering(at: moment).sorted(contexts.flatMap { snapshots[$0]?.tasks ?? [] })
  }

  func ordering(at moment: Moment) -> Ordering {
    Ordering(sort: list.sort, now: serverNow(moment))
  }

  /// What the filter lets through, in order.
  func matching(at moment: Moment) -> [TrackedTask] {
    filter.active.isEmpty
      ? list.ordered
      : filter.active.matching(list.ordered, at: moment, serverAhead: serverAhead)
  }

  /// Lists what the filter lets through. The selected task keeps its line on the screen; if it is
  /// not listed any more, its neighbour is selected.
  mutating func relist(at moment: Moment, tellsWhatIsGone: Bool) {
    let before = list.rows
    let index = list.selectedIndex
    list.rows = matching(at: moment).map { Row(task: $0) }
    list.waiting = 0
    list.isBehind = false
    reselect(from: before, index, tells: tellsWhatIsGone, at: moment)
  }

  /// While the order is held: the rows stay where they are, and it is noted who has left the filter
  /// and how many wait.
  mutating func noteHeldChanges(gone: Set<ObjectIdentifier>, at moment: Moment) {
    list.isBehind = true
    let matching = matching(at: moment)
    let listed =
      filter.active.isEmpty
      ? nil
      : Set(
        filter.active.matching(list.rows.map(\.task), at: moment, serverAhead: serverAhead)
          .map { ObjectIdentifier($0) })
    var staying = 0
    for index in list.rows.indices {
      let identity = ObjectIdentifier(list.rows[index].task)
      let isGone = gone.contains(identity)
      if let listed {
        list.rows[index].isLeaving = isGone || !listed.contains(identity)
      } else if isGone {
        list.rows[index].isLeaving = true
      }
      if !list.rows[index].isLeaving { staying += 1 }
    }
    list.waiting = max(0, matching.count - staying)
  }

  private mutating func reselect(
    from before: [Row], _ index: Int?, tells: Bool, at moment: Moment
  ) {
    guard !list.rows.isEmpty else {
      list.selected = nil
      list.position = 0
      list.top = 0
      return
    }
    let line = index.map { $0 - list.top }
    if filter.editing != nil, let wanted = filter.selectedBefore, show(wanted, line: line) {
      return
    }
    guard let index, let line, !(list.isUntouched && isLoading) else {
      selectFirst()
      return
    }
    let task = before[index].task
    if let row = list.rows.firstIndex(where: { $0.task === task }) ?? row(of: task.id) {
      place(row: row, line: line)
      return
    }
    guard let neighbour = neighbour(of: index, in: before) else {
      selectFirst()
      return
    }
    place(row: neighbour, line: line)
    details?.scroll = 0
    if tells, let selected = list.selected {
      notify(
        .info, "\(task.id.identifier) is not listed any more: \(selected.identifier) is selected",
        at: moment)
    }
  }

  /// Whether rows may still come of which nobody has seen the first.
  private var isLoading: Bool { snapshots.values.contains { !$0.feed.hasSwept } }

  private mutating func selectFirst() {
    list.top = 0
    place(row: 0, line: 0)
    details?.scroll = 0
  }

  private func row(of id: TaskID) -> Int? { list.rows.firstIndex { $0.task.id == id } }

  /// The row of what stood next to a row that is gone: below it, else above it.
  private func neighbour(of index: Int, in before: [Row]) -> Int? {
    let rows = Dictionary(
      list.rows.enumerated().map { (ObjectIdentifier($0.element.task), $0.offset) }
    ) { $1 }
    let candidates = Array(before[(index + 1)...]) + before[..<index].reversed()
    for candidate in candidates {
      if let row = rows[ObjectIdentifier(candidate.task)] { return row }
    }
    return nil
  }

  private mutating func place(row: Int, line: Int) {
    list.position = row
    list.selected = list.rows[row].task.id
    // A list that nobody has touched shows its first rows, as long as the selection allows it.
    let stays = list.isUntouched && row < layout.listRows
    list.top = stays ? 0 : clampedTop(row - line)
    keepSelectionVisible()
  }

  /// Selects a task if it is listed; false if it is not.
  @discardableResult
  mutating func show(_ id: TaskID, line: Int?) -> Bool {
    guard let row = row(of: id) else { return false }
    let wasSelected = list.selected == id
    place(row: row, line: line ?? min(row, layout.listRows / 2))
    if !wasSelected { details?.scroll = 0 }
    return true
  }
}
