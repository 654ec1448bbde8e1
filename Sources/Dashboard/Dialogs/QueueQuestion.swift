import Canvas
import Ground
import Planning
import Words

/// Asks whether to hold, release or remove an export of the queue, or to remove several.
struct QueueQuestion: Dialog {
  let edit: QueueEdit
  /// At least one, as they are now.
  var entries: [QueueEntry]
  var word: TypedWord
  /// What of the chosen exports is left out, and why.
  var leftOut = LeftOut()
  private var scroll = 0

  init(edit: QueueEdit, entries: [QueueEntry], word: String? = nil) {
    self.edit = edit
    self.entries = entries
    self.word = TypedWord(word)
  }

  private var entry: QueueEntry { entries[0] }

  var place: Place { word.wanted == nil ? .dialog : .word }
  var isQuestion: Bool { true }

  func rect(in layout: Layout) -> Rect { layout.dialogArea(columns: 72) }

  mutating func take(_ key: Key, _ action: Action?, _ facts: Facts, at moment: Moment) -> Outcome {
    switch action {
    case .confirm:
      return word.confirms()
        ? .end(.queue(edit, entries, hasWord: word.wanted != nil)) : .stay
    case .closeOne: return .close
    case .up?, .down?, .pageUp?, .pageDown?:
      guard entries.count > 1, let action else { return .unknown }
      let area = rect(in: facts.layout)
      let columns = facts.layout.textColumns(of: area)
      let room = facts.layout.textRows(of: area) - footer(facts, columns: columns).count
      let count = names(facts, columns: columns).count
      scroll = Scroll(page: max(1, room), last: max(0, count - room)).moved(scroll, action)
      return .stay
    default: return word.take(key)
    }
  }

  mutating func paste(_ text: String) { word.paste(text) }

  func isOff(_ action: Action, _ facts: Facts) -> Bool { action == .confirm && !word.isThere }

  func draw(_ drawing: inout Drawing) {
    let area = rect(in: drawing.layout)
    let columns = drawing.layout.textColumns(of: area)
    var panel = Panel(title: title, isDangerous: word.wanted != nil)
    panel.lines = names(drawing.facts, columns: columns)
    panel.footer = footer(drawing.facts, columns: columns)
    panel.scroll = scroll
    drawing.draw(panel, in: area)
  }

  private func names(_ facts: Facts, columns: Int) -> [Panel.Line] {
    entries.flatMap { entry in
      facts.paragraph(
        "\(Format.line(entry.request.exportTaskIdentifier)), in \(Format.line(entry.site.words))",
        .textStrong, columns: columns)
    }
  }

  /// What it does is always in sight, however many there are.
  private func footer(_ facts: Facts, columns: Int) -> [Panel.Line] {
    let key = facts.keyName(.confirm, in: place)
    let left = facts.lines(
      leftOut, asked: entries.count, isShort: facts.isCompact, columns: columns)
    return left + facts.paragraph(effect, .text, columns: columns) + [.space]
      + facts.lines(word, .dialogDanger, columns: columns) {
        edit == .release
          ? "This is PRODUCTION: type \($0) first." : "Type \($0) and press \(key):"
      }
      + [
        facts.answers(
          no: entries.count > 1 ? "no, leave them" : "no, leave it", yes: "yes, \(yes)", in: place)
      ]
  }

  private var title: String {
    switch edit {
    case .hold: "Hold this export?"
    case .release: "Let this export wait for its turn again?"
    default:
      entries.count > 1
        ? "Take these \(grouped(entries.count)) exports out of the queue?"
        : "Take this export out of the queue?"
    }
  }

  private var yes: String {
    switch edit {
    case .hold: "hold it"
    case .release: "release it"
    default: entries.count > 1 ? "remove them" : "remove it"
    }
  }

  private var removal: String {
    if entries.count > 1 {
      let areUnsure = entries.contains { $0.isSending || $0.sending.mayHaveArrived }
      return "Nothing more is sent for them: what they were to export is forgotten."
        + (areUnsure ? " A request for some may have reached AWS: look for them in the list." : "")
    }
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
