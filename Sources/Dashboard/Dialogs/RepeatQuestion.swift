import Canvas
import Ground
import RDSExports
import Tracking
import Words

/// Asks whether to start several exports again: under which names, and what else is otherwise than
/// in the originals.
struct RepeatQuestion: Dialog {
  let entries: [StartBatch.Entry]
  /// How many of the marked exports can't be started again.
  let leftOut: Int
  var word: TypedWord
  var scroll = 0

  init(entries: [StartBatch.Entry], leftOut: Int, word: String?) {
    self.entries = entries
    self.leftOut = leftOut
    self.word = TypedWord(word)
  }

  var place: Place { .check }
  var isQuestion: Bool { true }

  func rect(in layout: Layout) -> Rect { layout.dialogArea(columns: 92) }

  mutating func take(_ key: Key, _ action: Action?, _ facts: Facts, at moment: Moment) -> Outcome {
    switch action {
    case .confirm: return word.confirms() ? .end(.startAll(entries)) : .stay
    case .closeOne: return .close
    case .up, .down, .pageUp, .pageDown:
      guard let action else { return .stay }
      let area = rect(in: facts.layout)
      let columns = facts.layout.textColumns(of: area)
      let rows = max(
        1, facts.layout.textRows(of: area) - footer(facts, columns: columns).count)
      let count = lines(facts, columns: columns).count
      scroll = Scroll(page: rows, last: max(0, count - rows)).moved(scroll, action)
      return .stay
    default: return word.take(key)
    }
  }

  mutating func paste(_ text: String) { word.paste(text) }

  func isOff(_ action: Action, _ facts: Facts) -> Bool {
    action == .confirm && !word.isThere || action == .askAgain || action == .enqueue
  }

  // MARK: Drawing

  func draw(_ drawing: inout Drawing) {
    let area = rect(in: drawing.layout)
    let columns = drawing.layout.textColumns(of: area)
    var panel = Panel(
      title: entries.count == 1
        ? "Start this export again?" : "Start \(grouped(entries.count)) exports again?",
      isDangerous: word.wanted != nil)
    panel.lines = lines(drawing.facts, columns: columns)
    panel.footer = footer(drawing.facts, columns: columns)
    panel.scroll = scroll
    drawing.draw(panel, in: area)
  }

  private func lines(_ facts: Facts, columns: Int) -> [Panel.Line] {
    entries.flatMap { entry -> [Panel.Line] in
      let name = Format.line(entry.request.exportTaskIdentifier)
      var lines = facts.paragraph(name, .textStrong, columns: columns)
      func add(_ text: String, _ role: Role) {
        lines += facts.paragraph(text, role, columns: columns - 2).map {
          Panel.Line([Span("  ")] + $0.spans)
        }
      }
      let same = entry.differences.isEmpty ? ", everything else the same" : ""
      add("instead of \(Format.line(entry.original.identifier))\(same)", .textMuted)
      // The data is the old one's, whatever the new name says.
      let source = entry.request.sourceArn.split(separator: ":", maxSplits: 5).last ?? ""
      add("of \(Format.line(String(source)))", .textMuted)
      for difference in entry.differences { add(Format.line(difference), .text) }
      for objection in entry.objections {
        add("\(facts.signs.trouble) \(Format.line(objection))", .statusFailed)
      }
      return lines
    }
  }

  private func footer(_ facts: Facts, columns: Int) -> [Panel.Line] {
    var footer = [Panel.Line.space]
    for site in Set(entries.map(\.original.site)).sorted() {
      guard let shown = entries.first(where: { $0.original.site == site })?.shown else { continue }
      let danger =
        facts.state.isProduction(site) ? [Span("  "), Span("PRODUCTION", .dialogDanger)] : []
      footer.append(
        Panel.Line(
          [Span("in \(facts.placeWords(shown, of: site).joined(separator: " · "))", .text)]
            + danger))
      let active = facts.state.snapshot(of: site)?.tasks.counts.active ?? 0
      let slots = facts.state.settings.slots
      let wanted = entries.count { $0.original.site == site }
      if active + wanted > slots {
        footer += facts.paragraph(
          "\(facts.signs.warning) \(active) of \(slots) slots are taken: AWS refuses what is "
            + "beyond them.", .statusWarning, columns: columns)
      }
    }
    if leftOut > 0 {
      footer += facts.paragraph(
        "\(counted(leftOut, "marked export is", "marked exports are")) left out: not ended yet.",
        .text, columns: columns)
    }
    footer += facts.lines(toStartAfter: word, columns: columns)
    guard word.wanted == nil else { return footer }
    let them = entries.count == 1 ? "it" : "them"
    return footer + [
      facts.answers(no: "no, do nothing", yes: "yes, start \(them)", in: place)
    ]
  }
}
