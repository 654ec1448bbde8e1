import Canvas
import FoundationEssentials
import Ground
import RDSExports
import Tracking
import Words

/// A cancel that waits for confirmation: what would be canceled and where, what that does in AWS's
/// words, what was left out, and how to say yes.
struct CancelDialog: Dialog {
  /// What would be canceled, by identity. Statuses are checked again on confirming.
  let tasks: [TaskID]
  /// The sites of those tasks as the dialog shows them: nothing is canceled elsewhere.
  let shown: [SiteID: Site]
  var word: TypedWord
  /// Why some of the chosen tasks are left out, and how many.
  var leftOut: [LeftOut] = []

  struct LeftOut: Hashable, Sendable {
    let reason: String
    var count: Int

    /// The reason in a word or two, for where there is little room.
    var gist: String {
      let already = "already "
      return reason.hasPrefix(already) ? String(reason.dropFirst(already.count)) : reason
    }

    /// `already failed`, or if there are several reasons `2 already complete, 1 already failed`.
    static func words(_ all: [LeftOut]) -> String {
      if all.count == 1 { return all[0].reason }
      return all.map { "\(grouped($0.count)) \($0.reason)" }.joined(separator: ", ")
    }
  }

  init(tasks: [TaskID], shown: [SiteID: Site], word: String?) {
    self.tasks = tasks
    self.shown = shown
    self.word = TypedWord(word)
  }

  var place: Place { word.wanted == nil ? .dialog : .word }
  var isQuestion: Bool { true }

  func rect(in layout: Layout) -> Rect { layout.dialogArea(columns: 72) }

  mutating func take(_ key: Key, _ action: Action?, _ facts: Facts, at moment: Moment) -> Outcome {
    switch action {
    case .closeOne: return .close
    case .confirm: return word.confirms() ? .end(.cancel(tasks, shown: shown)) : .stay
    default: return word.take(key)
    }
  }

  mutating func paste(_ text: String) { word.paste(text) }

  func isOff(_ action: Action, _ facts: Facts) -> Bool { action == .confirm && !word.isThere }

  // MARK: Drawing

  /// How many tasks are named; the rest is only counted. All are, where there is room for them.
  private func namedTasks(_ drawing: Drawing) -> Int {
    let others = Self.otherLines + 2 * shown.count + (leftOut.isEmpty ? 0 : 2)
    return max(5, drawing.layout.textRows(of: rect(in: drawing.layout)) - others)
  }

  /// The lines that are there besides names, places and what is left out.
  private static let otherLines = 10

  func draw(_ drawing: inout Drawing) {
    let area = rect(in: drawing.layout)
    var panel = self.panel(&drawing, isShort: drawing.facts.isCompact)
    // Where and how many matters more than which: the names give way.
    if !panel.fits(rows: drawing.layout.textRows(of: area)) {
      panel = self.panel(&drawing, isShort: true)
    }
    drawing.draw(panel, in: area)
  }

  private func panel(_ drawing: inout Drawing, isShort: Bool) -> Panel {
    let columns = drawing.layout.textColumns(of: rect(in: drawing.layout))
    let count = tasks.count
    var panel = Panel(
      title: count == 1 ? "Cancel this export?" : "Cancel \(grouped(count)) exports?",
      isDangerous: true)
    let sites = shown.sorted { $0.key < $1.key }
    var ages: [SiteID: String] = [:]
    for (id, _) in sites { ages[id] = drawing.facts.ageOfPast(id) }
    if isShort, count > 1 {
      panel.lines = gist(drawing, columns: columns)
    } else {
      panel.lines = named(&drawing, ages, columns: columns)
    }
    panel.lines += omissions(drawing, isShort: isShort, columns: columns)
    panel.lines.append(.space)
    for (id, site) in sites {
      panel.lines.append(place(site, id, drawing, columns: columns))
      if let age = ages[id] {
        panel.lines += drawing.facts.paragraph(
          "\(drawing.signs.warning) \(drawing.facts.whyPast(id)): this is how it was \(age).",
          .ageStale, columns: columns)
      } else if drawing.state.snapshot(of: id)?.feed.isAccountUnsure == true {
        panel.lines += drawing.facts.paragraph(
          "\(drawing.signs.warning) \(drawing.facts.whyPast(id)).", .ageStale, columns: columns)
      } else if let age = drawing.facts.ageOfPresent(id) {
        panel.lines += drawing.facts.paragraph(
          "This is how it was \(age).", .textMuted, columns: columns, isOptional: true)
      }
    }
    panel.lines += drawing.facts.paragraph(
      "Any data that has already been written to the S3 bucket isn't removed"
        + "\(leftBehind(drawing, isPast: !ages.isEmpty, isShort: isShort)).",
      .text, columns: columns)
    panel.lines += drawing.facts.paragraph(
      "A canceled export can't be resumed, and its name can't be used again.", .textMuted,
      columns: columns, isOptional: true)
    panel.footer = [.space] + confirmation(drawing, isShort: isShort, columns: columns)
    return panel
  }

