import Canvas
import RDSExports
import Tracking

extension Drawing {
  /// What would be canceled and where, what that does in AWS's words, and how to say yes.
  mutating func drawCancel(_ dialog: CancelDialog) {
    let columns = panelColumns(wanted: 72)
    let count = dialog.tasks.count
    var panel = Panel(
      title: count == 1 ? "Cancel this export?" : "Cancel \(grouped(count)) exports?",
      isDangerous: true, columns: columns)
    panel.lines = isCompact && count > 1 ? gist(of: dialog.tasks, columns: columns) : []
    if panel.lines.isEmpty {
      let named = dialog.tasks.prefix(Self.namedTasks)
      let nameColumns = named.map { width(Format.line($0.identifier)) }.max() ?? 0
      for id in named {
        panel.lines += canceledTask(id, nameColumns: nameColumns, columns: columns)
      }
      if count > Self.namedTasks {
        panel.lines.append(
          Panel.Line([Span("and \(grouped(count - Self.namedTasks)) more", .textStrong)]))
      }
    }
    panel.lines.append(.space)
    for (id, site) in dialog.shown.sorted(by: { $0.key < $1.key }) {
      panel.lines.append(place(site, id, columns: columns))
    }
    panel.lines += paragraph(
      "Any data that has already been written to the S3 bucket isn't removed.", .text,
      columns: columns)
    panel.lines += paragraph(
      "A canceled export can't be resumed, and its name can't be used again.", .textMuted,
      columns: columns, isOptional: true)
    panel.footer = [.space] + confirmation(dialog, columns: columns)
    draw(panel)
  }

  /// How many tasks are named before the rest is counted.
  private static let namedTasks = 5

  /// Several tasks on one line, where there is no room for more.
  private func gist(of tasks: [TaskID], columns: Int) -> [Panel.Line] {
    let more = " and \(counted(tasks.count - 1, "more", "more"))"
    let room = max(4, columns - width(more))
    let name = tasks.first.map { Format.line($0.identifier) } ?? ""
    let first = width(name) <= room ? name : String(name.prefix(max(1, room - 1))) + "…"
    return [Panel.Line([Span(first, .textStrong), Span(more, .textStrong)])]
  }

  private mutating func canceledTask(
    _ id: TaskID, nameColumns: Int, columns: Int
  ) -> [Panel.Line] {
    let name = Format.line(id.identifier)
    guard let task = state.task(id) else {
      return [Panel.Line([Span("\(name)  no longer known", .textMuted)])]
    }
    let phase = phase(of: task)
    let (status, role) = statusWords(task, phase, columns: 24)
    var facts = [Span(status, role)]
    if phase != .starting, let percent = task.task.percentProgress {
      facts.append(Span(", \(percent) %", .text))
    }
    if let data = dataWords(task, phase) { facts.append(Span(", \(data) so far", .text)) }
    if nameColumns + 2 + 36 <= columns {
      let lead = name.filled(to: nameColumns + 2, by: width)
      return [Panel.Line([Span(lead, .textStrong)] + facts)]
    }
    return Painter.wrap(name, columns: columns).map { Panel.Line([Span($0, .textStrong)]) }
      + [Panel.Line([Span("  ")] + facts)]
  }

  private func place(_ site: Site, _ id: SiteID, columns: Int) -> Panel.Line {
    let danger =
      state.isProduction(id) ? [Span("  "), Span("PRODUCTION", .dialogDanger)] : []
    let words = placeWords(site, of: id)
    let long = Span("in \(words.joined(separator: " · "))", .text)
    let short = Span(
      [site.account ?? "account not known yet", site.region].map(Format.line)
        .joined(separator: " · "), .text)
    return Panel.Line((width([long] + danger) <= columns ? [long] : [short]) + danger)
  }

  private func confirmation(_ dialog: CancelDialog, columns: Int) -> [Panel.Line] {
    var lines: [Panel.Line] = []
    if let problem = dialog.problem {
      lines += paragraph(Format.line(problem), .inputError, columns: columns)
    }
    let them = dialog.tasks.count == 1 ? "it" : "them"
    guard let word = dialog.word else {
      let answer = [
        Span(keyName(.closeOne, in: .dialog), .hintKey),
        Span(" no, let \(them) run   ", .textStrong),
        Span(keyName(.confirm, in: .dialog), .hintKey), Span(" yes, cancel \(them)", .text),
      ]
      return lines + [Panel.Line(answer)]
    }
    let enter = keyName(.confirm, in: .text)
    lines += paragraph(
      "To cancel, type \(Format.line(word)) and press \(enter):", .text, columns: columns)
    var line = Panel.Line([Span("> ", .hintKey)])
    line.field = Panel.Field(field: dialog.typed, start: 2, hasFocus: true)
    let no = Panel.Line(
      [
        Span(keyName(.closeOne, in: .text), .hintKey),
        Span(" no, let \(them) run", .textStrong),
      ], isOptional: true)
    return lines + [line, no]
  }
}
