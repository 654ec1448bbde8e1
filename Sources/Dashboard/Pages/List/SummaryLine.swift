import Canvas
import Tracking

extension Drawing {
  /// How many exports are in which state, and how many of the account's slots are taken. Before the
  /// first answer it says nothing, because nothing is known.
  mutating func drawSummary() {
    guard state.counts.total > 0 || state.roster.hasSwept
    else { return }
    facts.noteNextStall()
    recall(
      .summary,
      of: .summary(
        facts.countsNow, newFailures: facts.newFailures, expected: state.expected.revision,
        queued: facts.queuedCounts, of: state.mainContext, facts.surroundings),
      in: layout.summary
    ) { $0.drawSummaryAnew() }
  }

  private mutating func drawSummaryAnew() {
    let row = layout.summary.origin.row
    let end = layout.summary.endColumn
    let every = Set(Phase.allCases)
    let words = facts.throughWords()
    let (long, through) = (facts.through(words.long), facts.through(words.short))
    let tight = Array(facts.total.prefix(1)) + facts.counts(worded: [], isTight: true)
    let options: [(left: [Span], right: [Span])] = [
      (facts.total + facts.counts(worded: every), facts.gauge + long),
      (facts.total + facts.counts(worded: every), facts.slots + long),
      (facts.total + facts.counts(worded: [.running, .starting, .failed]), facts.slots + long),
      (facts.total + facts.counts(worded: [.running, .failed]), facts.slots + through),
      (facts.total + facts.counts(worded: []), facts.slots + through),
      // What is over counts least, and is in the total.
      (facts.total + facts.counts(worded: [], .toWatch), facts.slots + through),
      (facts.total + facts.counts(worded: [], .toWatch), [facts.slotFigure] + through),
      (tight, [facts.slotFigure] + through),
      (tight, [facts.slotFigure]),
    ]
    let fitting = options.first { facts.width($0.left) + facts.width($0.right) + 4 <= end }
    let (left, right) = fitting ?? (options[options.count - 1].left, [])
    put(left, column: 1, row: row, end: end)
    put(trailing: right, row: row, end: end - 1)
  }
}

extension Facts {
  fileprivate var total: [Span] {
    let all = state.counts.total
    return [
      Span(grouped(all), .textStrong),
      Span(all == 1 ? " export" : isPartial ? " exports so far" : " exports", .text),
    ]
  }

  /// Older tasks may still be missing.
  private var isPartial: Bool { state.roster.isPartial }

  /// Zeros are left out, except for the two states that everybody looks for.
  fileprivate func counts(
    worded: Set<Phase>, _ shown: PhaseSet = .all, isTight: Bool = false
  ) -> [Span] {
    let counts = countsNow
    let constant = PhaseSet(.running, .failed)
    var spans: [Span] = []
    for phase in Phase.allCases where shown.contains(phase) {
      if phase == .waiting {
        spans += queued(isWorded: worded.contains(.failed), isTight: isTight)
      }
      guard counts[phase] > 0 || constant.contains(phase) else { continue }
      let number = counts[phase]
      let symbol = phase.symbol(unicode: signs.unicode)
      let plural = phase == .warning && number != 1 ? "s" : ""
      let word = worded.contains(phase) ? " \(phase.word)\(plural)" : ""
      spans.append(Span(isTight ? " " : "  "))
      let gap = isTight ? "" : " "
      spans.append(
        Span("\(symbol)\(gap)\(grouped(number))\(word)", number > 0 ? phase.role : .textMuted))
      let new = phase == .failed ? newFailures : 0
      if new > 0 { spans.append(Span("\(gap)(\(grouped(new)) new)", .textStrong)) }
    }
    return spans + overdueCounts(isWorded: worded.contains(.failed), isTight: isTight)
  }

  /// How many have failed since a person last acknowledged what was told.
  fileprivate var newFailures: Int {
    state.alerts.open.count { alert in
      alert.kind == .failed && alert.task.map { state.roster.isVisible($0.site) } ?? false
    }
  }

  /// How many of the queue wait for their turn, and how many a person has to look at.
  fileprivate var queuedCounts: [Int] {
    [state.queue.waitingCount, state.queue.openCount - state.queue.waitingCount]
  }

  private func queued(isWorded: Bool, isTight: Bool) -> [Span] {
    let (waiting, held) = (queuedCounts[0], queuedCounts[1])
    guard waiting + held > 0 else { return [] }
    let gap = isTight ? "" : " "
    let word = isWorded ? " \(Phase.waiting.word)" : ""
    let symbol = Phase.waiting.symbol(unicode: signs.unicode)
    let lead = Span(isTight ? " " : "  ")
    let count = Span("\(symbol)\(gap)\(grouped(waiting))\(word)", Phase.waiting.role)
    return [lead, count]
      + (held == 0
        // A comma without a blank would be one of a number.
        ? [] : [Span("\(isTight ? "+" : ", ")\(grouped(held)) held", .textStrong)])
  }

  /// Stands behind the slots.
  fileprivate func through(_ words: String) -> [Span] {
    words.isEmpty ? [] : [Span("   "), Span(words, .textStrong)]
  }

  /// How many slots of the selected row's site are taken.
  private var slotsUsed: Int { state.snapshotForStart?.tasks.counts.active ?? 0 }

  /// Each site has slots of its own, so that they are named where there are several sites.
  private var slotsLabel: Span {
    let name =
      state.roster.hasSeveralSites ? state.mainContext.flatMap { state.roster.names[$0] } : nil
    return Span("\(name.map { "\($0) " } ?? "")slots ", .textMuted)
  }

  fileprivate var slotFigure: Span {
    let used = slotsUsed
    let all = state.settings.slots
    return Span("\(used)/\(all)", used >= all ? .textStrong : .text)
  }

  fileprivate var slots: [Span] { [slotsLabel, slotFigure] }

  fileprivate var gauge: [Span] {
    let used = slotsUsed
    let all = state.settings.slots
    return [
      slotsLabel,
      Span(String(repeating: signs.slotUsed, count: min(used, all)), .slotUsed),
      Span(String(repeating: signs.slotFree, count: max(0, all - used)), .slotFree),
      Span(" "), slotFigure,
    ]
  }
}

extension PhaseSet {
  /// What is not simply over.
  fileprivate static let toWatch = PhaseSet.all.subtracting(PhaseSet(.complete, .canceled))
}
