import Canvas
import FoundationEssentials
import Listing
import Tracking

/// What the contents of the columns need that are as wide as their contents: measured where rows or
/// the size change, and not for each frame.
struct ColumnNeeds: Hashable, Sendable {
  /// In cells.
  var cells: [ColumnID: Int] = [:]
  /// Of which list: until it is another one columns grow and don't shrink, so that nothing jumps back
  /// and forth under the eye.
  fileprivate var form: ListForm?

  /// Measures some rows.
  init(_ rows: some Collection<Row>) {
    let asof = Asof(now: .distantPast, known: .distantPast, utcOffset: 0)
    for column in ColumnSpec.all {
      guard case .contents(_, let most) = column.room else { continue }
      var widest = 0
      for row in rows where widest < most {
        widest = max(widest, GlyphWidth.columns(of: column.cell(row.task, asof).text))
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

  /// Measures what is on the screen anew.
  mutating func measureColumns() {
    var needs = ColumnNeeds(visibleRows)
    needs.form = listForm
    if let before = list.needs, before.form == needs.form {
      needs.cells.merge(before.cells) { max($0, $1) }
    }
    list.needs = needs
  }
}
