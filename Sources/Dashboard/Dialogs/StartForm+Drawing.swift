import Canvas
import RDSExports
import Words

extension StartForm {
  func draw(_ drawing: inout Drawing) {
    let area = rect(in: drawing.layout)
    let columns = drawing.layout.textColumns(of: area)
    let problems = request.problems()
    var panel = Panel(
      title: filledFrom.map { "New export, like \(Format.line($0))" } ?? "New export")
    panel.lines = [
      Panel.Line(
        [
          Span(
            "in \(drawing.facts.placeWords(shown, of: site).joined(separator: " · "))", .textMuted)
        ],
        isOptional: true)
    ]
    if let offer = keptFormOffer(drawing) { panel.lines.append(offer) }
    panel.lines.append(.space)
    for field in Self.order {
      let told = touched.contains(field)
      let problem = problems.first { $0.field == field && told }?.message
      let refused = refusal.flatMap { $0.field == field ? $0.message : nil }
      panel.lines += lines(field, drawing, problem: refused ?? problem, columns: columns)
      if problem == nil { panel.lines += objectionLines(field, drawing, columns: columns) }
      if field == .sourceArn { panel.lines += newestLines(drawing, columns: columns) }
      if field == focus, ticket == nil, let picker, picker.isOpen {
        let list = picker.lines(&drawing, self, columns: columns)
        panel.lines += list
        panel.following = max(1, list.count)
      }
    }
    let notes = notes(drawing, columns: columns)
    if drawing.facts.isCompact {
      panel.lines += notes
    } else if !notes.isEmpty {
      panel.footer = [.space] + notes
    }
    drawing.draw(panel, in: area)
  }

  /// That a form which was left can be brought back.
  private func keptFormOffer(_ drawing: Drawing) -> Panel.Line? {
    guard ticket == nil, focus == Self.order[0], let kept = drawing.state.keptForm else {
      return nil
    }
    let name = kept.text(.exportTaskIdentifier)
    return Panel.Line([
      Span(drawing.facts.keyName(.previousField, in: .form), .hintKey),
      Span(
        " the form that was left\(name.isEmpty ? "" : ", for \(Format.line(name))")", .textMuted),
    ])
  }

  private func lines(
    _ field: FieldProblem.Field, _ drawing: Drawing, problem: String?, columns: Int
  ) -> [Panel.Line] {
    let hasFocus = field == focus && ticket == nil
    let marker = Span(hasFocus ? "\(drawing.signs.selected) " : "  ", .hintKey)
    let label = Span(field.rawValue, hasFocus ? .textStrong : .fieldLabel)
    let stands = columns >= 60
    let start = stands ? 26 : 4
    var line = Panel.Line(stands ? [marker, label] : [Span("    ")])
    line.field = Panel.Field(
      field: fields[field] ?? TextField(), start: start,
      hasFocus: hasFocus && picker?.selected == nil,
      hasProblem: problem != nil, placeholder: field.placeholder)
    var lines = stands ? [line] : [Panel.Line([marker, label]), line]
    if let problem {
      let words = drawing.facts.paragraph(
        Format.line(problem), .inputError, columns: columns - start)
      lines += words.map { Panel.Line([Span(String(repeating: " ", count: start))] + $0.spans) }
    }
    return lines
  }

  /// Why an export can't use what is in a field, as far as its list tells.
  private func objectionLines(
    _ field: FieldProblem.Field, _ drawing: Drawing, columns: Int
  ) -> [Panel.Line] {
    guard ticket == nil, let kind = ShelfKind(field),
      let offer = drawing.state.lookups.shelf(kind, at: site)?.offer(of: sent(field)),
      let objection = offer.objection(in: shown.region)
    else { return [] }
    return drawing.facts.paragraph(
      "\(drawing.signs.trouble) \(Format.line(objection))", .statusWarning, columns: columns - 4
    ).map { Panel.Line([Span("    ")] + $0.spans) }
  }

  /// Whether the source is the newest one yet.
  func newestLines(_ drawing: Drawing, columns: Int) -> [Panel.Line] {
    guard let newest, isSourceUntyped else { return [] }
    switch newest.progress {
    case .found: return []
    case .lookingFor(let count):
      let soFar = count > 0 ? ": \(grouped(count)) so far …" : " …"
      return [
        Panel.Line([
          Span(
            "    \(drawing.signs.waiting) exported last; looking for a newer snapshot\(soFar)",
            .textMuted)
        ])
      ]
    // The open list says why, too.
    case .kept where focus == .sourceArn && picker?.isOpen == true: return []
    case .kept(let reason):
      return drawing.facts.paragraph(
        "\(drawing.signs.warning) exported last: \(reason)", .statusWarning,
        columns: columns - 4
      ).map { Panel.Line([Span("    ")] + $0.spans) }
    }
  }

  /// What there is to say about the form as a whole: warnings, AWS's answer, and what is under way.
  private func notes(_ drawing: Drawing, columns: Int) -> [Panel.Line] {
    var lines = ticket == nil ? drawing.facts.warnings(for: self, columns: columns) : []
    if ticket == nil { lines += drawing.facts.differences(self, columns: columns) }
    let remarks = pasteRemarks + drawing.state.remarks(onPastedInto: self)
    for remark in remarks where ticket == nil {
      lines += drawing.facts.paragraph(
        "\(drawing.signs.note) \(Format.line(remark))", .textMuted, columns: columns)
    }
    if let refusal, refusal.field == nil {
      lines += drawing.facts.paragraph(
        "\(drawing.signs.trouble) \(Format.line(refusal.message))", .inputError, columns: columns)
    }
    if ticket != nil {
      lines.append(
        Panel.Line([Span("\(drawing.signs.waiting) sent: waiting for AWS's answer…", .textStrong)]))
    }
    return lines
  }
}

extension Facts {
  /// Warnings about what AWS will refuse, or is likely to.
  func warnings(for form: StartForm, columns: Int) -> [Panel.Line] {
    state.warnings(for: form).flatMap {
      paragraph("\(signs.warning) \($0)", .statusWarning, columns: columns)
    }
  }
}

extension FieldProblem.Field {
  /// What an empty field shows that it expects.
  fileprivate var placeholder: String {
    switch self {
    case .exportTaskIdentifier: "a name that was never used before"
    case .sourceArn: "a snapshot or a cluster: any part of its name, or its ARN"
    case .s3BucketName: "a bucket in the same region"
    case .s3Prefix: "optional: a folder in the bucket"
    case .iamRoleArn: "a role that may write there: a part of its name, or its ARN"
    case .kmsKeyId: "a key's ARN or id, or alias/name"
    case .exportOnly: "optional: database, schema, table"
    }
  }
}
