import Canvas
import FoundationEssentials
import Tracking
import Words

extension Drawing {
  /// The program's name, whose account is on the screen, and how fresh the data is. What matters
  /// least is left out first if the line is short.
  mutating func drawTitle() {
    recall(.title, of: .title(facts.surroundings, of: state.mainContext), in: layout.title) {
      $0.drawTitleAnew()
    }
  }

  private mutating func drawTitleAnew() {
    let row = layout.title.origin.row
    let end = layout.title.endColumn
    let time = Format.clock(moment.wall, utcOffset: moment.utcOffset)
    let clock = Span("\(time) \(moment.zone)", .textMuted)
    let age = facts.feedState()
    let interval = facts.feedInterval().map { [Span("   \($0)", .textMuted)] } ?? []
    let name = [Span("exportdeck", .title)]
    let full = facts.contextSpans(account: true, endpoint: true)
    let account = facts.contextSpans(account: true, endpoint: false)
    let brief = facts.contextSpans(account: false, endpoint: false)
    let gap = [Span("   ")]

    var options: [(left: [Span], right: [Span])] = [
      (name + gap + full, age + interval + gap + [clock]),
      (name + gap + full, age + gap + [clock]),
      (full, age + gap + [clock]),
      (full, age),
      (account, age + gap + [clock]),
      (account, age),
      (brief, age),
    ]
    let dimmed = facts.dimmed()
    if !dimmed.isEmpty {
      let first = facts.spans(dimmed, named: 1)
      // So many never fit, and to measure them all would take longer than the rest of the line.
      let named = dimmed.count > 24 ? first : facts.spans(dimmed, named: dimmed.count)
      let lefts = [name + gap + full, full, account]
      options =
        [named, first].flatMap { lights in lefts.map { ($0, lights + gap + [clock]) } }
        + [(account, first), (brief, named + gap + [clock]), (brief, named), (brief, first)]
      let bare = facts.contextSpans(account: false, endpoint: false, others: false)
      options += [(bare, first), (bare, facts.spans(dimmed, named: 0))]
    }
    let fitting = options.first { facts.width($0.left) + facts.width($0.right) + 4 <= end }
    let (left, right) = fitting ?? options[options.count - 1]
    if right.contains(clock) { facts.validity.ends(inSeconds: facts.secondsToNextMinute) }
    let start = put(trailing: right, row: row, end: end - 1, notBefore: 1)
    put(left, column: 1, row: row, end: max(1, start - 1))
  }
}

extension Facts {
  fileprivate var secondsToNextMinute: TimeInterval {
    let local = validity.second.timeIntervalSinceReferenceDate + Double(moment.utcOffset)
    return 60 - (local - (local / 60).rounded(.down) * 60)
  }

  fileprivate func contextSpans(
    account: Bool, endpoint: Bool, others: Bool = true
  ) -> [Span] {
    var spans: [Span] = []
    if let context = state.mainContext, case let shown = shownContext(for: context),
      let label = state.snapshots[shown]?.label ?? state.watch[shown]?.label
    {
      let snapshot = state.snapshots[context]
      let name = label.name == label.profile ? nil : label.name
      var parts = [name ?? "", label.profile, label.region].filter { !$0.isEmpty }
      if account, let number = snapshot?.site?.account {
        parts.append(snapshot?.feed.isAccountUnsure == true ? "\(number)?" : number)
      }
      spans.append(Span(parts.map(Format.line).joined(separator: " · "), .titleContext))
      if endpoint, let address = label.endpoint {
        spans.append(Span(" at \(Format.line(address))", .textMuted))
      }
      if others { spans += otherContexts(than: shown) }
      if state.isProduction(context) {
        spans += [Span("  "), Span("PRODUCTION", .dialogDanger)]
      }
    }
    if state.settings.isDemo { spans += [Span("  "), Span("demo", .textStrong)] }
    if state.isReadOnlyHere { spans += [Span("  "), Span("read-only", .textMuted)] }
    return spans
  }

  /// The context itself, or where it is hidden, one of its site that is not: its rows are seen
  /// through that one.
  private func shownContext(for context: ContextID) -> ContextID {
    guard let site = state.snapshots[context]?.id, !state.roster.visible.contains(context) else {
      return context
    }
    return state.roster.visible.first { state.snapshots[$0]?.id == site } ?? context
  }

  /// `+2 contexts, 1 hidden`
  private func otherContexts(than context: ContextID) -> [Span] {
    var words: [String] = []
    let shown = state.roster.visible.count { $0 != context }
    if shown > 0 { words.append("+\(counted(shown, "context", "contexts"))") }
    if state.roster.hidden > 0 { words.append("\(grouped(state.roster.hidden)) hidden") }
    return words.isEmpty ? [] : [Span("  \(words.joined(separator: ", "))", .textMuted)]
  }
}
