import Canvas
import RDSExports
import Tracking

extension Drawing {
  /// The form of a new export: to be filled in, then to be confirmed.
  mutating func drawStart(_ form: StartForm) {
    if form.isConfirming {
      drawStartSummary(form)
    } else {
      drawStartFields(form)
    }
  }

  private mutating func drawStartFields(_ form: StartForm) {
    let columns = panelColumns(wanted: 92)
    let problems = form.request.problems()
    var panel = Panel(title: startTitle(form), columns: columns)
    panel.lines = [
      Panel.Line([Span("in \(startPlace(form))", .textMuted)], isOptional: true), .space,
    ]
    for field in StartForm.Field.allCases {
      let told = form.touched.contains(field)
      let problem = problems.first { $0.field == field && told }?.message
      let refusal = form.refusal.flatMap { $0.field == field ? $0.message : nil }
      panel.lines += fieldLines(field, of: form, problem: problem ?? refusal, columns: columns)
    }
    let notes = startNotes(form, columns: columns)
    if isCompact {
      panel.lines += notes
    } else if !notes.isEmpty {
      panel.footer = [.space] + notes
    }
    draw(panel)
  }

  private func fieldLines(
    _ field: StartForm.Field, of form: StartForm, problem: String?, columns: Int
  ) -> [Panel.Line] {
    let hasFocus = field == form.focus && form.ticket == nil
    let name = field.rawValue
    let marker = Span(hasFocus ? "\(signs.selected) " : "  ", .hintKey)
    let label = Span(name, hasFocus ? .textStrong : .fieldLabel)
    let stands = columns >= 60
    let start = stands ? 26 : 4
    var line = Panel.Line(stands ? [marker, label] : [Span("    ")])
    line.field = Panel.Field(
      field: form.fields[field] ?? TextField(), start: start, hasFocus: hasFocus,
      hasProblem: problem != nil, placeholder: field.placeholder)
    var lines = stands ? [line] : [Panel.Line([marker, label]), line]
    if let problem {
      let words = paragraph(Format.line(problem), .inputError, columns: columns - start)
      lines += words.map { Panel.Line([Span(String(repeating: " ", count: start))] + $0.spans) }
    }
    return lines
  }

  private mutating func drawStartSummary(_ form: StartForm) {
    let columns = panelColumns(wanted: 92)
    var panel = Panel(title: "Start this export?", columns: columns)
    if isCompact {
      panel.lines = gist(of: form.request, columns: columns)
    } else {
      panel.lines = [Panel.Line([Span("in \(startPlace(form))", .text)]), .space]
      panel.lines += summary(of: form, columns: columns)
    }
    let notes = startNotes(form, columns: columns)
    if isCompact, form.ticket == nil {
      panel.lines += notes
    } else {
      panel.footer = [.space] + notes
    }
    if form.ticket == nil {
      panel.footer.append(
        Panel.Line([
          Span(keyName(.closeOne, in: .dialog), .hintKey), Span(" no, change it   ", .textStrong),
          Span(keyName(.confirm, in: .dialog), .hintKey), Span(" yes, start it", .text),
        ]))
    }
    draw(panel)
  }

  /// The values alone, where there is no room for their names.
  private func gist(of request: StartExportTaskRequest, columns: Int) -> [Panel.Line] {
    var values = [
      request.exportTaskIdentifier, request.sourceArn,
      "to s3://\(request.s3BucketName)/\(request.s3Prefix ?? "")", request.iamRoleArn,
      request.kmsKeyId,
    ]
    if !request.exportOnly.isEmpty {
      values.append("only \(request.exportOnly.joined(separator: ", "))")
    }
    return values.flatMap { paragraph(Format.line($0), .fieldValue, columns: columns) }
  }

  private func summary(of form: StartForm, columns: Int) -> [Panel.Line] {
    var lines: [Panel.Line] = []
    for field in StartForm.Field.allCases {
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

  /// What there is to say of the form as a whole: what to mind, what AWS answered, what is under way.
  private func startNotes(_ form: StartForm, columns: Int) -> [Panel.Line] {
    var lines: [Panel.Line] = []
    for warning in form.ticket == nil ? state.warnings(for: form) : [] {
      lines += paragraph("\(signs.warning) \(warning)", .statusWarning, columns: columns)
    }
    if let refusal = form.refusal, refusal.field == nil || form.isConfirming {
      lines += paragraph(
        "\(signs.trouble) \(Format.line(refusal.message))", .inputError, columns: columns)
    }
    if form.ticket != nil {
      lines.append(
        Panel.Line([Span("\(signs.waiting) sent: waiting for AWS's answer…", .textStrong)]))
    }
    return lines
  }

  private func startTitle(_ form: StartForm) -> String {
    form.clonedFrom.map { "New export, like \(Format.line($0))" } ?? "New export"
  }

  private func startPlace(_ form: StartForm) -> String {
    placeWords(form.shown, of: form.site).joined(separator: " · ")
  }
}

extension StartForm.Field {
  /// What an empty field expects.
  fileprivate var placeholder: String {
    switch self {
    case .exportTaskIdentifier: "a name that was never used before"
    case .sourceArn: "the ARN of a snapshot or a cluster"
    case .s3BucketName: "a bucket in the same region"
    case .s3Prefix: "optional: a folder in the bucket"
    case .iamRoleArn: "the ARN of a role that may write there"
    case .kmsKeyId: "a key's ARN or id, or alias/name"
    case .exportOnly: "optional: database, schema, table"
    }
  }

  /// What it means that the field is empty.
  fileprivate var absence: String {
    switch self {
    case .s3Prefix: "none"
    case .exportOnly: "everything"
    case .exportTaskIdentifier, .sourceArn, .s3BucketName, .iamRoleArn, .kmsKeyId: "missing"
    }
  }
}