  private func named(_ drawing: inout Drawing, _ ages: [SiteID: String], columns: Int)
    -> [Panel.Line]
  {
    let shown = tasks.prefix(namedTasks(drawing))
    let nameColumns = shown.map { drawing.facts.width(Format.line($0.identifier)) }.max() ?? 0
    var lines: [Panel.Line] = []
    for id in shown {
      lines += task(id, &drawing, ages[id.site], nameColumns: nameColumns, columns: columns)
    }
    if tasks.count > shown.count {
      let rest = grouped(tasks.count - shown.count)
      lines.append(Panel.Line([Span("and \(rest) more", .textStrong)]))
    }
    return lines
  }

  /// Several tasks on one line, for where there is no room for more.
  private func gist(_ drawing: Drawing, columns: Int) -> [Panel.Line] {
    let more = " and \(counted(tasks.count - 1, "more", "more"))"
    let room = max(4, columns - drawing.facts.width(more))
    let name = tasks.first.map { Format.line($0.identifier) } ?? ""
    let first =
      drawing.facts.width(name) <= room ? name : String(name.prefix(max(1, room - 1))) + "…"
    return [Panel.Line([Span(first, .textStrong), Span(more, .textStrong)])]
  }

  private func task(
    _ id: TaskID, _ drawing: inout Drawing, _ age: String?, nameColumns: Int, columns: Int
  ) -> [Panel.Line] {
    let name = Format.line(id.identifier)
    guard let task = drawing.state.task(id) else {
      return [Panel.Line([Span("\(name)  no longer known", .textMuted)])]
    }
    let (status, role) = drawing.facts.statusWords(task, columns: 24)
    var facts = [Span(status, role)]
    if task.phase != .starting, let percent = task.percentProgress {
      facts.append(Span(", \(percent) %", .text))
    }
    if let data = drawing.facts.dataWords(task) {
      let isOpen = age == nil && task.status?.isFinal != true
      facts.append(Span(", \(data)\(isOpen ? " so far" : "")", .text))
    }
    if let age { facts.append(Span(", \(age)", .ageStale)) }
    if nameColumns + 2 + 36 <= columns {
      let lead = name.filled(to: nameColumns + 2, by: drawing.facts.width)
      return [Panel.Line([Span(lead, .textStrong)] + facts)]
    }
    return Painter.wrap(name, columns: columns).map { Panel.Line([Span($0, .textStrong)]) }
      + [Panel.Line([Span("  ")] + facts)]
  }

  /// How much that is so far, and where.
  private func leftBehind(_ drawing: Drawing, isPast: Bool, isShort: Bool) -> String {
    let known = tasks.compactMap { drawing.state.task($0)?.task }
    let data = known.reduce(0) { $0 + ($1.totalExtractedDataInGB ?? 0) }
    let sum = data > 0 ? "\(grouped(data)) GB \(isPast ? "when last seen" : "so far")" : nil
    let place =
      isShort || tasks.count > 1 ? nil : known.first?.location.map { "in \(Format.line($0))" }
    let words = [sum, place].compactMap(\.self).joined(separator: " ")
    return words.isEmpty ? "" : ": \(words)"
  }

