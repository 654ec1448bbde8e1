import Canvas
import Tracking
import Words

extension Drawing {
  /// Why there is nothing in the list, and what to do about it.
  mutating func drawEmptyList() {
    if let context = facts.troubledContext, let trouble = state.snapshots[context]?.feed.trouble,
      state.counts.total == 0
    {
      return drawWhole(trouble)
    }
    let (what, next) = facts.emptyWords()
    let area = layout.list
    let middle = area.origin.row + max(0, (area.size.rows - 2) / 2)
    put(
      what, column: area.origin.column, row: middle, width: area.size.columns,
      style: Style(.textStrong), alignment: .centre)
    guard !next.isEmpty, middle + 1 < area.endRow else { return }
    put(
      next, column: area.origin.column, row: middle + 1, width: area.size.columns,
      style: Style(.textMuted), alignment: .centre)
  }

  /// Before anything was read there is room for the whole text of what is wrong.
  private mutating func drawWhole(_ trouble: Trouble) {
    let area = layout.list
    let columns = max(8, min(area.size.columns - 4, 96))
    let lines =
      Painter.wrap(Format.line(trouble.summary), columns: columns)
      .map { ($0, Role.textStrong) } + [("", Role.text)]
      + Painter.wrap(Format.line(trouble.advice), columns: columns).map { ($0, Role.text) }
      + [("", Role.text), ("`exportdeck doctor` tells what was tried, step by step.", .textMuted)]
    let top = area.origin.row + max(0, (area.size.rows - lines.count) / 3)
    for (index, line) in lines.enumerated() where top + index < area.endRow {
      put(
        line.0, column: (area.size.columns - columns) / 2, row: top + index, width: columns,
        style: Style(line.1))
    }
  }
}

extension Facts {
  fileprivate func emptyWords() -> (String, String) {
    if state.counts.total > 0 {
      if state.filter.editing != nil {
        let key = keyName(.closeOne, in: .text)
        let isElsewhere = state.filter.lack != nil || state.filter.problem != nil
        let which = isElsewhere ? "the filter in force" : "this filter"
        return ("nothing matches \(which)", "\(key) takes it back")
      }
      if !state.filter.text.isEmpty {
        let key = keyName(.closeOne, in: .list)
        return ("nothing matches this filter", "\(key) clears it, / changes it")
      }
    }
    let feeds = state.snapshots.values.map(\.feed)
    if troubledContext != nil { return ("nothing was read yet", "") }
    guard !feeds.isEmpty, feeds.allSatisfy(\.hasSwept) else { return ("reading exports…", "") }
    if let reason = state.reasonDisabled(.start) {
      return ("no exports yet", "new ones show up here by themselves (\(reason))")
    }
    return ("no exports yet", "press \(keyName(.start, in: .list)) to start one")
  }
}
