import Canvas
import Ground
import Planning
import RDSExports
import Words

/// The summary of a new export and what was checked of it, to confirm. It fills while AWS is asked.
/// Any other answer goes back to the form.
struct StartQuestion: Dialog {
  var form: StartForm
  var word: TypedWord
  /// The first line that is shown.
  var scroll = 0

  init(form: StartForm, word: String? = nil) {
    self.form = form
    self.word = TypedWord(word)
  }

  var place: Place { .check }
  var isQuestion: Bool { true }
  var below: (any Dialog)? { form }

  func rect(in layout: Layout) -> Rect { layout.dialogArea(columns: 92) }

  mutating func take(_ key: Key, _ action: Action?, _ facts: Facts, at moment: Moment) -> Outcome {
    switch action {
    case .confirm:
      return word.confirms(unless: reasonToWait)
        ? .end(.start(form, hasWord: word.wanted != nil)) : .stay
    case .enqueue:
      guard facts.waitingFor(form) != nil else { return .unknown }
      return word.confirms(unless: reasonToWait)
        ? .end(.enqueue(form, hasWord: word.wanted != nil)) : .stay
    case .closeOne: return .close
    case .askAgain: return .decide(.askAgain)
    case .up, .down, .pageUp, .pageDown:
      guard let action else { return .stay }
      let (lines, rows) = body(facts)
      scroll = Scroll(page: rows, last: max(0, lines.count - rows)).moved(scroll, action)
      return .stay
    default: return word.take(key)
    }
  }

  mutating func paste(_ text: String) { word.paste(text) }

  func isOff(_ action: Action, _ facts: Facts) -> Bool {
    let isTooEarly = reasonToWait != nil || !word.isThere
    return switch action {
    case .confirm: isTooEarly
    case .enqueue: isTooEarly || facts.waitingFor(form) == nil
    case .takeNewest, .insist: true
    default: false
    }
  }

  /// What has to be known before anybody can say yes.
  private var reasonToWait: String? {
    guard form.newest?.isLooking == true, form.isSourceUntyped else { return nil }
    return "the newest snapshot is still being looked for"
  }

  // MARK: Drawing

  func draw(_ drawing: inout Drawing) {
    let area = rect(in: drawing.layout)
    let columns = drawing.layout.textColumns(of: area)
    let preflight = drawing.state.preflight(for: form)
    var panel = Panel(title: preflight.isChecking ? "Checking this export …" : "Start this export?")
    panel.isDangerous = word.wanted != nil
    panel.lines = lines(drawing.facts, preflight, columns: columns)
    panel.footer = footer(drawing.facts, preflight, columns: columns)
    panel.scroll = scroll
    drawing.draw(panel, in: area)
  }

  /// The lines above the footer, and how many of them show at once.
  private func body(_ facts: Facts) -> (lines: [Panel.Line], rows: Int) {
    let area = rect(in: facts.layout)
    let columns = facts.layout.textColumns(of: area)
    let preflight = facts.state.preflight(for: form)
    var panel = Panel(title: "")
    panel.lines = lines(facts, preflight, columns: columns)
    panel.footer = footer(facts, preflight, columns: columns)
    let rows = facts.layout.textRows(of: area)
    panel.fit(rows: rows)
    return (panel.lines, max(1, rows - panel.footer.count))
  }

  private func lines(_ facts: Facts, _ preflight: Preflight, columns: Int) -> [Panel.Line] {
    let isShort = facts.isCompact
    let place =
      isShort
      ? [form.shown.account ?? "account not known yet", form.shown.region].map(Format.line)
      : facts.placeWords(form.shown, of: form.site)
    var lines = [
      Panel.Line(
        [Span("in \(place.joined(separator: " · "))", .text)]
          + (word.wanted == nil ? [] : [Span("  "), Span("PRODUCTION", .dialogDanger)]))
    ]
    lines += isShort ? gist(facts, columns: columns) : [.space] + summary(columns: columns)
    lines += facts.differences(form, columns: columns)
    if let newest = form.newest, newest.isLooking, form.isSourceUntyped {
      lines += facts.paragraph(
        "\(facts.signs.waiting) looking for a newer snapshot: it is taken when it is found",
        .statusWarning, columns: columns)
    }
    lines.append(.space)
    lines += facts.lines(preflight, columns: columns)
    lines.append(.space)
    let label = facts.state.snapshot(of: form.site)?.label
    let command = AWSCommand.start(
      form.request, by: label.map { AWSCommand.Way($0) } ?? AWSCommand.Way())
    return lines
      + command.lines.split(separator: "\n").flatMap {
        facts.paragraph(Format.line(String($0)), .textMuted, columns: columns)
      }
  }

  private func footer(_ facts: Facts, _ preflight: Preflight, columns: Int) -> [Panel.Line] {
    var footer = [Panel.Line.space]
    footer += facts.verdict(preflight, columns: columns)
    if let waiting = facts.waitingFor(form) {
      footer += facts.paragraph(
        "\(waiting): \(facts.keyName(.enqueue, in: place)) lets it wait in the queue.",
        .textStrong, columns: columns)
    }
    footer += facts.lines(toStartAfter: word, columns: columns)
    guard word.wanted == nil else { return footer }
    return footer + [facts.answers(no: "no, change it", yes: "yes, start it", in: place)]
  }

  /// The values without their names, for where there is little room.
  private func gist(_ facts: Facts, columns: Int) -> [Panel.Line] {
    let request = form.request
    var values = [
      request.exportTaskIdentifier, request.sourceArn,
      "to s3://\(request.s3BucketName)/\(request.s3Prefix ?? "")", request.iamRoleArn,
      request.kmsKeyId,
    ]
    if !request.exportOnly.isEmpty {
      values.append("only \(request.exportOnly.joined(separator: ", "))")
    }
    return values.flatMap { facts.paragraph(Format.line($0), .fieldValue, columns: columns) }
  }

  private func summary(columns: Int) -> [Panel.Line] {
    var lines: [Panel.Line] = []
    for field in StartForm.order {
      let text = Format.line(form.sent(field))
      let value = text.isEmpty ? Span(field.absence, .textMuted) : Span(text, .fieldValue)
      let lead = 24
      let wrapped = Painter.wrap(value.text, columns: columns - lead)
      for (index, part) in wrapped.enumerated() {
        let name = field == .exportOnly && text.isEmpty ? "Export" : field.rawValue
        let label = index == 0 ? name : ""
        lines.append(
          Panel.Line([Span(label.padded(to: lead), .fieldLabel), Span(part, value.role)]))
      }
    }
    return lines
  }
}

extension FieldProblem.Field {
  /// What an empty field means.
  fileprivate var absence: String {
    switch self {
    case .s3Prefix: "none"
    case .exportOnly: "everything"
    case .exportTaskIdentifier, .sourceArn, .s3BucketName, .iamRoleArn, .kmsKeyId: "missing"
    }
  }
}