  /// Which marked tasks are left out.
  private func omissions(_ drawing: Drawing, isShort: Bool, columns: Int) -> [Panel.Line] {
    var lines: [Panel.Line] = []
    let omitted = leftOut.reduce(0) { $0 + $1.count }
    let share = "\(grouped(omitted)) of \(grouped(omitted + tasks.count))"
    if isShort {
      let reasons = leftOut.map { "\(grouped($0.count)) \($0.gist)" }
      guard omitted > 0 else { return [] }
      let words = "\(share) left out: \(reasons.joined(separator: ", "))"
      return [Panel.Line([Span(words, .statusWarning)])]
    }
    if omitted > 0 {
      let reasons = leftOut.map { "\(grouped($0.count)) \($0.reason)" }.joined(separator: ", ")
      let verb = omitted == 1 ? "is" : "are"
      lines += drawing.facts.paragraph(
        "\(share) marked \(verb) left out: \(reasons).", .text, columns: columns)
    }
    return lines
  }

  private func place(_ site: Site, _ id: SiteID, _ drawing: Drawing, columns: Int) -> Panel.Line {
    let danger =
      drawing.state.isProduction(id) ? [Span("  "), Span("PRODUCTION", .dialogDanger)] : []
    let words = drawing.facts.placeWords(site, of: id).joined(separator: " · ")
    let gist = [site.account ?? "account not known yet", site.region].map(Format.line)
    let long = Span("in \(words)", .text)
    let short = Span(gist.joined(separator: " · "), .text)
    return Panel.Line((drawing.facts.width([long] + danger) <= columns ? [long] : [short]) + danger)
  }

  private func confirmation(_ drawing: Drawing, isShort: Bool, columns: Int) -> [Panel.Line] {
    let them = tasks.count == 1 ? "it" : "them"
    let refusing = isShort ? "no" : "no, let \(them) run"
    guard word.wanted != nil else {
      return [drawing.facts.answers(no: refusing, yes: "yes, cancel \(them)", in: place)]
    }
    let yes = drawing.facts.keyName(.confirm, in: place)
    let lines = drawing.facts.lines(word, columns: columns) { asked in
      isShort
        ? "Type \(asked), then press \(yes):" : "To cancel, type \(asked) and press \(yes):"
    }
    let no = Span(drawing.facts.keyName(.closeOne, in: place), .hintKey)
    return lines + [Panel.Line([no, Span(" \(refusing)", .textStrong)], isOptional: true)]
  }
}

extension Facts {
  /// How old the shown state of a site is, such as `4m ago`; nil where it is the present. It is old
  /// if no answer comes, or if none is asked for.
  fileprivate mutating func ageOfPast(_ site: SiteID) -> String? {
    guard let feed = state.snapshot(of: site)?.feed, let answered = feed.lastAnswer else {
      return nil
    }
    let seconds = max(0, validity.second.timeIntervalSince(answered))
    guard feed.trouble != nil || feed.isPaused || isOverdue(feed, age: seconds) else {
      validity.ends(inSeconds: overdueAge(feed) - seconds)
      return nil
    }
    validity.ends(inSeconds: Format.ageChangesIn(seconds))
    let age = Format.age(seconds)
    return age == Format.age(0) ? nil : age
  }

  /// How old the shown state is where it is the present; nil for one that has just come.
  fileprivate mutating func ageOfPresent(_ site: SiteID) -> String? {
    guard let answered = state.snapshot(of: site)?.feed.lastAnswer else { return nil }
    let seconds = max(0, validity.second.timeIntervalSince(answered))
    validity.ends(inSeconds: Format.ageChangesIn(seconds))
    let age = Format.age(seconds)
    return age == Format.age(0) ? nil : age
  }

  fileprivate func whyPast(_ site: SiteID) -> String {
    let feed = state.snapshot(of: site)?.feed
    if feed?.isAccountUnsure == true { return "Whose credentials these are isn't known yet" }
    return feed?.isPaused == true ? "Asking AWS is paused" : "AWS gave nothing newer"
  }
}
