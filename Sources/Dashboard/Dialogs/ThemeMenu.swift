import Canvas
import Ground
import Words

/// The themes. Each is tried as the selection reaches it, and Esc goes back to `before`.
struct ThemeMenu: Dialog {
  /// An index into the names of the themes.
  var selected: Int
  var before: String

  var place: Place { .menu }

  func rect(in layout: Layout) -> Rect { layout.dialogArea(columns: 44) }

  mutating func take(_ key: Key, _ action: Action?, _ facts: Facts, at moment: Moment) -> Outcome {
    guard let action else { return .unknown }
    let names = facts.state.settings.themeNames
    switch action {
    case .confirm: return .close
    case .closeOne: return .end(.takeThemeBack(to: names[selected] == before ? nil : before))
    default:
      let next = moved(selected, action, count: names.count, in: facts.layout)
      if next == selected { return .stay }
      selected = next
      return .run([.useTheme(names[next])])
    }
  }

  func draw(_ drawing: inout Drawing) {
    let area = rect(in: drawing.layout)
    let lines = drawing.state.settings.themeNames.enumerated().map { index, name in
      Panel.Line(
        [
          Span(" \(Format.line(name).filled(to: 24, by: drawing.facts.width))", .text),
          Span(name == before ? "in use" : "", .textMuted),
        ], isSelected: index == selected)
    }
    var panel = Panel(title: "Theme", lines: lines)
    if let problem = drawing.state.themeProblem {
      panel.footer =
        [.space]
        + drawing.facts.paragraph(
          Format.line(problem), .inputError, columns: drawing.layout.textColumns(of: area))
    }
    drawing.draw(panel, in: area)
  }
}
