import Ground
import RDSExports
import Tracking

extension State {
  /// Notes that a key of the list was pressed: from now on the user decides what is selected.
  mutating func touch(at moment: Moment) {
    list.isUntouched = false
    awaited = nil
    list.changed.clear()
    holdOrder(at: moment)
  }

  /// Moves the selection. Nothing here depends on how many tasks there are.
  mutating func move(_ action: Action) {
    guard let index = list.selectedIndex else { return }
    let page = max(1, layout.listRows)
    let half = max(1, page / 2)
    if !isSelectionInSight, action == .up || action == .down {
      // From what is seen, not from where the selected task has gone meanwhile.
      select(row: list.top)
      return
    }
    switch action {
    case .up: select(row: index - 1)
    case .down: select(row: index + 1)
    case .first: select(row: 0)
    case .last: select(row: list.rows.count - 1)
    case .pageUp: leap(from: index, by: -page)
    case .pageDown: leap(from: index, by: page)
    case .halfPageUp: leap(from: index, by: -half)
    case .halfPageDown: leap(from: index, by: half)
    default: break
    }
  }

  /// Moves both the list and the selection, so that the selection keeps its line.
  private mutating func leap(from index: Int, by rows: Int) {
    list.top = clampedTop(list.top + rows)
    select(row: index + rows)
  }

  /// Selects a row, or the nearest one if there is no such row.
  mutating func select(row: Int) {
    guard !list.rows.isEmpty else { return }
    let before = list.selectedIndex
    let row = min(max(0, row), list.rows.count - 1)
    if list.rangeAnchor != nil, let before { extendRange(from: before, to: row) }
    list.position = row
    list.selected = list.rows[row].id
    if before != row { details?.scroll = 0 }
    keepSelectionVisible()
    list.isAtTop = list.top == 0
  }

  /// Whether the selected row is on the screen. It may have left a list that was left at its top.
  var isSelectionInSight: Bool {
    guard let index = list.selectedIndex else { return false }
    return (list.top..<list.top + max(1, layout.listRows)).contains(index)
  }

  /// Scrolls as little as is needed to show the selected row.
  mutating func keepSelectionVisible() {
    guard let index = list.selectedIndex else {
      list.top = 0
      return
    }
    let page = max(1, layout.listRows)
    if index < list.top { list.top = index }
    if index >= list.top + page { list.top = index - page + 1 }
    list.top = clampedTop(list.top)
  }

  func clampedTop(_ top: Int) -> Int {
    min(max(0, top), max(0, list.rows.count - max(1, layout.listRows)))
  }

  mutating func moveToFailed(forward: Bool, at moment: Moment) {
    touch(at: moment)
    guard let selected = list.selectedIndex else { return }
    let rows = list.rows
    let count = rows.count
    let index = isSelectionInSight ? selected : list.top + (forward ? count - 1 : 0)
    for step in 1...count {
      let row = (index + (forward ? step : count - step)) % count
      guard let task = rows[row].item.task else { continue }
      let now = byClock(of: task.siteID, moment).wall
      let phase = Phase(of: task, at: knownNow(of: task.siteID, at: now))
      if [.failed, .stalled, .slow].contains(phase) {
        if row == selected, step == count {
          notify(.info, "no other task failed, stalled or is slow", at: moment)
        }
        select(row: row)
        return
      }
    }
    notify(.info, "nothing listed failed, stalled or is slow", at: moment)
  }
}

extension Action {
  /// Whether it does something with the selected task, which then has to be on the screen.
  var isAboutSelected: Bool {
    switch self {
    case .details, .zoom, .json, .mark, .markRange, .cancel, .clone, .copy, .actions: true
    default: false
    }
  }
}
