import Canvas
import Ground
import Planning
import Words

/// Asks whether to hold, release or remove an export of the queue.
struct QueueQuestion: Dialog {
  let edit: QueueEdit
  let entry: QueueEntry

  var place: Place { .dialog }
  var isQuestion: Bool { true }

  func rect(in layout: Layout) -> Rect { layout.dialogArea(columns: 72) }

  mutating func take(_ key: Key, _ action: Action?, _ facts: Facts, at moment: Moment) -> Outcome {
    switch action {
    case .confirm: .end(.queue(.edit(entry.id, edit)))
    case .closeOne: .close
    default: .unknown
    }
  }

  func draw(_ drawing: inout Drawing) {
    let area = rect(in: drawing.layout)
    let columns = drawing.layout.textColumns(of: area)
    var panel = Panel(title: title)
    panel.lines = drawing.facts.paragraph(
      "\(Format.line(entry.request.exportTaskIdentifier)), in \(Format.line(entry.site.words))",
      .textStrong, columns: columns)
    panel.lines += drawing.facts.paragraph(effect, .text, columns: columns)
    panel.footer = [
      .space,
      Panel.Line([
        Span(drawing.facts.keyName(.closeOne, in: place), .hintKey),
        Span(" no, leave it   ", .textStrong),
        Span(drawing.facts.keyName(.confirm, in: place), .hintKey), Span(" yes, \(yes)", .text),
      ]),
    ]
    drawing.draw(panel, in: area)
  }

  private var title: String {
    switch edit {
    case .hold: "Hold this export?"
    case .release: "Let this export wait for its turn again?"
    default: "Take this export out of the queue?"
    }
  }

  private var yes: String {
    switch edit {
    case .hold: "hold it"
    case .release: "release it"
    default: "remove it"
    }
  }

  private var effect: String {
    switch edit {
    case .hold: "It stays in the queue and starts only after somebody has released it."
    case .release where entry.state == .held(.missed):
      "It starts as soon as a slot is free: its time has passed."
    case .release: "It starts by itself once a slot is free and its source isn't being exported."
    default: "Nothing of it was started, and nothing will be: what it was to export is forgotten."
    }
  }
}
