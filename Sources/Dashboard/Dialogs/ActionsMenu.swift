import Canvas
import Ground

/// What can be done here, and why the rest can't. The keys that it lists do what they do below it,
/// except for those that move in the menu.
struct ActionsMenu: Dialog {
  /// An index into `entries`.
  var selected = 0

  var place: Place { .menu }

  func rect(in layout: Layout) -> Rect { layout.dialogArea(columns: 76) }

  mutating func take(_ key: Key, _ action: Action?, _ facts: Facts, at moment: Moment) -> Outcome {
    let entries = Self.entries(facts.state)
    switch action {
    case .closeOne: return .close
    case .confirm: return .end(.perform(entries[min(selected, entries.count - 1)].action))
    case let action?:
      selected = moved(selected, action, count: entries.count, in: facts.layout)
      return .stay
    case nil:
      let state = facts.state
      guard let meant = state.keymap.action(for: key, in: state.placeBelow),
        entries.contains(where: { $0.action == meant })
      else { return .unknown }
      return .end(.perform(meant))
    }
  }

  /// The actions of the place below. Moving, leaving, suspending and redrawing have keys only.
  static func entries(_ state: State) -> [Keymap.Entry] {
    state.keymap.entries(in: state.placeBelow).filter { entry in
      ![.quit, .leave, .suspend, .redraw].contains(entry.action) && !entry.action.isMove
    }
  }

  /// The first key of an entry that the menu has no other use for; nil where it has one for all.
  static func key(of entry: Keymap.Entry, _ state: State) -> Key? {
    entry.keys.first { state.keymap.action(for: $0, in: .menu) == nil }
  }

  func draw(_ drawing: inout Drawing) {
    let area = rect(in: drawing.layout)
    let columns = drawing.layout.textColumns(of: area)
    let width = drawing.facts.width as (String) -> Int
    let entries = Self.entries(drawing.state)
    let keys = entries.map { entry in
      Self.key(of: entry, drawing.state)?.name(unicode: drawing.signs.unicode) ?? ""
    }
    let names = entries.map { drawing.facts.words(for: $0, in: drawing.state.placeBelow) }
    let keyColumns = (keys.map(width).max() ?? 0) + 2
    let nameColumns = (names.map(width).max() ?? 0) + 2
    let room = columns - 1 - keyColumns - nameColumns
    var panel = Panel(title: "What can be done here")
    for (index, entry) in entries.enumerated() {
      let hasNothingToClose =
        entry.action == .closeOne && drawing.state.placeBelow == .list
        && drawing.state.closable == nil
      let reason =
        hasNothingToClose ? "nothing is open" : drawing.state.reasonDisabled(entry.action)
      let isOff = reason != nil
      let words = reason.map { "off: \($0)" } ?? entry.help
      panel.lines.append(
        Panel.Line(
          [
            Span(
              " \(keys[index].filled(to: keyColumns, by: width))", isOff ? .hintDisabled : .hintKey),
            Span(
              names[index].filled(to: nameColumns, by: width), isOff ? .hintDisabled : .textStrong),
            Span(words, isOff ? .hintDisabled : .text),
          ], isSelected: index == selected))
      if index == selected, width(words) > room {
        panel.footer = drawing.facts.paragraph(
          words, isOff ? .hintDisabled : .text, columns: columns)
      }
    }
    drawing.draw(panel, in: area)
  }
}

extension Action {
  /// Whether it moves the selection or scrolls, and nothing else.
  fileprivate var isMove: Bool {
    [.up, .down, .first, .last, .pageUp, .pageDown, .halfPageUp, .halfPageDown].contains(self)
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
