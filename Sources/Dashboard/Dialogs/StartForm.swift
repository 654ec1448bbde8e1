import Canvas
import Ground
import RDSExports
import Tracking
import Words

/// The form that starts an export: text fields that are checked as the user types. Closing it keeps
/// the text, and starting shows a summary first.
struct StartForm: Dialog {
  /// The fields in their order on the screen.
  static let order = FieldProblem.Field.allCases

  /// Where the export would be started, and that site as the form shows it.
  private(set) var site: SiteID
  private(set) var shown: Site
  var fields: [FieldProblem.Field: TextField]
  var focus: FieldProblem.Field
  /// Fields that the user has left or submitted: their problems are shown.
  var touched: Set<FieldProblem.Field> = []
  /// The ticket of the request that is under way. The form can't be changed meanwhile.
  var ticket: Int?
  /// What was wrong with the last attempt, and the field that it concerns.
  var refusal: (field: FieldProblem.Field?, message: String)?
  /// The task that it was cloned from.
  var clonedFrom: String?
  /// What was in the fields before anybody typed.
  var texts: [FieldProblem.Field: String] = [:]

  init(site: SiteID, shown: Site) {
    self.site = site
    self.shown = shown
    fields = [:]
    for field in FieldProblem.Field.allCases { fields[field] = TextField() }
    focus = .exportTaskIdentifier
  }

  var place: Place { .form }

  func rect(in layout: Layout) -> Rect { layout.dialogArea(columns: 92) }

  func isOff(_ action: Action, _ facts: Facts) -> Bool { ticket != nil && action != .closeOne }

  // MARK: Keys

  mutating func take(_ key: Key, _ action: Action?, _ facts: Facts, at moment: Moment) -> Outcome {
    if action == .closeOne { return .end(.keep(self)) }
    if ticket != nil { return .stay }
    switch action {
    case .nextField:
      if let next = neighbour(by: 1) {
        go(to: next)
      } else if key == .enter {
        return submit()
      } else {
        go(to: Self.order[0])
      }
    case .previousField: go(to: neighbour(by: -1) ?? Self.order[Self.order.count - 1])
    case .confirm: return submit()
    default:
      guard var field = fields[focus] else { return .stay }
      let before = field.text
      guard field.apply(key) else { return .unknown }
      fields[focus] = field
      if field.text != before { forgetRefusal() }
    }
    return .stay
  }

  mutating func paste(_ text: String) {
    guard ticket == nil else { return }
    fields[focus]?.paste(text)
    forgetRefusal()
  }

  /// Asks for the confirmation, or goes to the first field that has a problem.
  private mutating func submit() -> Outcome {
    touched = Set(Self.order)
    refusal = nil
    let problems = request.problems()
    if let first = Self.order.first(where: { field in problems.contains { $0.field == field } }) {
      focus = first
      return .stay
    }
    return .replace(StartQuestion(form: self))
  }

  /// Leaves the field that has the focus, whose problems are shown from now on.
  private mutating func go(to field: FieldProblem.Field) {
    touched.insert(focus)
    focus = field
  }

  /// The field after the one that has the focus (or before it, with -1); nil past the ends.
  private func neighbour(by step: Int) -> FieldProblem.Field? {
    guard let index = Self.order.firstIndex(of: focus) else { return nil }
    return Self.order.indices.contains(index + step) ? Self.order[index + step] : nil
  }

  /// Keeps everything that was typed; the field that AWS complains about gets the focus.
  mutating func refuse(_ error: ExportTasksError, _ words: String) {
    ticket = nil
    let field = error.field(of: request)
    refusal = (field, Format.line(words))
    if let field { focus = field }
  }

  /// Moves the form to another site. It says so, and has to be confirmed again.
  mutating func move(to site: SiteID, _ shown: Site) {
    if self.site != site {
      let (_, now) = Site.words(self.shown, shown)
      refusal = (nil, "this would be started in \(now) now: look at every field again")
    }
    self.site = site
    self.shown = shown
  }

  /// What AWS said about a field no longer holds once its text has changed.
  private mutating func forgetRefusal() {
    if refusal?.field == focus { refusal = nil }
  }

  // MARK: Drawing

  func draw(_ drawing: inout Drawing) {
    let area = rect(in: drawing.layout)
    let columns = drawing.layout.textColumns(of: area)
    let problems = request.problems()
    var panel = Panel(
      title: clonedFrom.map { "New export, like \(Format.line($0))" } ?? "New export")
    panel.lines = [
      Panel.Line(
        [
          Span(
            "in \(drawing.facts.placeWords(shown, of: site).joined(separator: " · "))", .textMuted)
        ],
        isOptional: true),
      .space,
    ]
    for field in Self.order {
      let told = touched.contains(field)
      let problem = problems.first { $0.field == field && told }?.message
      let refused = refusal.flatMap { $0.field == field ? $0.message : nil }
      panel.lines += lines(field, drawing, problem: problem ?? refused, columns: columns)
    }
    let notes = notes(drawing, columns: columns)
    if drawing.facts.isCompact {
      panel.lines += notes
    } else if !notes.isEmpty {
      panel.footer = [.space] + notes
    }
    drawing.draw(panel, in: area)
  }

  private func lines(
    _ field: FieldProblem.Field, _ drawing: Drawing, problem: String?, columns: Int
  )
    -> [Panel.Line]
  {
    let hasFocus = field == focus && ticket == nil
    let marker = Span(hasFocus ? "\(drawing.signs.selected) " : "  ", .hintKey)
    let label = Span(field.rawValue, hasFocus ? .textStrong : .fieldLabel)
    let stands = columns >= 60
    let start = stands ? 26 : 4
    var line = Panel.Line(stands ? [marker, label] : [Span("    ")])
    line.field = Panel.Field(
      field: fields[field] ?? TextField(), start: start, hasFocus: hasFocus,
      hasProblem: problem != nil, placeholder: field.placeholder)
    var lines = stands ? [line] : [Panel.Line([marker, label]), line]
    if let problem {
      let words = drawing.facts.paragraph(
        Format.line(problem), .inputError, columns: columns - start)
      lines += words.map { Panel.Line([Span(String(repeating: " ", count: start))] + $0.spans) }
    }
    return lines
  }

  /// What there is to say about the form as a whole: warnings, AWS's answer, and what is under way.
  private func notes(_ drawing: Drawing, columns: Int) -> [Panel.Line] {
    var lines = ticket == nil ? drawing.facts.warnings(for: self, columns: columns) : []
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
    case .sourceArn: "the ARN of a snapshot or a cluster"
    case .s3BucketName: "a bucket in the same region"
    case .s3Prefix: "optional: a folder in the bucket"
    case .iamRoleArn: "the ARN of a role that may write there"
    case .kmsKeyId: "a key's ARN or id, or alias/name"
    case .exportOnly: "optional: database, schema, table"
    }
  }
}
