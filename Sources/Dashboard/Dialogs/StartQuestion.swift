import Canvas
import Ground
import RDSExports
import Words

/// The summary of a new export, to confirm. Any other answer goes back to the form.
struct StartQuestion: Dialog {
  let form: StartForm

  var place: Place { .dialog }
  var isQuestion: Bool { true }
  var below: (any Dialog)? { form }

  func rect(in layout: Layout) -> Rect { layout.dialogArea(columns: 92) }

  mutating func take(_ key: Key, _ action: Action?, _ facts: Facts, at moment: Moment) -> Outcome {
    switch action {
    case .confirm: .end(.start(form))
    case .enqueue: .end(.enqueue(form))
    case .closeOne: .close
    default: .unknown
    }
  }

  func draw(_ drawing: inout Drawing) {
    let area = rect(in: drawing.layout)
    var panel = self.panel(drawing, isShort: drawing.facts.isCompact)
    if !panel.fits(rows: drawing.layout.textRows(of: area)) {
      panel = self.panel(drawing, isShort: true)
    }
    drawing.draw(panel, in: area)
  }

  private func panel(_ drawing: Drawing, isShort: Bool) -> Panel {
    let columns = drawing.layout.textColumns(of: rect(in: drawing.layout))
    let warnings = drawing.facts.warnings(for: form, columns: columns)
    var panel = Panel(title: "Start this export?")
    if isShort {
      let place = [form.shown.account ?? "account not known yet", form.shown.region]
      panel.lines = [
        Panel.Line([Span("in \(place.map(Format.line).joined(separator: " · "))", .text)])
      ]
      panel.lines += gist(drawing, columns: columns) + warnings
    } else {
      let site = drawing.facts.placeWords(form.shown, of: form.site)
      panel.lines = [
        Panel.Line([Span("in \(site.joined(separator: " · "))", .text)]), .space,
      ]
      panel.lines += summary(columns: columns)
      panel.footer = [.space] + warnings
    }
    if let waiting = drawing.facts.waitingFor(form) {
      panel.footer += drawing.facts.paragraph(
        "\(waiting): \(drawing.facts.keyName(.enqueue, in: place)) lets it wait in the queue.",
        .textStrong, columns: columns)
    }
    panel.footer.append(
      Panel.Line([
        Span(drawing.facts.keyName(.closeOne, in: place), .hintKey),
        Span(" no, change it   ", .textStrong),
        Span(drawing.facts.keyName(.confirm, in: place), .hintKey), Span(" yes, start it", .text),
      ]))
    return panel
  }

  /// The values without their names, for where there is little room.
  private func gist(_ drawing: Drawing, columns: Int) -> [Panel.Line] {
    let request = form.request
    var values = [
      request.exportTaskIdentifier, request.sourceArn,
      "to s3://\(request.s3BucketName)/\(request.s3Prefix ?? "")", request.iamRoleArn,
      request.kmsKeyId,
    ]
    if !request.exportOnly.isEmpty {
      values.append("only \(request.exportOnly.joined(separator: ", "))")
    }
    return values.flatMap {
      drawing.facts.paragraph(Format.line($0), .fieldValue, columns: columns)
    }
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
