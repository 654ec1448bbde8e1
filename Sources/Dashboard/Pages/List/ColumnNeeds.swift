import Canvas
import FoundationEssentials
import Ground
import Listing
import Tracking

/// How many cells the contents of some columns need: of those that are as wide as their contents,
/// and which columns have any. It is measured when the rows or the size change, not for each frame.
struct ColumnNeeds: Hashable, Sendable {
  /// In cells.
  var cells: [ColumnID: Int] = [:]
  /// The columns that have something to show.
  var filled: Set<ColumnID> = []
  /// The list that was measured. While it is the same list, columns grow and don't shrink, so that
  /// nothing on the screen jumps back and forth.
  fileprivate var form: ListForm?
  /// The rows that were measured: while they are the same, so are their columns.
  fileprivate var measured = Measured()

  struct Measured: Hashable, Sendable {
    var items: [Item] = []
    var contexts: [String?] = []

    static func == (one: Measured, other: Measured) -> Bool {
      one.items.elementsEqual(other.items) { $0.object == $1.object }
        && one.contexts == other.contexts
    }

    func hash(into hasher: inout Hasher) { hasher.combine(contexts) }
  }

  /// Measures some rows.
  init(_ rows: some Collection<Row>, _ roster: Roster) {
    var asof = Asof(now: .distantPast, known: .distantPast, local: LocalTime(utcOffset: 0))
    for column in ColumnSpec.all {
      func cell(_ row: Row) -> CellText {
        if column.id == .context { asof.context = roster.name(of: row.item.siteID) }
        return column.cell(row.item, asof)
      }
      if rows.contains(where: { cell($0).meaning != .absent }) { filled.insert(column.id) }
      guard case .contents(_, let most) = column.room else { continue }
      var widest = 0
      for row in rows where widest < most {
        widest = max(widest, GlyphWidth.columns(of: cell(row).text))
      }
      cells[column.id] = widest
    }
  }
}

extension State {
  /// The rows that are on the screen.
  var visibleRows: Slice<Rows> {
    let rows = list.rows
    let top = max(0, min(list.top, rows.count - 1))
    return rows[min(top, rows.count)..<min(rows.count, top + layout.listRows)]
  }

  /// Measures again what is on the screen.
  mutating func measureColumns() {
    let items = visibleRows.map(\.item)
    let measured = ColumnNeeds.Measured(
      items: items, contexts: items.map { roster.name(of: $0.siteID) })
    if let needs = list.needs, needs.form == listForm, needs.measured == measured { return }
    var needs = ColumnNeeds(visibleRows, roster)
    needs.form = listForm
    needs.measured = measured
    if let before = list.needs, before.form == needs.form {
      needs.cells.merge(before.cells) { max($0, $1) }
      needs.filled.formUnion(before.filled)
    }
    list.needs = needs
  }
}
