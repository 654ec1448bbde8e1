import Canvas

extension Drawing {
  /// Every key of every place, from the key table; what is off says why.
  mutating func drawHelp(scroll: Int) {
    draw(
      Panel(
        title: "exportdeck \(state.settings.version): keys", lines: allHelpLines, scroll: scroll,
        columns: helpColumns))
  }

  private var helpColumns: Int { panelColumns(wanted: 86) }

  /// The help whole: a title for each place, and a key or more lines for each entry.
  var allHelpLines: [Panel.Line] {
    let columns = helpColumns
    let keyColumns = Keymap.entries.map { width(keyNames($0)) }.max() ?? 0
    var lines: [Panel.Line] = []
    for place in Place.allCases {
      let entries = Keymap.entries(in: place)
      guard !entries.isEmpty else { continue }
      if !lines.isEmpty { lines.append(Panel.Line()) }
      lines.append(Panel.Line([Span(Keymap.title(of: place), .paneTitle)]))
      for entry in entries {
        lines += helpLines(entry, keyColumns: keyColumns, columns: columns)
      }
    }
    return lines
  }

  private func keyNames(_ entry: Keymap.Entry) -> String {
    entry.keys.map { Keymap.name(of: $0, unicode: signs.unicode) }.joined(separator: " ")
  }

  private func helpLines(
    _ entry: Keymap.Entry, keyColumns: Int, columns: Int
  ) -> [Panel.Line] {
    let keys = keyNames(entry)
    let reason = isForbidden(entry.action) ? state.reasonDisabled(entry.action) : nil
    let text = reason.map { "\(entry.help) (\($0))" } ?? entry.help
    let role: Role = reason == nil ? .text : .hintDisabled
    let wrapped = Painter.wrap(signs.spelled(text), columns: max(8, columns - keyColumns - 2))
    let blank = String(repeating: " ", count: keyColumns + 2)
    return wrapped.enumerated().map { index, line in
      guard index == 0 else { return Panel.Line([Span(blank), Span(line, role)]) }
      let gap = String(repeating: " ", count: max(1, keyColumns + 2 - width(keys)))
      return Panel.Line([Span(keys, .hintKey), Span(gap), Span(line, role)])
    }
  }
}
