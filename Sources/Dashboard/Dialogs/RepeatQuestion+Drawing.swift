import Canvas
import FoundationEssentials
import Ground
import Planning
import RDSExports
import Tracking
import Words

/// What a question about several exports says of each.
extension Facts {
  func lines(of question: RepeatQuestion, columns: Int) -> [Panel.Line] {
    let shared = shared(question.lines)
    var lines = question.lines.flatMap { self.lines($0, but: shared, columns: columns) }
    if !shared.isEmpty {
      lines.append(Panel.Line([Span("Each of them:", .textStrong)]))
      for check in question.lines[0].preflight.lines where shared.contains(check) {
        lines += objection(check, columns: columns)
      }
    }
    let reasons = reasonsNotChecked(question.lines.flatMap(\.preflight.lines))
    if !reasons.isEmpty {
      let words = reasons.map { Format.line($0) }.joined(separator: "; ")
      lines += paragraph("Not checked, because \(words).", .textMuted, columns: columns)
    }
    return lines
  }

  /// Each once, with all that may not be asked in one.
  private func reasonsNotChecked(_ lines: [PreflightLine]) -> [String] {
    let reasons = lines.compactMap { line -> String? in
      guard case .notChecked(let reason) = line.outcome, line.denied == nil else { return nil }
      return reason
    }
    let denied = Set(lines.compactMap(\.denied)).sorted().joined(separator: ", ")
    return Set(reasons).sorted() + (denied.isEmpty ? [] : ["you may not ask \(denied)"])
  }

  /// What stands in the way of all of them in the same words: it is said once.
  private func shared(_ lines: [RepeatLine]) -> Set<PreflightLine> {
    guard lines.count > 1 else { return [] }
    let sets = lines.map { Set($0.preflight.lines.filter(\.isObjection)) }
    return sets.dropFirst().reduce(sets[0]) { $0.intersection($1) }
  }

  private func lines(
    _ line: RepeatLine, but shared: Set<PreflightLine>, columns: Int
  ) -> [Panel.Line] {
    let entry = line.entry
    let (sign, role, turn): (String, Role, String) =
      switch line.turn {
      case .starts where line.preflight.isChecking: (signs.waiting, .textStrong, "checking …")
      case .starts: (signs.success, .statusComplete, "starts now")
      case .waits(let reason): (signs.waiting, .statusStarting, "waits: \(Format.line(reason))")
      case .fails: (signs.trouble, .statusFailed, "would fail")
      }
    let name = Format.line(entry.request.exportTaskIdentifier)
    var lines = wrapped(
      [Span("\(sign) ", role), Span(name, .textStrong)],
      Span("  \(turn), \(line.preflight.counts)", .textMuted), columns: columns)
    let others = entry.differences.filter { $0.field != .exportTaskIdentifier }
    let same = others.isEmpty ? ", everything else the same" : ""
    lines += indented(
      "instead of \(Format.line(entry.original.identifier))\(same)", .textMuted, columns)
    lines += indented(sourceWords(line), line.isOfNewer ? .text : .textMuted, columns)
    if let name = queuedAlready(entry) {
      lines += indented(
        "\(signs.warning) the same waits in the queue already, as \(name)", .statusWarning, columns)
    }
    for difference in others where difference.field != .sourceArn {
      lines += indented(difference.words, .text, columns)
    }
    for check in line.preflight.lines where check.isObjection && !shared.contains(check) {
      lines += objection(check, columns: columns - 2).map { Panel.Line([Span("  ")] + $0.spans) }
    }
    return lines
  }

  /// `of rds:orders-prod-2026-11-21, taken 8h ago; newer: rds:orders-prod-2026-11-22, 2h ago`
  private func sourceWords(_ line: RepeatLine) -> String {
    let arn = line.entry.request.sourceArn
    var words = "of \(Self.name(ofArn: arn))"
    if ARN(arn)?.resourceType == "cluster" { return words + ", as it is now" }
    if let taken = taken(line) { words += ", taken \(Format.age(age(taken, line)))" }
    if line.isOfNewer { return words + ", was \(Self.name(ofArn: line.source))" }
    switch line.newer {
    case .snapshot(let newer):
      words += "; newer: \(Format.line(newer.identifier))"
      if let made = newer.createdAt { words += ", \(Format.age(age(made, line)))" }
    case .none: words += "; none newer"
    case .lookingFor, .unknown: break
    }
    return words
  }

