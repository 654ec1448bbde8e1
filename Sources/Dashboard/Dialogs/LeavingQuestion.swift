import Canvas
import Ground
import Words

/// Asks whether to leave although a form has text that was not sent.
struct LeavingQuestion: Dialog {
  /// What was open when the question came up.
  let below: (any Dialog)?
  /// The identifier in the form; empty if none was typed.
  let identifier: String

  var place: Place { .dialog }
  var isQuestion: Bool { true }

  func rect(in layout: Layout) -> Rect { layout.dialogArea(columns: 60) }

  mutating func take(_ key: Key, _ action: Action?, _ facts: Facts, at moment: Moment) -> Outcome {
    switch action {
    case .confirm: .end(.leave)
    case .closeOne: .close
    default: .unknown
    }
  }

  func draw(_ drawing: inout Drawing) {
    let area = rect(in: drawing.layout)
    let columns = drawing.layout.textColumns(of: area)
    var panel = Panel(title: "Leave, and lose what was typed?")
    let name = identifier.isEmpty ? "" : " \(Format.line(identifier))"
    panel.lines = drawing.facts.paragraph(
      "The new export\(name) was not started: what was typed into its form goes with the program.",
      .text, columns: columns)
    panel.footer = [
      .space,
      Panel.Line([
        Span(drawing.facts.keyName(.closeOne, in: .dialog), .hintKey),
        Span(" no, stay   ", .textStrong),
        Span(drawing.facts.keyName(.confirm, in: .dialog), .hintKey), Span(" yes, leave", .text),
      ]),
    ]
    drawing.draw(panel, in: area)
  }
}
