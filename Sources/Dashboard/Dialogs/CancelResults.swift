import Canvas
import Ground
import RDSExports
import Tracking
import Words

/// What has become of exports that were canceled together, a line each. It stays until it is closed.
struct CancelResults: Dialog {
  /// In the order of the question.
  let tasks: [TaskID]
  /// The first line that is shown.
  var scroll = 0

  init(tasks: [TaskID]) { self.tasks = tasks }

  var place: Place { .help }

  func rect(in layout: Layout) -> Rect { layout.dialogArea(columns: 96) }

  mutating func take(_ key: Key, _ action: Action?, _ facts: Facts, at moment: Moment) -> Outcome {
    guard let action else { return .unknown }
    if action == .closeOne { return .close }
    let area = rect(in: facts.layout)
    let lines = facts.resultLines(of: tasks, columns: facts.layout.textColumns(of: area))
    scroll = facts.scrolled(scroll, action, lines: lines.count, in: area)
    return .stay
  }

  func draw(_ drawing: inout Drawing) {
    let area = rect(in: drawing.layout)
    let lines = drawing.facts.resultLines(
      of: tasks, columns: drawing.layout.textColumns(of: area))
    let title = drawing.facts.resultTitle(of: tasks)
    drawing.draw(
      drawing.facts.panel(title, lines, scroll: scroll, in: area, of: place), in: area)
  }
}

extension Facts {
  /// For instance `Canceling 5 exports: 2 canceled, 1 refused`.
  fileprivate func resultTitle(of tasks: [TaskID]) -> String {
    let outcomes = tasks.compactMap { state.cancelOutcomes[$0] }
    var parts: [String] = []
    let counts: [(String, (CancelOutcome) -> Bool)] = [
      ("canceled", { $0 == .ended(.canceled) }),
      (
        "ended otherwise",
        { if case .ended(let status) = $0 { status != .canceled } else { false } }
      ),
      ("left out", { if case .leftOut = $0 { true } else { false } }),
      ("refused", { if case .refused = $0 { true } else { false } }),
      ("under way", \.isOpen),
    ]
    for (word, matches) in counts {
      let count = outcomes.count(where: matches)
      if count > 0 { parts.append("\(grouped(count)) \(word)") }
    }
    return
      "Cancel of \(counted(tasks.count, "export", "exports")): \(parts.joined(separator: ", "))"
  }

  fileprivate func resultLines(of tasks: [TaskID], columns: Int) -> [Panel.Line] {
    let names = tasks.map { Format.line($0.identifier) }
    let widest = names.map(width).max() ?? 0
    let isOneLine = widest + 30 <= columns
    return zip(tasks, names).flatMap { id, name -> [Panel.Line] in
      let (sign, role, words) = result(of: id)
      let lead = isOneLine ? widest + 4 : 2
      let told = paragraph(words, .text, columns: max(8, columns - lead))
      let mark = Span("\(sign) ", role)
      guard isOneLine else {
        return [Panel.Line([mark, Span(name, .textStrong)])]
          + told.map { Panel.Line([Span("  ")] + $0.spans) }
      }
      return told.enumerated().map { index, line in
        let head =
          index == 0
          ? [mark, Span(name.filled(to: widest + 2, by: width), .textStrong)]
          : [Span(String(repeating: " ", count: lead))]
        return Panel.Line(head + line.spans)
      }
    }
  }

  private func result(of id: TaskID) -> (sign: String, role: Role, words: String) {
    switch state.cancelOutcomes[id] {
    case .sent: (signs.waiting, .statusCanceling, "sent: waiting for AWS's answer…")
    case .canceling: (signs.waiting, .statusCanceling, "AWS is canceling it")
    case .ended(.canceled):
      (
        signs.success, .statusCanceled,
        "canceled" + (state.task(id)?.task.leftBehind.map { ": \($0)" } ?? "")
      )
    case .ended(let status):
      (signs.warning, .statusWarning, "\(status.word.lowercased()) before it was canceled")
    case .leftOut(let reason): (signs.warning, .statusWarning, "nothing was done: \(reason)")
    case .refused(let reason): (signs.trouble, .statusFailed, Format.line(reason))
    case nil: (signs.warning, .textMuted, "its site is watched no longer")
    }
  }
}