  /// What exports the same source once it has its turn.
  private func queuedAlready(_ entry: StartBatch.Entry) -> String? {
    state.queue.report?.open.first {
      $0.site == entry.shown && $0.request.sourceArn == entry.request.sourceArn
    }.map { Format.line($0.request.exportTaskIdentifier) }
  }

  /// When its source was made, as far as anybody has said.
  private func taken(_ line: RepeatLine) -> Date? {
    let site = line.entry.original.site
    let listed = state.lookups.shelf(.sources, at: site)?.source(of: line.entry.request.sourceArn)
    if let made = listed?.createdAt { return made }
    return line.isOfNewer ? nil : state.task(line.entry.original)?.task.snapshotTime
  }

  private func age(_ date: Date, _ line: RepeatLine) -> TimeInterval {
    max(0, serverNow(line.entry.original.site).timeIntervalSince(date))
  }

  /// Notes when an age that is shown changes.
  mutating func noteAges(of lines: [RepeatLine]) {
    for line in lines {
      var dates = [taken(line)]
      if case .snapshot(let newer) = line.newer { dates.append(newer.createdAt) }
      for date in dates.compactMap(\.self) {
        validity.ends(inSeconds: Format.ageChangesIn(age(date, line)))
      }
    }
  }

  private static func name(ofArn arn: String) -> String {
    Format.line(ARN(arn)?.resourceID.map(String.init) ?? arn)
  }

  private func objection(_ line: PreflightLine, columns: Int) -> [Panel.Line] {
    let (sign, role): (String, Role) =
      line.outcome == .fail ? (signs.trouble, .statusFailed) : (signs.warning, .statusWarning)
    let words = [line.sentence, line.fix ?? ""].joined(separator: " ")
    return paragraph("\(sign) \(Format.line(words))", role, columns: columns)
  }

  private func indented(_ text: String, _ role: Role, _ columns: Int) -> [Panel.Line] {
    paragraph(text, role, columns: columns - 2).map { Panel.Line([Span("  ")] + $0.spans) }
  }

  /// On one line where it fits, else on two.
  private func wrapped(_ lead: [Span], _ rest: Span, columns: Int) -> [Panel.Line] {
    let spelled = Span(signs.spelled(rest.text), rest.role)
    if width(lead) + width(rest) <= columns { return [Panel.Line(lead + [spelled])] }
    return [Panel.Line(lead)] + indented(String(rest.text.dropFirst(2)), rest.role, columns)
  }

  /// Where they would run, a line for each place.
  func places(of entries: [StartBatch.Entry]) -> [Panel.Line] {
    Set(entries.map(\.original.site)).sorted().compactMap { site in
      guard let shown = entries.first(where: { $0.original.site == site })?.shown else {
        return nil
      }
      let danger =
        state.isProduction(site) ? [Span("  "), Span("PRODUCTION", .dialogDanger)] : []
      return Panel.Line(
        [Span("in \(placeWords(shown, of: site).joined(separator: " · "))", .text)] + danger)
    }
  }

  /// Groups of spans side by side, on as many lines as they need.
  func flowing(_ groups: [[Span]], columns: Int) -> [Panel.Line] {
    var lines: [[Span]] = []
    for group in groups {
      if let last = lines.last, width(last) + 3 + width(group) <= columns {
        lines[lines.count - 1] = last + [Span("   ")] + group
      } else {
        lines.append(group)
      }
    }
    return lines.map { Panel.Line($0) }
  }
}

extension PreflightLine {
  /// Whether it has to be said of one of several: what only has to wait is said by its turn.
  fileprivate var isObjection: Bool {
    switch outcome {
    case .fail: !check.isAboutWhatRuns
    case .warning: true
    case .pass, .notChecked, .checking: false
    }
  }
}

extension Preflight {
  /// `1 fail, 2 warnings, 20 pass`
  fileprivate var counts: String {
    func count(_ isOne: (PreflightLine.Outcome) -> Bool) -> Int {
      lines.count { isOne($0.outcome) }
    }
    let parts = [
      // What only has to wait is no failure, and said by its turn.
      (lines.count { $0.outcome == .fail && !$0.check.isAboutWhatRuns }, "fail", "fail"),
      (count { $0 == .warning }, "warning", "warnings"),
      (count { $0 == .checking }, "to check", "to check"),
      (
        count { if case .notChecked = $0 { true } else { false } }, "not checked", "not checked"
      ),
      (count { $0 == .pass }, "pass", "pass"),
    ]
    return parts.filter { $0.0 > 0 }.map { counted($0.0, $0.1, $0.2) }.joined(separator: ", ")
  }
}
