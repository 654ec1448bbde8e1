import Canvas
import Ground

/// What can be done here, and why the rest can't.
struct ActionsMenu: Dialog {
  /// An index into `entries`.
  var selected = 0

  var place: Place { .menu }

  func rect(in layout: Layout) -> Rect { layout.dialogArea(columns: 76) }

  mutating func take(_ key: Key, _ action: Action?, _ facts: Facts, at moment: Moment) -> Outcome {
    guard let action else { return .unknown }
    let entries = Self.entries(facts.state)
    switch action {
    case .closeOne: return .close
    case .confirm: return .end(.perform(entries[min(selected, entries.count - 1)].action))
    default:
      selected = moved(selected, action, count: entries.count, in: facts.layout)
      return .stay
    }
  }

  /// The actions of the place below. Leaving, suspending and redrawing have keys only.
  static func entries(_ state: State) -> [Keymap.Entry] {
    state.keymap.entries(in: state.placeBelow).filter {
      ![.quit, .leave, .suspend, .redraw].contains($0.action)
    }
  }

  func draw(_ drawing: inout Drawing) {
    let area = rect(in: drawing.layout)
    let columns = drawing.layout.textColumns(of: area)
    let width = drawing.facts.width as (String) -> Int
    let entries = Self.entries(drawing.state)
    let keys = entries.map { entry in
      drawing.facts.keyName(entry)
    }
    let keyColumns = (keys.map(width).max() ?? 0) + 2
    let hintColumns = (entries.map { width($0.hint) }.max() ?? 0) + 1
    let room = columns - 1 - keyColumns - hintColumns
    var panel = Panel(title: "What can be done here")
    for (index, entry) in entries.enumerated() {
      let reason = drawing.state.reasonDisabled(entry.action)
      let isOff = reason != nil
      let words = reason.map { "off: \($0)" } ?? entry.help
      var spans = [
        Span(" \(keys[index].filled(to: keyColumns, by: width))", isOff ? .hintDisabled : .hintKey),
        Span(entry.hint.filled(to: hintColumns, by: width), isOff ? .hintDisabled : .textStrong),
      ]
      if width(words) <= room { spans.append(Span(words, isOff ? .hintDisabled : .text)) }
      panel.lines.append(Panel.Line(spans, isSelected: index == selected))
      if index == selected, width(words) > room {
        panel.footer = drawing.facts.paragraph(
          words, isOff ? .hintDisabled : .text, columns: columns)
      }
    }
    drawing.draw(panel, in: area)
  }
}

extension Dialog {
  /// Where a key moves the selection of a menu.
  func moved(_ selected: Int, _ action: Action, count: Int, in layout: Layout) -> Int {
    Scroll(page: max(1, layout.textRows(of: rect(in: layout))), last: max(0, count - 1))
      .moved(selected, action)
  }
}

extension String {
  /// The text with blanks at its end, `columns` cells wide.
  func filled(to columns: Int, by width: (String) -> Int) -> String {
    self + String(repeating: " ", count: max(0, columns - width(self)))
  }
}
