import Canvas
import Planning
import Words

extension Drawing {
  /// What the board of expected runs misses, by name.
  mutating func drawOverdue(row: Int, in area: Rect) {
    let overdue = facts.overdue
    guard row < area.endRow else { return }
    var column = area.origin.column
    for (state, runs) in overdue where column < area.endColumn {
      let symbol = state.symbol(unicode: signs.unicode)
      let lead = Span("\(symbol) \(grouped(runs.count)) \(state.word)", state.role)
      column = put([lead, Span("  ")], column: column, row: row, end: area.endColumn)
      let names = facts.fittingNames(
        runs.map { Format.line($0.series.pattern) }, columns: area.endColumn - column)
      column = put(
        [Span(names, .text), Span("   ")], column: column, row: row, end: area.endColumn)
    }
  }
}

extension Facts {
  /// What has not begun or is not through in time, the gravest first.
  var overdue: [(state: ExpectedRun.State, runs: [ExpectedRun])] {
    let rows = state.shownExpected
    return [ExpectedRun.State.missing, .late, .willBeLate].compactMap { state in
      let runs = rows.filter { $0.state == state }
      return runs.isEmpty ? nil : (state, runs)
    }
  }

  /// `☐ 2 missing  ◷ 1 late`, as much as is so.
  func overdueCounts(isWorded: Bool, isTight: Bool) -> [Span] {
    // Without words nobody tells apart what is late and what will be.
    overdue.filter { isWorded || $0.state != .willBeLate }.flatMap { state, runs in
      let symbol = state.symbol(unicode: signs.unicode)
      let words = isWorded ? " \(state.word)" : ""
      let figure = "\(symbol)\(isTight ? "" : " ")\(grouped(runs.count))\(words)"
      return [Span(isTight ? " " : "  "), Span(figure, state.role)]
    }
  }

  /// As many names as fit, and how many there are besides.
  fileprivate func fittingNames(_ names: [String], columns: Int) -> String {
    var (text, fitting) = ("", "")
    for (index, name) in names.enumerated() {
      text += (index == 0 ? "" : ", ") + name
      if width(text) > columns { break }
      let rest = names.count - index - 1
      let whole = text + (rest > 0 ? " and \(grouped(rest)) more" : "")
      if width(whole) <= columns { fitting = whole }
    }
    return fitting.isEmpty && columns >= 8 ? names.first ?? "" : fitting
  }
}
