import Canvas

extension Facts {
  /// How many lines of a dialog are out of sight, with the keys that go there: `↑ 3 above   ↓ 12 more`;
  /// nil where all are in sight.
  func outOfSight(above: Int, below: Int, in place: Place) -> Panel.Line? {
    var spans: [Span] = []
    func add(_ action: Action, _ words: String) {
      if !spans.isEmpty { spans.append(Span("   ")) }
      spans += [Span(keyName(action, in: place), .hintKey), Span(" \(words)", .textStrong)]
    }
    if above > 0 { add(.up, "\(grouped(above)) above") }
    if below > 0 { add(.down, "\(grouped(below)) more") }
    return spans.isEmpty ? nil : Panel.Line(spans)
  }

  /// A panel that is read, line by line.
  /// - Parameter scroll: The first line that is shown.
  func panel(
    _ title: String, _ lines: [Panel.Line], scroll: Int, in area: Rect, of place: Place
  ) -> Panel {
    var panel = Panel(title: title, lines: lines, scroll: scroll)
    let rows = bodyRows(of: lines.count, in: area)
    let top = min(max(0, scroll), max(0, lines.count - rows))
    panel.footer =
      outOfSight(above: top, below: max(0, lines.count - top - rows), in: place).map { [$0] } ?? []
    return panel
  }

  /// The first line that such a panel shows after a key.
  func scrolled(_ scroll: Int, _ action: Action, lines count: Int, in area: Rect) -> Int {
    let rows = bodyRows(of: count, in: area)
    return Scroll(page: rows, last: max(0, count - rows)).moved(scroll, action)
  }

  /// Where not all lines fit, the last row says how many don't.
  private func bodyRows(of count: Int, in area: Rect) -> Int {
    let rows = layout.textRows(of: area)
    return count > rows ? max(1, rows - 1) : rows
  }
}
