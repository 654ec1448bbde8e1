import Canvas
import Tracking
import Words

extension Drawing {
  /// Why there is nothing in the list, and what to do about it.
  mutating func drawEmptyList() {
    // Where there are several contexts, their troubles are told above the list.
    let isAlone = state.roster.visible.count == 1
    if isAlone, let context = facts.troubledContext,
      let trouble = state.snapshots[context]?.feed.trouble, state.counts.total == 0
    {
      return drawWhole(facts.lines(trouble, of: context, columns: wholeColumns))
    }
    if isAlone, let waiting = facts.firstWaiting, state.counts.total == 0 {
      return drawWhole(facts.lines(waiting, columns: wholeColumns))
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

  private var wholeColumns: Int { max(8, min(layout.list.size.columns - 4, 96)) }

  /// Before anything was read there is room for the whole text of what is wrong.
  private mutating func drawWhole(_ lines: [[Span]]) {
    let area = layout.list
    let columns = wholeColumns
    let column = area.origin.column + (area.size.columns - columns) / 2
    let top = area.origin.row + max(0, (area.size.rows - lines.count) / 3)
    let rows = lines.count <= area.size.rows ? lines : lines.filter { !$0.isEmpty }
    for (index, line) in rows.enumerated() where top + index < area.endRow {
      put(line, column: column, row: top + index, end: column + columns)
    }
  }
}

extension Facts {
  /// What the first context that waits for long waits for.
  var firstWaiting: Waiting? { state.remarkable.lazy.compactMap(\.feed.waiting).first }

  /// What is wrong, what to do and when it is tried again.
  fileprivate mutating func lines(
    _ trouble: Trouble, of context: ContextID, columns: Int
  ) -> [[Span]] {
    func wrapped(_ text: String, _ role: Role) -> [[Span]] {
      Painter.wrap(signs.spelled(Format.line(text)), columns: columns).map { [Span($0, role)] }
    }
    var lines = wrapped(trouble.summary, .textStrong) + [[]] + wrapped(trouble.advice, .text) + [[]]
    let feed = state.snapshots[context]?.feed
    if let waiting = feed?.waiting {
      lines += self.lines(waiting, columns: columns)
    } else if let feed {
      lines.append([Span(retryWords(feed), .textMuted)])
    }
    return lines + wrapped("`exportdeck doctor` tells what was tried, step by step.", .textMuted)
  }

  /// What is waited for, since when and how long at most.
  fileprivate mutating func lines(_ waiting: Waiting, columns: Int) -> [[Span]] {
    Painter.wrap(signs.spelled("\(signs.waiting) \(waiting.words)"), columns: columns)
      .map { [Span($0, .textStrong)] } + [[Span("  \(waitedTime(waiting)) so far", .textMuted)]]
  }

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
    if state.roster.visible.isEmpty, state.roster.hasSeveral {
      return ("every context is hidden", "\(keyName(.contexts, in: .list)) shows them")
    }
    let feeds = state.roster.sites.compactMap { state.snapshot(of: $0)?.feed }
    if !feeds.isEmpty, feeds.allSatisfy({ $0.trouble != nil }) {
      return ("nothing was read yet", "")
    }
    guard !feeds.isEmpty, feeds.allSatisfy({ $0.hasSwept || $0.trouble != nil }) else {
      return ("reading exports…", "")
    }
    if let reason = state.reasonDisabled(.start) {
      return ("no exports yet", "new ones show up here by themselves (\(reason))")
    }
    return ("no exports yet", "press \(keyName(.start, in: .list)) to start one")
  }
}
