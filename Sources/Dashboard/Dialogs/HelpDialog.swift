import Canvas
import Ground

/// Every key of every place, from the key table, and every sign: first those of the place where the
/// help was asked for.
struct HelpDialog: Dialog {
  let asked: Place
  /// The first line that is shown.
  var scroll: Int

  init(at place: Place = .list, scroll: Int = 0) {
    asked = place
    self.scroll = scroll
  }

  var place: Place { .help }

  func rect(in layout: Layout) -> Rect { layout.dialogArea(columns: 86) }

  mutating func take(_ key: Key, _ action: Action?, _ facts: Facts, at moment: Moment) -> Outcome {
    guard let action else { return .unknown }
    if action == .closeOne { return .close }
    let page = facts.layout.textRows(of: rect(in: facts.layout))
    let lines = facts.helpLines(
      at: asked, columns: facts.layout.textColumns(of: rect(in: facts.layout)))
    scroll = Scroll(page: page, last: max(0, lines.count - page)).moved(scroll, action)
    return .stay
  }

  func draw(_ drawing: inout Drawing) {
    let area = rect(in: drawing.layout)
    drawing.draw(
      Panel(
        title: "exportdeck \(drawing.state.settings.version): keys and signs",
        lines: drawing.facts.helpLines(
          at: asked, columns: drawing.layout.textColumns(of: area)),
        scroll: scroll), in: area)
  }
}

extension Facts {
  /// The whole help: a title for each place, one or more lines for each entry, and the signs.
  fileprivate func helpLines(at asked: Place, columns: Int) -> [Panel.Line] {
    let keyColumns = state.keymap.entries.map { width(keyNames($0)) }.max() ?? 0
    let places = [asked] + Place.allCases.filter { $0 != asked }
    var parts = places.compactMap { place -> [Panel.Line]? in
      let entries = state.keymap.entries(in: place)
      guard !entries.isEmpty else { return nil }
      return [Panel.Line([Span(place.title, .paneTitle)])]
        + entries.flatMap { helpLines($0, keyColumns: keyColumns, columns: columns) }
    }
    parts.insert(signLines(columns: columns), at: min(1, parts.count))
    parts.insert(filterLines(columns: columns), at: min(2, parts.count))
    return Array(parts.joined(separator: [Panel.Line()]))
  }

  private func signLines(columns: Int) -> [Panel.Line] {
    [Panel.Line([Span("What the signs mean", .paneTitle)])]
      + signMeanings.flatMap { meaningLines($0.sign, $0.meaning, lead: 14, columns: columns) }
  }

  private func filterLines(columns: Int) -> [Panel.Line] {
    [Panel.Line([Span("What a filter can say", .paneTitle)])]
      + filterMeanings.flatMap {
        meaningLines(Span($0.example, .hintKey), $0.meaning, lead: 24, columns: columns)
      }
  }

  private func meaningLines(
    _ sign: Span, _ meaning: String, lead: Int, columns: Int
  ) -> [Panel.Line] {
    Painter.wrap(signs.spelled(meaning), columns: max(8, columns - lead))
      .enumerated().map { index, line in
        let first = index == 0 ? sign : Span("")
        let gap = String(repeating: " ", count: max(1, lead - width(first.text)))
        return Panel.Line([first, Span(gap), Span(line, .text)])
      }
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
