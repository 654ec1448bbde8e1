import Canvas
import Ground
import Tracking
import Words

/// All that is wrong with the feeds and what to do about it, in whole, and what they wait for.
struct TroubleDialog: Dialog {
  /// The first line that is shown.
  var scroll = 0

  var place: Place { .help }

  func rect(in layout: Layout) -> Rect { layout.dialogArea(columns: 86) }

  mutating func take(_ key: Key, _ action: Action?, _ facts: Facts, at moment: Moment) -> Outcome {
    guard let action else { return .unknown }
    if action == .closeOne { return .close }
    var facts = facts
    let rows = facts.layout.textRows(of: rect(in: facts.layout))
    let lines = facts.troubleLines(columns: facts.layout.textColumns(of: rect(in: facts.layout)))
    scroll = Scroll(page: rows, last: max(0, lines.count - rows)).moved(scroll, action)
    return .stay
  }

  func draw(_ drawing: inout Drawing) {
    let area = rect(in: drawing.layout)
    let lines = drawing.facts.troubleLines(columns: drawing.layout.textColumns(of: area))
    drawing.draw(Panel(title: "What is wrong", lines: lines, scroll: scroll), in: area)
  }
}

extension Facts {
  fileprivate mutating func troubleLines(columns: Int) -> [Panel.Line] {
    var lines: [Panel.Line] = []
    for group in state.feedTroubles {
      if !lines.isEmpty { lines.append(Panel.Line()) }
      if state.roster.hasSeveral {
        let names = group.contexts.compactMap { state.roster.names[$0] }
        lines += paragraph(names.joined(separator: ", "), .paneTitle, columns: columns)
      }
      switch group.what {
      case .trouble(let trouble):
        let feed = group.contexts.first.flatMap { state.snapshots[$0]?.feed }
        lines += troubleLines(trouble, feed, columns: columns)
      case .waiting(let waiting):
        lines += paragraph(
          "\(signs.waiting) \(waiting.words); \(waitedTime(waiting)) so far", .ageStale,
          columns: columns)
      }
    }
    if lines.isEmpty { lines = [Panel.Line([Span("nothing is wrong any more", .textMuted)])] }
    return lines
  }

  private mutating func troubleLines(
    _ trouble: Trouble, _ feed: Feed?, columns: Int
  ) -> [Panel.Line] {
    var lines = paragraph(
      Format.line(trouble.summary), .textStrong, columns: columns)
    for lookup in trouble.lookups {
      lines += paragraph(
        "\(signs.bullet) \(Format.line(lookup.place)): \(Format.line(lookup.finding))", .text,
        columns: columns)
    }
    lines += [Panel.Line()]
    lines += paragraph(Format.line(trouble.advice), .text, columns: columns)
    lines += [Panel.Line()]
    lines += paragraph(
      "since \(dateTime(trouble.since)) \(moment.zone); \(feed.map { retryWords($0) } ?? "")",
      .textMuted, columns: columns)
    return lines
  }
}
