import Foundation
import Ground
import Tracking

@testable import Dashboard
@testable import Listing

/// The list as it is simplest: every step looks at every task. What the list's own bookkeeping comes to
/// is judged by it.
struct SimpleList {
  private(set) var rows: [Row] = []
  private(set) var waiting = 0
  var selected: TaskID?
  var top = 0
  private var tasks: [ContextID: [TrackedTask]] = [:]
  private var isHolding = false

  /// What the list shows, of which this is a copy made another way.
  struct Setting {
    var sort: Sort
    var filter: Filter
    var isHeld: Bool
    var isUntouched: Bool
    var isAtTop: Bool
    var height: Int
    var now: Date
    var moment: Moment
    var ranks: [SiteID: Int]
  }

  var total: Int { tasks.values.reduce(0) { $0 + $1.count } }
  var index: Int? { rows.firstIndex { $0.task.id == selected } }

  mutating func take(_ new: [TrackedTask], of context: ContextID, _ setting: Setting) {
    tasks[context] = new
    guard setting.isHeld, !rows.isEmpty else { return relist(setting) }
    isHolding = true
    let newest = Dictionary(tasks.values.joined().map { ($0.id, $0) }) { $1 }
    for index in rows.indices {
      let known = newest[rows[index].task.id]
      if let known { rows[index].item = .task(known) }
      rows[index].isLeaving = known.map { !lists($0, setting) } ?? true
    }
    let shown = Set(rows.map(\.task.id))
    waiting = matching(setting).count { !shown.contains($0.id) }
  }

  /// The order is let go. A list that was left at its top is back there, whatever came.
  mutating func release(_ setting: Setting) {
    if isHolding { relist(setting) } else if setting.isAtTop { top = 0 }
  }

  /// - Parameter byUser: A key asked for it.
  mutating func relist(_ setting: Setting, byUser: Bool = false) {
    let before = rows
    let index = index
    isHolding = false
    waiting = 0
    rows = matching(setting).map { Row(task: $0) }
    guard !rows.isEmpty else {
      (selected, top) = (nil, 0)
      return
    }
    guard let index else { return place(0, line: 0, setting, byUser) }
    let line = index - top
    for row in [before[index]] + before[(index + 1)...] + before[..<index].reversed() {
      if let place = rows.firstIndex(where: { $0.task.id == row.task.id }) {
        return self.place(place, line: line, setting, byUser)
      }
    }
    place(0, line: 0, setting, byUser)
  }

  private mutating func place(_ row: Int, line: Int, _ setting: Setting, _ byUser: Bool) {
    let page = max(1, setting.height)
    let row = setting.isUntouched && (byUser || row >= page) ? 0 : row
    selected = rows[row].task.id
    if !byUser, setting.isAtTop {
      top = 0
      return
    }
    top = row - line
    top = min(max(0, top), max(0, rows.count - page))
    if row < top { top = row }
    if row >= top + page { top = row - page + 1 }
  }

  private func lists(_ task: TrackedTask, _ setting: Setting) -> Bool {
    setting.filter.test(at: setting.moment, now: setting.now)(task)
  }

  private func matching(_ setting: Setting) -> [TrackedTask] {
    let ordering = Ordering(sort: setting.sort, now: setting.now, ranks: setting.ranks)
    return tasks.values.joined().filter { lists($0, setting) }
      .map { (task: $0, key: ordering.key($0)) }
      .sorted { precedes($0, $1, setting) }
      .map(\.task)
  }

  private func precedes(
    _ one: (task: TrackedTask, key: SortKey), _ other: (task: TrackedTask, key: SortKey),
    _ setting: Setting
  ) -> Bool {
    let ascending = setting.sort.ascending
    if let answer = SortKey.precedes(one.key, other.key, textAscending: ascending) { return answer }
    let (id, otherID) = (one.task.id, other.task.id)
    if id.identifier != otherID.identifier { return id.identifier < otherID.identifier }
    return id.site < otherID.site
  }
}
