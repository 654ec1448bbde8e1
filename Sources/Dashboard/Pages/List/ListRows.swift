import Canvas
import FoundationEssentials
import Listing
import Tracking

extension Facts {
  /// Which way the order goes.
  var sortArrow: String { state.list.sort.ascending ? signs.ascending : signs.descending }
}

extension Drawing {
  /// The headings and the rows that are visible.
  mutating func drawList() {
    let plan = facts.columns
    drawHeader(plan)
    let list = state.list
    guard !list.rows.isEmpty else {
      drawEmptyList()
      return
    }
    let area = layout.list
    let top = max(0, min(list.top, list.rows.count - 1))
    let visible = top..<min(list.rows.count, top + area.size.rows)
    drawScrollMark(
      column: area.endColumn - 1, rows: area.origin.row..<area.endRow,
      shown: visible, of: list.rows.count)
    for index in visible {
      drawRow(list.rows[index], plan, at: area.origin.row + index - top)
    }
  }

  private mutating func drawHeader(_ plan: ColumnPlan) {
    let row = layout.header.origin.row
    for slot in plan.slots {
      let column = ColumnSpec(slot.column)
      let isSorted = slot.column == state.list.sort.column
      let name = slot.column == .progress && plan.barWidth == 0 ? "%" : column.heading
      put(
        isSorted ? "\(name) \(facts.sortArrow)" : name, column: slot.start, row: row,
        width: slot.width, style: Style(isSorted ? .columnSorted : .columnHeader),
        alignment: column.isTrailing ? .trailing : .leading)
    }
    let lead = plan.slots.first?.start ?? 1
    if plan.hasMoreLeft {
      put(signs.moreLeft, column: lead - 1, row: row, style: Style(.columnHeader))
    }
    if plan.hasMoreRight {
      put(
        signs.moreRight, column: layout.header.endColumn - 1, row: row,
        style: Style(.columnHeader))
    }
  }

  private mutating func drawRow(_ row: Row, _ plan: ColumnPlan, at line: Int) {
    let area = layout.list
    let rect = Rect(
      column: area.origin.column, row: line, columns: area.size.columns, rows: 1)
    let isSelected = row.task.id == state.list.selected
    let isMarked = state.list.marks.contains(row.task.id)
    for slot in plan.slots {
      drawCell(
        slot, of: row.task, bar: plan.barWidth, isStrong: isSelected || isMarked, at: line)
    }
    if row.isLeaving || !row.task.isListed { painter.restyle(rect, role: .rowLeaving) }
    if isMarked {
      put(signs.mark, column: area.origin.column + 1, row: line, style: Style(.textStrong))
      painter.lay(.rowMarked, under: rect)
    }
    if isSelected {
      put(signs.selected, column: area.origin.column, row: line, style: Style(.textStrong))
      painter.lay(.rowSelected, under: rect)
      painter.place(cursor: Point(column: area.origin.column, row: line))
    }
  }

  private mutating func drawCell(
    _ slot: ColumnPlan.Slot, of task: TrackedTask, bar: Int, isStrong: Bool, at row: Int
  ) {
    let column = ColumnSpec(slot.column)
    let cell = facts.cell(slot.column, of: task)
    if case .bar = column.room {
      drawProgress(cell, column: slot.start, row: row, width: slot.width, bar: bar)
      return
    }
    let isName = cell.meaning == .name
    put(
      facts.fitting(cell, columns: slot.width), column: slot.start, row: row, width: slot.width,
      style: Style(isName && isStrong ? .textStrong : cell.meaning.role),
      alignment: column.isTrailing ? .trailing : .leading, cut: isName ? .middle : .end)
  }

  /// A thumb at the right edge that says which part of a longer whole is shown.
  mutating func drawScrollMark(column: Int, rows: Range<Int>, shown: Range<Int>, of all: Int) {
    guard all > rows.count, !rows.isEmpty else { return }
    let length = max(1, rows.count * rows.count / all)
    let travel = rows.count - length
    let hidden = all - rows.count
    let start = min(travel, (shown.lowerBound * travel + hidden / 2) / max(1, hidden))
    painter.fill(
      Rect(column: column, row: rows.lowerBound + start, columns: 1, rows: length),
      with: signs.thumb, style: Style(.paneRule))
  }
}
