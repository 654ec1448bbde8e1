import Listing
import Tracking

/// The list: which rows, in which order, and where the user is in it.
public struct ListState: Sendable {
  /// All tasks in order, and those that pass the filter.
  var arrangement = Arrangement()
  /// What is listed while the order is held and new data has come; nil if what passes the filter is
  /// listed.
  var held: HeldRows?
  public var sort = Sort.first
  /// Whether it has every column, including those that don't show at this width by default.
  public var isWide = false
  /// How many columns after the first are out of sight at the left.
  public var sideways = 0
  /// How many cells the columns' contents need, as last measured; nil before that.
  var needs: ColumnNeeds?
  var plan: KeptColumnPlan?
  public var selected: TaskID?
  /// The row (index in `rows`) that is on the first line of the list.
  public var top = 0
  public var marks: Set<TaskID> = []
  /// While V is on: where the range began. The tasks from there to the selected one are in `marks`.
  public var rangeAnchor: TaskID?
  /// What was marked before V was pressed: a range that shrinks does not unmark it.
  var marksBeforeRange: Set<TaskID> = []
  var changed = ChangeMarks()
  /// What the exports that wait were listed for.
  var waitingCause: WaitingCause?
  /// Until when the order is held (monotonic): any move, mark or open dialog sets it.
  public var heldUntil: Duration?
  /// Whether nobody has chosen a row yet: then the first one that is on the screen is as good as any.
  var isUntouched = true
  /// Whether the user's last move left the list at its top. It stays there whatever comes, or goes
  /// back there once the hold is over, so that a screen that nobody attends to shows what matters;
  /// the selected task may go out of sight meanwhile.
  var isAtTop = true
  /// Where the selected row was last seen, so that most keys need not search for it.
  var position = 0

  public init() {}

  /// What is listed now, in order.
  public var rows: Rows {
    Rows(ids: ids, leaving: held?.leaving ?? [], pool: arrangement.pool)
  }

  private var ids: [RowID] { held?.ids ?? arrangement.matching }

  /// How many rows show what is in no list any more.
  var ghosts: Int { held?.leaving.count(where: \.isGhost) ?? 0 }

  /// Whether the order is held.
  public var isHeld: Bool { heldUntil != nil }

  /// How many tasks pass the filter but wait until the order is released.
  public var waiting: Int { held?.waiting.count ?? 0 }

  /// The index of the selected row in `rows`; nil where nothing is selected.
  public var selectedIndex: Int? {
    guard let selected else { return nil }
    let ids = ids
    if ids.indices.contains(position), arrangement.pool[ids[position]].has(selected) {
      return position
    }
    return index(of: selected)
  }

  /// Where the tasks that have not ended are in `rows`, in no particular order.
  var openPlaces: [Int] { held?.openPlaces ?? arrangement.openPlaces }

  /// The index of a task's row in `rows`; nil where it has none.
  func index(of id: TaskID) -> Int? {
    guard let held else {
      return arrangement.pool.row(of: id).flatMap(arrangement.position(of:))
    }
    if let row = arrangement.pool.row(of: id) { return held.ids.firstIndex(of: row) }
    return held.ids.firstIndex { arrangement.pool[$0].has(id) }
  }
}
