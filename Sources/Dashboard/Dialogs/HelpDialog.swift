import Canvas
import Ground

/// Every key of every place, from the key table.
struct HelpDialog: Dialog {
  /// The first line that is shown.
  var scroll = 0

  var place: Place { .help }

  func rect(in layout: Layout) -> Rect { layout.dialogArea(columns: 86) }

  mutating func take(_ key: Key, _ action: Action?, _ facts: Facts, at moment: Moment) -> Outcome {
    guard let action else { return .unknown }
    if action == .closeOne { return .close }
    let page = facts.layout.textRows(of: rect(in: facts.layout))
    let lines = facts.allHelpLines(columns: facts.layout.textColumns(of: rect(in: facts.layout)))
    scroll = Scroll(page: page, last: max(0, lines.count - page)).moved(scroll, action)
    return .stay
  }

  func draw(_ drawing: inout Drawing) {
    let area = rect(in: drawing.layout)
    drawing.draw(
      Panel(
        title: "exportdeck \(drawing.state.settings.version): keys",
        lines: drawing.facts.allHelpLines(columns: drawing.layout.textColumns(of: area)),
        scroll: scroll), in: area)
  }
}

extension Facts {
  /// The whole help: a title for each place, and one or more lines for each entry.
  fileprivate func allHelpLines(columns: Int) -> [Panel.Line] {
    let keyColumns = state.keymap.entries.map { width(keyNames($0)) }.max() ?? 0
    var lines: [Panel.Line] = []
    for place in Place.allCases {
      let entries = state.keymap.entries(in: place)
      guard !entries.isEmpty else { continue }
      if !lines.isEmpty { lines.append(Panel.Line()) }
      lines.append(Panel.Line([Span(place.title, .paneTitle)]))
      for entry in entries {
        lines += helpLines(entry, keyColumns: keyColumns, columns: columns)
      }
    }
    return lines
  }

  private func keyNames(_ entry: Keymap.Entry) -> String {
    entry.keys.map { $0.name(unicode: signs.unicode) }.joined(separator: " ")
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
