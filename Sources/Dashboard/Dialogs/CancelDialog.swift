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
  /// What of the chosen tasks is left out, and why.
  var leftOut = LeftOut()
  /// The first of the tasks that are named.
  var scroll = 0

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
    case .confirm:
      return word.confirms()
        ? .end(.cancel(tasks, shown: shown, hasWord: word.wanted != nil)) : .stay
    case .up?, .down?, .pageUp?, .pageDown?:
      guard tasks.count > 1, let action else { return .unknown }
      var facts = facts
      let rows = isShort(&facts) ? 1 : namedTasks(facts.layout)
      scroll = Scroll(page: rows, last: max(0, tasks.count - rows)).moved(scroll, action)
      return .stay
    default: return word.take(key)
    }
  }

  mutating func paste(_ text: String) { word.paste(text) }

  func isOff(_ action: Action, _ facts: Facts) -> Bool { action == .confirm && !word.isThere }

  // MARK: Drawing

  /// How many tasks are named at once: all, where there is room for them. The others are a key away.
  private func namedTasks(_ layout: Layout) -> Int {
    let others = Self.otherLines + 2 * shown.count + (leftOut.isEmpty ? 0 : 2)
    return max(5, layout.textRows(of: rect(in: layout)) - others)
  }

  /// The lines that are there besides names, places and what is left out.
  private static let otherLines = 10

  func draw(_ drawing: inout Drawing) {
    let isShort = isShort(&drawing.facts)
    drawing.draw(panel(&drawing.facts, isShort: isShort), in: rect(in: drawing.layout))
  }

  /// Whether where and how many is all that there is room for: which of them gives way to that.
  private func isShort(_ facts: inout Facts) -> Bool {
    let rows = facts.layout.textRows(of: rect(in: facts.layout))
    return facts.isCompact || !panel(&facts, isShort: false).fits(rows: rows)
  }

  private func panel(_ facts: inout Facts, isShort: Bool) -> Panel {
    let columns = facts.layout.textColumns(of: rect(in: facts.layout))
    let count = tasks.count
    var panel = Panel(
      title: count == 1 ? "Cancel this export?" : "Cancel \(grouped(count)) exports?",
      isDangerous: true)
    let sites = shown.sorted { $0.key < $1.key }
    var ages: [SiteID: String] = [:]
    for (id, _) in sites { ages[id] = facts.ageOfPast(id) }
    if isShort, count > 1 {
      panel.lines = gist(facts, columns: columns)
    } else {
      panel.lines = named(&facts, ages, columns: columns)
    }
    panel.lines += facts.lines(
      leftOut, asked: tasks.count, isShort: isShort, columns: columns)
    panel.lines.append(.space)
    for (id, site) in sites {
      panel.lines.append(place(site, id, facts, columns: columns))
      if let age = ages[id] {
        panel.lines += facts.paragraph(
          "\(facts.signs.warning) \(facts.whyPast(id)): this is how it was \(age).",
          .ageStale, columns: columns)
      } else if facts.state.snapshot(of: id)?.feed.isAccountUnsure == true {
        panel.lines += facts.paragraph(
          "\(facts.signs.warning) \(facts.whyPast(id)).", .ageStale, columns: columns)
      } else if let age = facts.ageOfPresent(id) {
        panel.lines += facts.paragraph(
          "This is how it was \(age).", .textMuted, columns: columns, isOptional: true)
      }
    }
    panel.lines += facts.paragraph(
      "Any data that has already been written to the S3 bucket isn't removed"
        + "\(leftBehind(facts, isPast: !ages.isEmpty, isShort: isShort)).",
      .text, columns: columns)
    panel.lines += facts.paragraph(
      "A canceled export can't be resumed, and its name can't be used again.", .textMuted,
      columns: columns, isOptional: true)
    panel.footer = [.space] + confirmation(facts, isShort: isShort, columns: columns)
    return panel
  }

  private func named(_ facts: inout Facts, _ ages: [SiteID: String], columns: Int)
    -> [Panel.Line]
  {
    let rows = namedTasks(facts.layout)
    let top = min(scroll, max(0, tasks.count - rows))
    let shown = tasks[top...].prefix(rows)
    let nameColumns = shown.map { facts.width(Format.line($0.identifier)) }.max() ?? 0
    var lines: [Panel.Line] = []
    for id in shown {
      lines += task(id, &facts, ages[id.site], nameColumns: nameColumns, columns: columns)
    }
    let more = facts.outOfSight(above: top, below: tasks.count - shown.endIndex, in: place)
    return lines + (more.map { [$0] } ?? [])
  }

  /// One of several tasks on a line, for where there is no room for more.
  private func gist(_ facts: Facts, columns: Int) -> [Panel.Line] {
    let top = min(scroll, tasks.count - 1)
    let more = facts.outOfSight(above: top, below: tasks.count - 1 - top, in: place)?.spans ?? []
    let room = max(4, columns - 2 - facts.width(more))
    let name = facts.folded(Format.line(tasks[top].identifier), to: room)
    return [Panel.Line([Span("\(name)  ", .textStrong)] + more)]
  }

  private func task(
    _ id: TaskID, _ facts: inout Facts, _ age: String?, nameColumns: Int, columns: Int
  ) -> [Panel.Line] {
    let name = Format.line(id.identifier)
    guard let task = facts.state.task(id) else {
      return [Panel.Line([Span("\(name)  no longer known", .textMuted)])]
    }
    let (status, role) = facts.statusWords(task, columns: 24)
    var words = [Span(status, role)]
    if task.phase != .starting, let percent = task.percentProgress {
      words.append(Span(", \(percent) %", .text))
    }
    if let data = facts.dataWords(task) {
      let isOpen = age == nil && task.status?.isFinal != true
      words.append(Span(", \(data)\(isOpen ? " so far" : "")", .text))
    }
    if let age { words.append(Span(", \(age)", .ageStale)) }
    if nameColumns + 2 + 36 <= columns {
      let lead = name.filled(to: nameColumns + 2, by: facts.width)
      return [Panel.Line([Span(lead, .textStrong)] + words)]
    }
    return Painter.wrap(name, columns: columns).map { Panel.Line([Span($0, .textStrong)]) }
      + [Panel.Line([Span("  ")] + words)]
  }

  /// How much that is so far, and where.
  private func leftBehind(_ facts: Facts, isPast: Bool, isShort: Bool) -> String {
    let known = tasks.compactMap { facts.state.task($0)?.task }
    let data = known.reduce(0) { $0 + ($1.totalExtractedDataInGB ?? 0) }
    let sum = data > 0 ? "\(grouped(data)) GB \(isPast ? "when last seen" : "so far")" : nil
    let place =
      isShort || tasks.count > 1 ? nil : known.first?.location.map { "in \(Format.line($0))" }
    let words = [sum, place].compactMap(\.self).joined(separator: " ")
    return words.isEmpty ? "" : ": \(words)"
  }

  private func place(_ site: Site, _ id: SiteID, _ facts: Facts, columns: Int) -> Panel.Line {
    let danger =
      facts.state.isProduction(id) ? [Span("  "), Span("PRODUCTION", .dialogDanger)] : []
    let words = facts.placeWords(site, of: id).joined(separator: " · ")
    let gist = [site.account ?? "account not known yet", site.region].map(Format.line)
    let long = Span("in \(words)", .text)
    let short = Span(gist.joined(separator: " · "), .text)
    return Panel.Line((facts.width([long] + danger) <= columns ? [long] : [short]) + danger)
  }

  private func confirmation(_ facts: Facts, isShort: Bool, columns: Int) -> [Panel.Line] {
    let them = tasks.count == 1 ? "it" : "them"
    let refusing = isShort ? "no" : "no, let \(them) run"
    guard word.wanted != nil else {
      return [facts.answers(no: refusing, yes: "yes, cancel \(them)", in: place)]
    }
    let yes = facts.keyName(.confirm, in: place)
    let lines = facts.lines(word, columns: columns) { asked in
      isShort
        ? "Type \(asked), then press \(yes):" : "To cancel, type \(asked) and press \(yes):"
    }
    let no = Span(facts.keyName(.closeOne, in: place), .hintKey)
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
