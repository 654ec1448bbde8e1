import Canvas

extension Drawing {
  /// What can be done here, and why the rest can't.
  mutating func drawActions(selected: Int) {
    let columns = panelColumns(wanted: 76)
    let entries = Keymap.entries(in: state.placeBelow)
    let keys = entries.map { entry in
      entry.keys.first.map { Keymap.name(of: $0, unicode: signs.unicode) } ?? ""
    }
    let keyColumns = (keys.map(width).max() ?? 0) + 2
    let hintColumns = (entries.map { width($0.hint) }.max() ?? 0) + 1
    let room = columns - 1 - keyColumns - hintColumns
    var panel = Panel(title: "What can be done here", columns: columns)
    for (index, entry) in entries.enumerated() {
      let reason = state.reasonDisabled(entry.action)
      let isOff = reason != nil
      let words = reason.map { "off: \($0)" } ?? entry.help
      var spans = [
        Span(" \(keys[index].filled(to: keyColumns, by: width))", isOff ? .hintDisabled : .hintKey),
        Span(entry.hint.filled(to: hintColumns, by: width), isOff ? .hintDisabled : .textStrong),
      ]
      if width(words) <= room { spans.append(Span(words, isOff ? .hintDisabled : .text)) }
      panel.lines.append(Panel.Line(spans, isSelected: index == selected))
      if index == selected, width(words) > room {
        panel.footer = paragraph(words, isOff ? .hintDisabled : .text, columns: columns)
      }
    }
    draw(panel)
  }

  mutating func drawSortMenu(selected: Int) {
    let sort = state.list.sort
    let lines = Column.allCases.enumerated().map { index, column in
      let isCurrent = column == sort.column
      let name = column.word.filled(to: 14, by: width)
      let arrow = isCurrent ? "\(sortArrow) \(sort.ascending ? "ascending" : "descending")" : ""
      return Panel.Line(
        [Span(" \(name)", isCurrent ? .textStrong : .text), Span(arrow, .columnSorted)],
        isSelected: index == selected)
    }
    draw(Panel(title: "Sort by", lines: lines, columns: 32))
  }

  mutating func drawThemeMenu(selected: Int, before: String) {
    let columns = panelColumns(wanted: 44)
    let lines = state.settings.themeNames.enumerated().map { index, name in
      Panel.Line(
        [
          Span(" \(Format.line(name).filled(to: 24, by: width))", .text),
          Span(name == before ? "in use" : "", .textMuted),
        ], isSelected: index == selected)
    }
    var panel = Panel(title: "Theme", lines: lines, columns: columns)
    if let problem = state.themeProblem {
      panel.footer =
        [.space] + paragraph(Format.line(problem), .inputError, columns: columns)
    }
    draw(panel)
  }
}

extension String {
  /// With blanks at its end, so many cells wide.
  func filled(to columns: Int, by width: (String) -> Int) -> String {
    self + String(repeating: " ", count: max(0, columns - width(self)))
  }
}
