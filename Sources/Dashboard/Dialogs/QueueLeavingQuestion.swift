import Canvas
import Ground
import Words

/// Asks whether to leave although exports wait that nothing else would start.
struct QueueLeavingQuestion: Dialog {
  /// What was open when the question came up.
  let below: (any Dialog)?
  /// How many wait.
  let count: Int

  var place: Place { .dialog }
  var isQuestion: Bool { true }

  func rect(in layout: Layout) -> Rect { layout.dialogArea(columns: 64) }

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
    let what = counted(count, "export waits", "exports wait")
    var panel = Panel(title: "Leave while \(what)?")
    panel.lines = drawing.facts.paragraph(
      "\(count == 1 ? "It stays" : "They stay") in the queue, but nothing starts "
        + "\(count == 1 ? "it" : "them") until a dashboard is open again or "
        + "`exportdeck queue run` runs.", .text, columns: columns)
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
