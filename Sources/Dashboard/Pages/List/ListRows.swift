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
    let hasFocus = state.details?.hasFocus != true
    recall(
      .header, of: .header(plan, state.list.sort, hasFocus: hasFocus, facts.surroundings),
      in: layout.header
    ) { $0.drawHeader(plan, hasFocus: hasFocus) }
    let list = state.list
    let rows = list.rows
    guard !rows.isEmpty else {
      drawEmptyList()
      return
    }
    let area = layout.list
    let top = max(0, min(list.top, rows.count - 1))
    let visible = top..<min(rows.count, top + area.size.rows)
    drawScrollMark(
      column: area.endColumn - 1, rows: area.origin.row..<area.endRow,
      shown: visible, of: rows.count)
    memory.rows.begin(facts.rowContext)
    let selected = list.selectedIndex
    var clocks: [SiteID: RowMemory.Clock] = [:]
    for index in visible {
      let row = rows[index]
      let site = row.item.siteID
      let clock = clocks[site] ?? facts.clock(of: site)
      clocks[site] = clock
      drawRow(row, clock, plan, isSelected: index == selected, at: area.origin.row + index - top)
    }
    memory.rows.end(shown: rows[visible])
  }

  /// The headings are dim while the details have the keys.
  private mutating func drawHeader(_ plan: ColumnPlan, hasFocus: Bool) {
    let row = layout.header.origin.row
    let (heading, sorted): (Role, Role) =
      hasFocus ? (.columnHeader, .columnSorted) : (.textMuted, .textMuted)
    for slot in plan.slots {
      let column = ColumnSpec(slot.column)
      let isSorted = slot.column == state.list.sort.column
      let name =
        slot.column == .progress && plan.barWidth == 0
        ? "%"
        : slot.column == .context && slot.width < column.heading.count ? "CTX" : column.heading
      put(
        isSorted ? "\(name) \(facts.sortArrow)" : name, column: slot.start, row: row,
        width: slot.width, style: Style(isSorted ? sorted : heading),
        alignment: column.isTrailing ? .trailing : .leading)
    }
    let lead = plan.slots.first?.start ?? 1
    if plan.hasMoreLeft {
      put(signs.moreLeft, column: lead - 1, row: row, style: Style(heading))
    }
    if plan.hasMoreRight {
      put(
        signs.moreRight, column: layout.header.endColumn - 1, row: row, style: Style(heading))
    }
  }

  /// Draws a row, or puts it back as it was last drawn.
  private mutating func drawRow(
    _ row: Row, _ clock: RowMemory.Clock, _ plan: ColumnPlan, isSelected: Bool, at line: Int
  ) {
    let area = layout.list
    let marks = state.list.marks
    let isMarked = !marks.isEmpty && marks.contains(row.id)
    let isChanged = state.list.changed.contains(row.id)
    if isSelected { painter.place(cursor: Point(column: area.origin.column, row: line)) }
    let place = Rect(
      column: area.origin.column, row: line, columns: area.size.columns - 1, rows: 1)
    let look = RowMemory.Look(
      item: row.item.object, isSelected: isSelected, isMarked: isMarked,
      isChanged: isChanged)
    if let drawn = memory.rows[look], drawn.holds(for: row, clock, at: moment.monotonic) {
      painter.stamp(drawn.cells, in: place)
      if let end = drawn.end { facts.validity.ends(at: end) }
      layRow(isSelected: isSelected, isMarked: isMarked, at: line)
      return
    }
    let (end, change) = noting {
      $0.drawAnew(row, plan, look, at: line)
    }
    memory.rows.keep(
      RowMemory.DrawnRow(
        row: row, clock: clock, cells: painter.cells(in: place), end: end, change: change),
      look)
  }

  private mutating func drawAnew(
    _ row: Row, _ plan: ColumnPlan, _ look: RowMemory.Look, at line: Int
  ) {
    let (isSelected, isMarked) = (look.isSelected, look.isMarked)
    let area = layout.list
    for slot in plan.slots {
      drawCell(
        slot, of: row.item, bar: plan.barWidth, isSelected: isSelected, at: line)
    }
    if row.isLeaving || row.item.task?.isListed == false {
      painter.restyle(
        Rect(column: area.origin.column, row: line, columns: area.size.columns - 1, rows: 1),
        role: .rowLeaving)
    }
    if look.isChanged {
      let margin = (plan.slots.first?.start ?? area.origin.column + 3) - 1
      put(signs.changed, column: margin, row: line, style: Style(.rowChanged))
    }
    if isMarked {
      put(signs.mark, column: area.origin.column + 1, row: line, style: Style(.textStrong))
    }
    if isSelected {
      put(signs.selected, column: area.origin.column, row: line, style: Style(.textStrong))
    }
    layRow(isSelected: isSelected, isMarked: isMarked, at: line)
  }

  /// The background of a row, also behind the scroll mark at its end.
  private mutating func layRow(isSelected: Bool, isMarked: Bool, at line: Int) {
    guard isSelected || isMarked else { return }
    let area = layout.list
    painter.lay(
      isSelected ? .rowSelected : .rowMarked,
      under: Rect(column: area.origin.column, row: line, columns: area.size.columns, rows: 1))
  }

  private mutating func drawCell(
    _ slot: ColumnPlan.Slot, of item: Item, bar: Int, isSelected: Bool, at row: Int
  ) {
    let column = ColumnSpec(slot.column)
    let cell = facts.cell(slot.column, of: item)
    if case .bar = column.room {
      drawProgress(cell, column: slot.start, row: row, width: slot.width, bar: bar)
      return
    }
    let isName = cell.meaning == .name
    let role: Role =
      switch cell.meaning {
      case .name where isSelected: .textStrong
      // What is quiet on the screen would fade on the selected row.
      case .muted where isSelected, .absent where isSelected: .text
      default: cell.meaning.role
      }
    put(
      facts.fitting(cell, columns: slot.width), column: slot.start, row: row, width: slot.width,
      style: Style(role),
      alignment: column.isTrailing ? .trailing : .leading,
      // What tells names apart is at their ends: a date, a number.
      cut: isName || [.source, .context].contains(slot.column) ? .middle : .end)
  }

  /// A thumb at the right edge that shows which part of a longer whole is visible.
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
