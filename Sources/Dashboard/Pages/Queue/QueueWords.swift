import Canvas
import FoundationEssentials
import Ground
import Planning
import Tracking
import Words

extension Facts {
  /// Why an export would be refused now, but not later, or has no slot of those that its user
  /// allows; nil where nothing is known of that.
  func waitingFor(_ form: StartForm) -> String? {
    let use = state.slotUse(around: form.shown)
    guard let running = use.running else { return nil }
    if running.count >= use.slots { return "All \(use.slots) slots are taken" }
    return running.first { $0.sourceArn == form.request.sourceArn }.map {
      "Its source is being exported by \(Format.line($0.identifier))"
    }
  }

  /// `12 waiting, 1 held   started by this dashboard`
  var queueTitle: [Span] {
    guard let report = state.queue.report, report.problem == nil else {
      return [Span("the queue", .paneTitle)]
    }
    return queueCounts(state.queue, .paneTitle) + runnerSpans(report)
  }

  /// `12 waiting, 1 held`
  func queueCounts(_ queue: QueueState, _ role: Role) -> [Span] {
    let held = queue.openCount - queue.waitingCount
    return [Span("\(grouped(queue.waitingCount)) waiting", role)]
      + (held > 0 ? [Span(", \(grouped(held)) held", .textStrong)] : [])
  }

  /// Who starts what waits, each once, with what waits where where that differs.
  private func runnerSpans(_ report: QueueReport) -> [Span] {
    var groups: [(words: String, sites: [Site])] = []
    for site in report.openSites.sorted(by: { $0.words < $1.words }) {
      let words = runnerWords(of: site)
      let index = groups.firstIndex { $0.words == words }
      if let index { groups[index].sites.append(site) } else { groups.append((words, [site])) }
    }
    return groups.enumerated().flatMap { index, group in
      let isFine = group.sites.allSatisfy {
        report.starter(at: $0) != nil && report.obstacles[$0] == nil
      }
      let names =
        groups.count > 1 ? group.sites.compactMap(contextName).joined(separator: ", ") : ""
      return [Span(index == 0 ? "   started by " : ", ", .text)]
        + [Span(group.words, isFine ? .text : .textStrong)]
        + (names.isEmpty ? [] : [Span(" (\(names))", .textMuted)])
    }
  }

  /// Who starts what waits for a site, and what keeps this program from it.
  func runnerWords(of site: Site) -> String {
    let runner = state.queue.report?.starter(at: site)?.words ?? "nobody"
    guard let obstacle = state.queue.report?.obstacles[site] else { return runner }
    // Which place it is stands beside it where that isn't plain.
    let lead = "\(site.words) is "
    let reason = obstacle.hasPrefix(lead) ? String(obstacle.dropFirst(lead.count)) : obstacle
    return "\(runner): \(Format.line(reason, limit: 200))"
  }

  /// Nil where there is one site only.
  private func contextName(of site: Site) -> String? {
    let all = state.queue.report?.openSites ?? []
    guard state.roster.hasSeveralSites || all.count > 1 else { return nil }
    let isOneAccount = all.allSatisfy { $0.account == site.account }
    return state.snapshot(at: site).flatMap { state.roster.name(of: $0.id) }
      ?? (isOneAccount ? site.region : "\(site.account ?? "?") \(site.region)")
  }

  /// - Parameter columns: The room for it, where that is known: a reason has shorter words.
  mutating func queueSpan(
    _ column: QueueColumns.Column, of row: QueueRow, columns: Int = .max
  ) -> Span {
    let entry = row.entry
    let none = Span(signs.unicode ? "–" : "-", .textMuted)
    switch column {
    case .turn: return row.start.map { Span("\($0.turn)", .textMuted) } ?? none
    case .state: return Span(entry.stateWord, entry.isHeld ? .textStrong : .text)
    case .identifier:
      return Span(
        Format.line(entry.request.exportTaskIdentifier), entry.isStarted ? .textMuted : .text)
    case .source: return Span(entry.sourceWords, .textMuted)
    case .context:
      return Span(
        state.snapshot(at: entry.site).flatMap { state.roster.name(of: $0.id) }
          ?? entry.site.region, .textMuted)
    case .start:
      if case .started(let at) = entry.state { return Span(near(at), .textMuted) }
      return startWords(row, columns: columns).map { Span($0, row.isRun ? .text : .textStrong) }
        ?? none
    case .why: return Span(why(row, columns: columns), entry.isHeld ? .text : .textMuted)
    }
  }

  /// `now`, `≈ 22:10`, or `≥ 22:10` where it is only known not to start earlier; nil where nobody can
  /// tell.
  /// - Parameter columns: The room for it, where that is known.
  mutating func startWords(_ row: QueueRow, columns: Int = .max) -> String? {
    if row.entry.isWaiting, !row.isRun { return columns < 14 ? "nobody" : "nobody runs it" }
    guard let start = row.start, let at = start.at else { return nil }
    guard at > moment.wall else { return "now" }
    validity.ends(inSeconds: at.timeIntervalSince(moment.wall).rounded(.up))
    return "\(start.isAtLeast ? signs.atLeast : signs.about) \(near(at))"
  }

  mutating func why(_ row: QueueRow, columns: Int = .max) -> String {
    let entry = row.entry
    if case .wait(let wait) = row.verdict {
      validity.ends(inSeconds: 60)
      let words = wait.wordings(now: moment.wall, moment.local)
      if entry.isWaiting { return words.first { width($0) <= columns } ?? words[words.count - 1] }
    }
    return entry.why(
      row.verdict, by: state.queue.report?.starter(at: entry.site),
      obstacle: state.queue.report?.obstacles[entry.site],
      now: moment.wall, moment.local) ?? ""
  }

  private mutating func near(_ date: Date) -> String {
    let (words, change) =
      date < moment.wall
      ? Format.day(date, now: moment.wall, moment.local)
      : Format.coming(date, now: moment.wall, moment.local)
    if let change { validity.ends(inSeconds: change) }
    return words
  }

  /// What is so with an entry, in sentences.
  mutating func queueNote(_ row: QueueRow, columns: Int) -> [[Span]] {
    let entry = row.entry
    let lead = [
      Span(entry.stateWord, .textStrong), Span("  "),
      Span(Format.line(entry.request.exportTaskIdentifier), .textStrong),
      Span("  of \(Format.line(entry.request.sourceArn))", .textMuted),
    ]
    var sentences = [
      "To s3://\(Format.line(entry.request.s3BucketName))/"
        + "\(Format.line(entry.request.s3Prefix ?? "")), in \(Format.line(entry.site.words))."
    ]
    let why = why(row)
    if !why.isEmpty { sentences.append("\(why.prefix(1).uppercased())\(why.dropFirst()).") }
    if let schedule = entry.schedule {
      sentences.append(
        "Not before \(dateTime(schedule.start)) \(Format.line(schedule.zone)), held after "
          + "\(dateTime(schedule.latest)).")
    }
    sentences.append("Queued \(dateTime(entry.addedAt)).")
    let text = signs.spelled(sentences.joined(separator: " "))
    return [lead] + Painter.wrap(text, columns: max(8, columns)).map { [Span($0, .text)] }
  }
}
