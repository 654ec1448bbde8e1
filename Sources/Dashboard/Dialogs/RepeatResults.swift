import Canvas
import Ground
import Words

/// What has become of exports that are started together, a line each. It stays until it is closed;
/// closed early, the rest is sent all the same.
struct RepeatResults: Dialog {
  /// The first line that is shown.
  var scroll = 0

  var place: Place { .help }

  func rect(in layout: Layout) -> Rect { layout.dialogArea(columns: 96) }

  mutating func take(_ key: Key, _ action: Action?, _ facts: Facts, at moment: Moment) -> Outcome {
    guard let action else { return .unknown }
    if action == .closeOne { return .close }
    let area = rect(in: facts.layout)
    let lines = facts.repeatLines(columns: facts.layout.textColumns(of: area))
    scroll = facts.scrolled(scroll, action, lines: lines.count, in: area)
    return .stay
  }

  func draw(_ drawing: inout Drawing) {
    let area = rect(in: drawing.layout)
    let lines = drawing.facts.repeatLines(columns: drawing.layout.textColumns(of: area))
    let words = drawing.state.startBatch?.words ?? "nothing was started"
    drawing.draw(
      drawing.facts.panel(
        "Starting again: \(words)", lines, scroll: scroll, in: area, of: place), in: area)
  }
}

extension Facts {
  fileprivate func repeatLines(columns: Int) -> [Panel.Line] {
    (state.startBatch?.entries ?? []).flatMap { entry -> [Panel.Line] in
      let (sign, role, words): (String, Role, String) =
        switch entry.outcome {
        case .waiting: (signs.note, .textMuted, "waits for the one before it")
        case .sent: (signs.waiting, .statusStarting, "sent: waiting for AWS's answer…")
        case .started: (signs.success, .statusComplete, "was started")
        case .toBeQueued: (signs.note, .textMuted, "is queued once the others are answered")
        case .queueing: (signs.waiting, .statusStarting, "is being put into the queue…")
        case .queued(let number):
          (signs.waiting, .statusStarting, "waits in the queue, as number \(number)")
        case .refused(let reason): (signs.trouble, .statusFailed, reason)
        case .leftOut(let reason): (signs.warning, .statusWarning, "not sent: \(reason)")
        }
      let name = Format.line(entry.request.exportTaskIdentifier)
      return [Panel.Line([Span("\(sign) ", role), Span(name, .textStrong)])]
        + paragraph(Format.line(words), .text, columns: columns - 2)
        .map { Panel.Line([Span("  ")] + $0.spans) }
    }
  }
}
