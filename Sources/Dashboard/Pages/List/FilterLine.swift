import Canvas
import Listing
import Tracking
import Words

extension Drawing {
  /// The filter at the left, and what holds for the whole list at the right.
  mutating func drawFilter() {
    let row = layout.filter.origin.row
    let last = layout.filter.endColumn - 1
    let needed = facts.width(state.filter.editing.map { $0.text + " " } ?? state.filter.text)
    let remarks = facts.listFacts(columns: last - max(10, needed) - 6)
    let start = put(trailing: remarks, row: row, end: last, notBefore: 1)
    let end = remarks.isEmpty ? last : start - 2
    if let editing = state.filter.editing {
      put("/", column: 1, row: row, style: Style(.hintKey))
      let first = drawField(
        editing, column: 3, row: row, width: max(8, end - 3), style: Style(.inputFocused),
        hasFocus: state.dialog == nil)
      if let problem = state.filter.problem {
        let characters = editing.text.dropFirst(first).prefix(max(0, problem.offset - first))
        drawFilterProblem(Format.line(problem.message), column: 3 + facts.width(String(characters)))
      }
    } else if !state.filter.text.isEmpty {
      put("/", column: 1, row: row, style: Style(.hintKey))
      put(
        Format.line(state.filter.text), column: 3, row: row, width: max(1, end - 3),
        style: Style(.inputText))
    } else if end > 14 {
      put([Span("/ all exports", .inputPlaceholder)], column: 1, row: row, end: end)
    }
  }

  /// A caret below the mistake, and what is wrong beside it, over the column headings. A message
  /// that doesn't fit there goes below, over the first rows.
  private mutating func drawFilterProblem(_ message: String, column: Int) {
    let row = layout.header.origin.row
    let end = layout.filter.endColumn - 1
    let needed = facts.width(message)
    painter.fill(layout.header)
    let caret = min(column, end - 1)
    put(signs.caret, column: caret, row: row, style: Style(.inputError))
    if caret + 2 + needed <= end {
      put([Span(message, .inputError)], column: caret + 2, row: row, end: end)
    } else if needed + 2 <= caret {
      put(trailing: [Span(message, .inputError)], row: row, end: caret - 1, notBefore: 1)
    } else {
      let lines = Painter.wrap(signs.spelled(message), columns: end - 3).prefix(3)
      for (index, line) in lines.enumerated() where row + 1 + index < layout.list.endRow {
        put(
          "   \(line)", column: 0, row: row + 1 + index, width: layout.filter.endColumn,
          style: Style(.inputError))
      }
    }
  }
}

extension Facts {
  /// Whether there is a filter, or one is being typed.
  private var filterIsBusy: Bool { state.filter.editing != nil || !state.filter.text.isEmpty }

  /// The facts that fit, chosen by importance.
  fileprivate func listFacts(columns: Int) -> [Span] {
    var facts = rankedFacts()
    func used() -> Int { facts.reduce(0) { $0 + width($1.span) + 3 } - 3 }
    // A mistake has its caret below the text, so the text keeps its room.
    if state.filter.problem != nil { facts.removeAll { $0.rank > 0 } }
    while used() > columns, let least = facts.map(\.rank).max(), facts.count > 1 {
      facts.removeAll { $0.rank == least }
    }
    return Array(facts.map { [$0.span] }.joined(separator: [Span("   ")]))
  }

  private func rankedFacts() -> [(rank: Int, span: Span)] {
    let list = state.list
    var facts: [(rank: Int, span: Span)] = []
    if let sweeping = state.roster.sweeping {
      facts.append((6, Span("sweeping \(grouped(sweeping))…", .textMuted)))
    }
    if state.roster.areFiltersIgnored {
      facts.append((5, Span("filters ignored", .ageStale)))
    }
    if list.isHeld { facts.append((2, Span("order held", .agePaused))) }
    if list.waiting > 0 { facts.append((4, Span("+\(grouped(list.waiting)) new", .textStrong))) }
    if !list.marks.isEmpty {
      let range = list.rangeAnchor == nil ? "" : ", moving marks"
      facts.append(
        (1, Span("\(signs.mark) \(grouped(list.marks.count)) marked\(range)", .textStrong)))
    }
    if !columns.shows(list.sort.column) {
      facts.append((7, Span("by \(ColumnSpec(list.sort.column).word) \(sortArrow)", .columnSorted)))
    }
    facts += outOfSightWords().map { (3, Span($0, .textStrong)) }
    if state.filter.lack != nil || state.filter.problem != nil {
      let inForce = state.filter.text.isEmpty ? "no filter" : Format.line(state.filter.text)
      // Or the count would be taken for that of the text.
      facts.append((0, Span("in force: \(inForce)", .textMuted)))
    }
    let total = state.counts.total + state.list.arrangement.pool.waiting.count
    let shown = list.rows.count - list.ghosts
    if filterIsBusy || shown != total {
      facts.append((0, Span("\(grouped(shown)) of \(grouped(total))", .text)))
    }
    return facts
  }
}
