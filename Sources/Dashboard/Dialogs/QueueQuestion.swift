import Canvas
import Ground
import Planning
import Words

/// Asks whether to hold, release or remove an export of the queue.
struct QueueQuestion: Dialog {
  let edit: QueueEdit
  let entry: QueueEntry
  /// What has to be typed before the confirming key; nil where that key is enough.
  var word: String?
  var typed = TextField()
  /// What was wrong with the last attempt to confirm.
  var problem: String?

  init(edit: QueueEdit, entry: QueueEntry, word: String? = nil) {
    self.edit = edit
    self.entry = entry
    self.word = word
  }

  var place: Place { word == nil ? .dialog : .word }
  var isQuestion: Bool { true }

  func rect(in layout: Layout) -> Rect { layout.dialogArea(columns: 72) }

  mutating func take(_ key: Key, _ action: Action?, _ facts: Facts, at moment: Moment) -> Outcome {
    switch action {
    case .confirm:
      guard hasWord else {
        problem = "type \(word ?? "") first"
        return .stay
      }
      return .end(.queue(.edit(entry.id, edit)))
    case .closeOne: return .close
    default:
      guard word != nil else { return .unknown }
      if key == .enter {
        problem = hasWord ? "Enter is no yes here" : "type \(word ?? "") first"
        return .stay
      }
      guard typed.apply(key) else { return .unknown }
      problem = nil
      return .stay
    }
  }

  mutating func paste(_ text: String) {
    guard word != nil else { return }
    typed.paste(text)
    problem = nil
  }

  func isOff(_ action: Action, _ facts: Facts) -> Bool { action == .confirm && !hasWord }

  private var hasWord: Bool { word.map { typed.text.trimmed == $0 } ?? true }

  func draw(_ drawing: inout Drawing) {
    let area = rect(in: drawing.layout)
    let columns = drawing.layout.textColumns(of: area)
    var panel = Panel(title: title)
    panel.lines = drawing.facts.paragraph(
      "\(Format.line(entry.request.exportTaskIdentifier)), in \(Format.line(entry.site.words))",
      .textStrong, columns: columns)
    panel.lines += drawing.facts.paragraph(effect, .text, columns: columns)
    panel.footer = [.space] + wordLines(drawing, columns: columns)
    panel.footer.append(
      Panel.Line([
        Span(drawing.facts.keyName(.closeOne, in: place), .hintKey),
        Span(" no, leave it   ", .textStrong),
        Span(drawing.facts.keyName(.confirm, in: place), .hintKey), Span(" yes, \(yes)", .text),
      ]))
    drawing.draw(panel, in: area)
  }

  private func wordLines(_ drawing: Drawing, columns: Int) -> [Panel.Line] {
    guard let word else { return [] }
    var lines =
      problem.map { drawing.facts.paragraph(Format.line($0), .inputError, columns: columns) } ?? []
    lines += drawing.facts.paragraph(
      "This is PRODUCTION: type \(Format.line(word)) first.", .dialogDanger, columns: columns)
    var line = Panel.Line([Span("> ", .hintKey)])
    line.field = Panel.Field(field: typed, start: 2, hasFocus: true)
    return lines + [line]
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

  private var removal: String {
    if entry.isStarted {
      return "It has been started, and goes on at AWS: only its line here is forgotten."
    }
    if entry.isSending || entry.sending.mayHaveArrived {
      return "A request for it may have reached AWS: look for it in the list. Nothing more is sent."
    }
    return "Nothing of it was started, and nothing will be: what it was to export is forgotten."
  }

  private var effect: String {
    switch edit {
    case .hold: "It stays in the queue and starts only after somebody has released it."
    case .release where entry.state == .held(.missed):
      "It starts as soon as a slot is free: its time has passed."
    case .release: "It starts by itself once a slot is free and its source isn't being exported."
    default: removal
    }
  }
}
