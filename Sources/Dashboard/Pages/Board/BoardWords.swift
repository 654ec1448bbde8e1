import Canvas
import FoundationEssentials
import Ground
import Planning
import Tracking
import Words

extension Facts {
  /// The rows with every one of these words in them.
  func boardRows(holding words: String) -> [ExpectedRun] {
    let needles = words.lowercased().split(whereSeparator: \.isWhitespace)
    let rows = state.shownExpected
    guard !needles.isEmpty else { return rows }
    return rows.filter { run in
      let text = [
        run.series.pattern, run.series.source, run.state.word, run.cadence,
        state.roster.name(of: run.site) ?? "",
      ].joined(separator: "\n").lowercased()
      return needles.allSatisfy { text.contains($0) }
    }
  }

  /// `14 expected runs  1 missing  2 late`
  ///
  /// - Parameter rows: Those that are found: the states that are counted are theirs.
  func boardTitle(of rows: [ExpectedRun]) -> [Span] {
    let all = state.shownExpected.count
    let words = counted(all, "expected run", "expected runs")
    let count = rows.count == all ? words : "\(grouped(rows.count)) of \(words)"
    var spans = [Span(count, .paneTitle)]
    for state in ExpectedRun.State.allCases {
      let count = rows.count { $0.state == state }
      guard count > 0 else { continue }
      let symbol = state.symbol(unicode: signs.unicode)
      spans += [Span("   "), Span("\(symbol) \(grouped(count)) \(state.word)", state.role)]
    }
    return spans
  }

  mutating func boardSpan(_ column: BoardColumns.Column, of run: ExpectedRun) -> Span {
    let none = Span(signs.unicode ? "–" : "-", .textMuted)
    switch column {
    case .state:
      let symbol = run.state.symbol(unicode: signs.unicode)
      return Span("\(symbol) \(run.state.word)", run.state.role)
    case .series:
      return Span(
        Format.line(run.series.pattern), run.state == .retired ? .textMuted : .text)
    case .context: return Span(state.roster.name(of: run.site) ?? "", .textMuted)
    case .standing: return Span(standing(run), run.state.isTrouble ? .text : .textMuted)
    case .due:
      guard let deadline = run.deadline, run.state != .retired else { return none }
      return Span(near(deadline, of: run), run.state.isTrouble ? .textStrong : .text)
    case .last: return run.lastGood.map { Span(near($0.ended, of: run), .text) } ?? none
    case .age:
      guard let ended = run.lastGood?.ended else { return none }
      let age = serverNow(run.site).timeIntervalSince(ended)
      validity.ends(inSeconds: Format.ageChangesIn(age))
      return Span(Format.age(age), .textMuted)
    case .cadence: return Span(run.cadence, .textMuted)
    }
  }

  /// What the state's word leaves open, in a few words.
  private mutating func standing(_ run: ExpectedRun) -> String {
    switch run.state {
    case .missing where !run.hasRun: return "nothing is called so"
    case .missing: return run.missed > 1 ? "\(grouped(run.missed)) times in a row" : ""
    case .failed:
      return "\(run.phase == .canceled ? "canceled" : "at") \(near(run.since, of: run))"
    case .late, .willBeLate, .running:
      guard run.task != nil else { return "not begun" }
      guard let forecast = run.forecast else {
        return run.phase.map { $0 == .running ? "no forecast" : $0.word } ?? ""
      }
      let sign = forecast.isAtLeast ? (signs.unicode ? "≥" : ">=") : signs.about
      return "ends \(sign) \(near(forecast.end, of: run))"
    case .waiting:
      guard let start = run.start else { return "" }
      return start < serverNow(run.site)
        ? "usually begun" : "begins \(signs.about) \(near(start, of: run))"
    case .done, .warnings:
      return "at \(near(run.since, of: run))\(run.wasLate ? ", late" : "")"
    case .retired: return "since \(near(run.since, of: run))"
    case .unknown: return ""
    }
  }

  /// A local time, in past or future, short enough for a column.
  private mutating func near(_ date: Date, of run: ExpectedRun) -> String {
    let now = serverNow(run.site)
    let (words, change) =
      date < now
      ? Format.day(date, now: now, moment.local)
      : Format.coming(date, now: now, moment.local)
    if let change { validity.ends(inSeconds: change) }
    return words
  }

  /// What is so with a row, and what it is judged by.
  mutating func boardNote(_ run: ExpectedRun, columns: Int) -> [[Span]] {
    let symbol = run.state.symbol(unicode: signs.unicode)
    var lead = [
      Span("\(symbol) \(run.state.word)", run.state.role), Span("  "),
      Span(Format.line(run.series.pattern), .textStrong),
    ]
    if !run.series.source.isEmpty {
      lead.append(Span("  of \(Format.line(run.series.source))", .textMuted))
    }
    var sentences = [run.sentence(moment.local)]
    if run.expectation == nil {
      sentences.append("By its earlier runs: \(run.rhythm?.words ?? "").")
    } else {
      let learned = run.rhythm.map { "; by its earlier runs \($0.words)" } ?? ""
      sentences.append("Set: \(run.cadence)\(learned).")
    }
    if let last = run.lastGood {
      sentences.append("Last good: \(Format.line(last.id.identifier)), \(dateTime(last.ended)).")
    } else if run.hasRun {
      sentences.append("No good run of it is known.")
    }
    let text = signs.spelled(sentences.joined(separator: " "))
    return [lead] + Painter.wrap(text, columns: max(8, columns)).map { [Span($0, .text)] }
  }
}

extension Drawing {
  mutating func drawEmptyBoard(isNarrowed: Bool, in area: Rect, from row: Int) {
    let isKnown = state.roster.sites.contains(where: state.expected.isKnown)
    let text =
      if isNarrowed {
        "No row has these words in it."
      } else if !isKnown {
        "Not known yet: the exports of the account are still being read."
      } else {
        "No series runs as a rule: that takes five exports of one name at about the same time of day, "
          + "or as far apart. Below [[expected]] in the configuration you can set what has to run, and "
          + "until when."
      }
    let lines = Painter.wrap(signs.spelled(text), columns: max(8, area.size.columns - 4))
    for (index, line) in lines.prefix(max(0, area.endRow - row)).enumerated() {
      put(
        line, column: 2, row: row + index, width: area.size.columns - 4, style: Style(.textMuted))
    }
  }
}
