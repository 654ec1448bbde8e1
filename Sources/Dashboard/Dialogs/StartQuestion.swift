import Canvas
import RDSExports

/// The summary of a new export, which has to be confirmed; any other answer goes back to the form.
struct StartQuestion: Dialog {
  let form: StartForm

  var place: Place { .dialog }
  var isQuestion: Bool { true }
  var below: (any Dialog)? { form }

  func rect(in layout: Layout) -> Rect { layout.dialogArea(columns: 92) }

  mutating func take(_ key: Key, _ action: Action?, _ facts: State, at moment: Moment) -> Outcome {
    switch action {
    case .confirm: .end(.start(form))
    case .closeOne: .close
    default: .unknown
    }
  }

  func draw(_ drawing: inout Drawing) {
    let area = rect(in: drawing.layout)
    let columns = drawing.layout.textColumns(of: area)
    let warnings = drawing.warnings(for: form, columns: columns)
    let site = drawing.placeWords(form.shown, of: form.site)
    var panel = Panel(title: "Start this export?")
    if drawing.isCompact {
      panel.lines = gist(drawing, columns: columns) + warnings
    } else {
      panel.lines = [
        Panel.Line([Span("in \(site.joined(separator: " · "))", .text)]), .space,
      ]
      panel.lines += summary(columns: columns)
      panel.footer = [.space] + warnings
    }
    panel.footer.append(
      Panel.Line([
        Span(drawing.keyName(.closeOne, in: place), .hintKey),
        Span(" no, change it   ", .textStrong),
        Span(drawing.keyName(.confirm, in: place), .hintKey), Span(" yes, start it", .text),
      ]))
    drawing.draw(panel, in: area)
  }

  /// The values alone, where there is no room for their names.
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
    return values.flatMap { drawing.paragraph(Format.line($0), .fieldValue, columns: columns) }
  }

  private func summary(columns: Int) -> [Panel.Line] {
    var lines: [Panel.Line] = []
    for field in StartForm.order {
      let text = Format.line(form.fields[field]?.text ?? "")
      let value = text.isEmpty ? Span(field.absence, .textMuted) : Span(text, .fieldValue)
      let lead = 24
      let wrapped = Painter.wrap(value.text, columns: columns - lead)
      for (index, part) in wrapped.enumerated() {
        let label = index == 0 ? field.rawValue : ""
        lines.append(
          Panel.Line([Span(label.padded(to: lead), .fieldLabel), Span(part, value.role)]))
      }
    }
    return lines
  }
}

extension StartForm.Field {
  /// What it means that the field is empty.
  fileprivate var absence: String {
    switch self {
    case .s3Prefix: "none"
    case .exportOnly: "everything"
    case .exportTaskIdentifier, .sourceArn, .s3BucketName, .iamRoleArn, .kmsKeyId: "missing"
    }
  }
}
