import Listing
import Tracking

/// The list: which rows, in which order, and where the user is in it.
public struct ListState: Sendable {
  /// What is listed now, in order; recomputed when data, filter or sort change and order is not
  /// held, and changed in place while it is.
  public var rows: [Row] = []
  public var sort = Sort(column: .progress, ascending: false)
  /// Has every column, those too that this width does not bring by itself.
  public var isWide = false
  /// How many columns after the first are out of sight at the left.
  public var sideways = 0
  /// What the columns' contents need, in cells, as it was measured last; nil before that.
  var needs: ColumnNeeds?
  public var selected: TaskID?
  /// The row (index in `rows`) that is on the first line of the list.
  public var top = 0
  public var marks: Set<TaskID> = []
  /// While V is on: where the range began. What lies between it and the selected task is in `marks`.
  public var rangeAnchor: TaskID?
  /// What was marked before V was pressed: a range that shrinks does not take it along.
  var marksBeforeRange: Set<TaskID> = []
  /// The order is held until then (monotonic): any move, mark or open dialog sets it.
  public var heldUntil: Duration?
  /// Rows that match and wait until the order is released.
  public var waiting = 0

  /// Every task of every context in the order of `sort`: a filter picks rows from it, so that a
  /// key of a filter sorts nothing.
  var ordered: [TrackedTask] = []
  /// Whether data came that a held order did not show.
  var isBehind = false
  /// Nobody has chosen a row yet, so the list stays at its top as it fills.
  var isUntouched = true
  /// Where the selected row was last seen, so that a key need not look for it.
  var position = 0

  public init() {}

  /// Whether the order is held.
  public var isHeld: Bool { heldUntil != nil }

  /// The index of the selected row in `rows`; nil where nothing is selected.
  public var selectedIndex: Int? {
    guard let selected else { return nil }
    if rows.indices.contains(position), rows[position].task.id == selected { return position }
    return rows.firstIndex { $0.task.id == selected }
  }
}

/// One row: the task as it was last seen.
public struct Row: Sendable {
  public var task: TrackedTask
  /// It has left the filter while the order is held: shown dim.
  public var isLeaving: Bool

  public init(task: TrackedTask, isLeaving: Bool = false) {
    self.task = task
    self.isLeaving = isLeaving
  }
}
