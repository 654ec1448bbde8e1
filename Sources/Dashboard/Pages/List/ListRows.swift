import Canvas
import FoundationEssentials
import Tracking

extension Drawing {
  /// The headings and the rows that are visible.
  mutating func drawList() {
    let plan = facts.columnPlan
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
      let isSorted = slot.column == state.list.sort.column
      let name = slot.column == .progress && slot.width < 8 ? "%" : slot.column.heading
      put(
        isSorted ? "\(name) \(facts.sortArrow)" : name, column: slot.start, row: row,
        width: slot.width,
        style: Style(isSorted ? .columnSorted : .columnHeader),
        alignment: slot.column.alignment)
    }
  }

  private mutating func drawRow(_ row: Row, _ plan: ColumnPlan, at line: Int) {
    let area = layout.list
    let rect = Rect(
      column: area.origin.column, row: line, columns: area.size.columns, rows: 1)
    let isSelected = row.task.id == state.list.selected
    let isMarked = state.list.marks.contains(row.task.id)
    let phase = facts.phase(of: row.task)
    for slot in plan.slots {
      drawCell(slot, of: row.task, phase, plan, isSelected: isSelected, at: line)
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
    _ slot: ColumnPlan.Slot, of task: TrackedTask, _ phase: Phase, _ plan: ColumnPlan,
    isSelected: Bool, at row: Int
  ) {
    switch slot.column {
    case .identifier:
      let role: Role = isSelected || state.list.marks.contains(task.id) ? .textStrong : .text
      put(
        facts.name(of: task), column: slot.start, row: row, width: slot.width, style: Style(role),
        cut: .middle)
    case .status:
      let (words, role) = facts.statusWords(task, phase, columns: slot.width)
      put(words, column: slot.start, row: row, width: slot.width, style: Style(role))
    case .progress:
      drawProgress(
        task, phase, column: slot.start, row: row, width: slot.width, bar: plan.barWidth)
    case .source, .bucket, .data, .elapsed, .eta, .started, .ended:
      let words = facts.cellWords(slot.column, task, phase)
      let role: Role = words == signs.nothing || slot.column == .source ? .textMuted : .text
      put(
        words, column: slot.start, row: row, width: slot.width, style: Style(role),
        alignment: slot.column.alignment,
        cut: .end)
    }
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
