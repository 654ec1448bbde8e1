import Canvas
import FoundationEssentials
import Tracking
import Words

/// The upper part of the overview: the figures that matter, as large as there is room for, and
/// tonight in two lines.
struct OverviewHead {
  struct Figure {
    /// Digits, or a time of day.
    var text: String
    var sign: String
    var words: String
    var role: Role
  }

  /// The columns from one figure to the next.
  static let gap = 3

  let area: Rect
  /// Nil where the figures stand in a line.
  let size: BigNumber.Size?
  /// Where the figures begin.
  let top: Int
  /// The row of what the board of expected runs misses; nil where it misses nothing.
  let overdue: Int?
  /// Where the lines below them begin.
  let lines: Int
  /// The first row of what is below.
  let end: Int

  init(_ page: Rect, isTroubled: Bool, isOverdue: Bool) {
    area = Rect(
      column: page.origin.column + 2, row: page.origin.row, columns: max(1, page.size.columns - 4),
      rows: page.size.rows)
    let rows = page.size.rows
    size = rows < 18 ? nil : rows < 34 || page.size.columns < 100 ? .lines : .blocks
    // What is wrong with the way to AWS takes the blank row above, or one of its own.
    top = page.origin.row + (size == nil ? (isTroubled ? 1 : 0) : 1)
    let below = top + (size.map { $0.rows + 2 } ?? 1)
    overdue = isOverdue ? below : nil
    lines = below + (isOverdue ? 1 : 0)
    end = lines + (rows < 14 ? 0 : size == nil ? 2 : 3)
  }
}

extension Facts {
  var overviewHead: OverviewHead {
    OverviewHead(layout.page, isTroubled: isAnyDim, isOverdue: !overdue.isEmpty)
  }

  /// Whether what is shown of a context may be old, or isn't there.
  private var isAnyDim: Bool {
    var facts = self
    return state.roster.visible.contains { !facts.light(of: $0).isWell }
  }

  fileprivate func overviewFigures(_ day: DaySummary) -> [OverviewHead.Figure] {
    let counts = countsNow
    let figures: [(number: Int, phase: Phase, words: String)] = [
      (counts[.running], .running, "running"),
      (day.counts[.failed], .failed, "failed in 24 h"),
      (counts[.slow], .slow, "slow"),
      (counts[.stalled], .stalled, "stalled"),
      (counts[.starting], .starting, "starting"),
      (day.counts[.warning], .warning, "with warnings in 24 h"),
      (day.counts[.complete], .complete, "complete in 24 h"),
    ]
    // A large nought says that all is well: it is not for what nobody knows.
    let constant: Set<Phase> = isUnknown ? [] : [.running, .failed]
    return figures.filter { $0.number > 0 || constant.contains($0.phase) }.map {
      OverviewHead.Figure(
        text: "\($0.number)", sign: $0.phase.symbol(unicode: signs.unicode), words: $0.words,
        role: $0.number == 0 ? .textMuted : $0.phase.role)
    }
  }

  /// When all that runs will be through, as a clock; nil where that is not today or not known.
  fileprivate mutating func throughFigure() -> OverviewHead.Figure? {
    guard let (date, unsure) = batchEnd()?.known else { return nil }
    let words = comingTime(date)
    guard words.count == 5 else { return nil }
    let about = signs.unicode ? "≈" : "~"
    let least = signs.unicode ? "≥" : ">="
    return OverviewHead.Figure(
      text: words, sign: unsure == 0 ? about : least,
      words: unsure == 0 ? "through" : "through, \(grouped(unsure)) unsure", role: .textStrong)
  }

  /// `longest  archive-events-2026-q3  10 h 12 m`
  fileprivate mutating func longestSpans() -> [Span]? {
    var longest: (task: TrackedTask, seconds: TimeInterval)?
    for task in openTasks {
      guard let seconds = task.elapsed(at: serverNow(task.siteID))?.seconds,
        seconds > longest?.seconds ?? 0
      else { continue }
      longest = (task, seconds)
    }
    guard let longest, let elapsed = elapsedWords(longest.task) else { return nil }
    return [
      Span("longest ", .textMuted), Span(name(of: longest.task), .text),
      Span("  \(elapsed)", .text),
    ]
  }

  /// What is wrong with the way to AWS: what is shown may be old.
  fileprivate mutating func dimSpans() -> [Span]? {
    let dim = state.roster.visible.map { (context: $0, light: light(of: $0)) }
      .filter { !$0.light.isWell }.sorted { $0.light < $1.light }
    guard let worst = dim.first else { return nil }
    let age = age(of: worst.context).map { " for \($0)" } ?? ""
    let whose = state.roster.visible.count > 1 ? "\(state.roster.names[worst.context] ?? "") " : ""
    let more = dim.count > 1 ? "  +\(grouped(dim.count - 1)) more" : ""
    let since = worst.light == .stale ? age : ""
    let why = state.snapshots[worst.context]?.feed.trouble.map { "  \($0.summary)" } ?? ""
    return [
      Span(
        Format.line("\(worst.light.sign(signs)) \(whose)\(worst.light.word)\(since)\(more)\(why)"),
        worst.light.role)
    ]
  }
}

extension Drawing {
  mutating func drawOverviewHead() {
    let head = facts.overviewHead
    if let dim = facts.dimSpans() {
      put(dim, column: head.area.origin.column, row: head.area.origin.row, end: head.area.endColumn)
    }
    facts.noteNextStall()
    let figures = facts.overviewFigures(daySummary)
    let hasClock: Bool
    if let size = head.size {
      hasClock = draw(figures, size, head)
    } else {
      draw(figures, inLineOf: head)
      hasClock = false
    }
    if let row = head.overdue { drawOverdue(row: row, in: head.area) }
    guard head.end > head.lines else { return }
    let through = hasClock ? "" : facts.throughWords().long
    var lines: [[Span]] = []
    if let tonight = facts.tonightSpans() { lines.append(tonight) }
    let rest = [
      through.isEmpty ? nil : [Span(through, .textStrong)], facts.longestSpans(),
    ].compactMap(\.self)
    if !rest.isEmpty { lines.append(Array(rest.joined(separator: [Span("   ")]))) }
    for (index, line) in lines.prefix(head.size == nil ? 1 : 2).enumerated() {
      put(
        line, column: head.area.origin.column, row: head.lines + index, end: head.area.endColumn)
    }
  }

  /// - Returns: Whether there was room for when all will be through.
  private mutating func draw(
    _ figures: [OverviewHead.Figure], _ size: BigNumber.Size, _ head: OverviewHead
  ) -> Bool {
    func columns(_ figure: OverviewHead.Figure) -> Int {
      let number = BigNumber(figure.text, size, unicode: signs.unicode)
      return max(number.columns, facts.width("\(figure.sign) \(figure.words)"))
    }
    let clock = facts.throughFigure()
    let clockColumns = clock.map { columns($0) + OverviewHead.gap } ?? 0
    var column = head.area.origin.column
    var end = head.area.endColumn - clockColumns
    // What runs and what failed matter more than when it will be through.
    let least = figures.prefix(2).reduce(0) { $0 + columns($1) + OverviewHead.gap }
    let hasClock = clock != nil && column + least - OverviewHead.gap <= end
    if !hasClock { end = head.area.endColumn }
    for figure in figures {
      let width = columns(figure)
      guard column + width <= end else { break }
      draw(figure, size, column: column, row: head.top)
      column += width + OverviewHead.gap
    }
    if hasClock, let clock {
      draw(
        clock, size, column: head.area.endColumn - clockColumns + OverviewHead.gap, row: head.top)
    }
    return hasClock
  }

  private mutating func draw(
    _ figure: OverviewHead.Figure, _ size: BigNumber.Size, column: Int, row: Int
  ) {
    let number = BigNumber(figure.text, size, unicode: signs.unicode)
    for (line, glyphs) in number.lines.enumerated() {
      put(glyphs, column: column, row: row + line, style: Style(figure.role, isPicture: true))
    }
    put(
      "\(figure.sign) \(figure.words)", column: column, row: row + size.rows,
      style: Style(figure.role))
  }

  private mutating func draw(_ figures: [OverviewHead.Figure], inLineOf head: OverviewHead) {
    var column = head.area.origin.column
    for figure in figures {
      let words = "\(figure.sign) \(grouped(Int(figure.text) ?? 0)) \(figure.words)"
      guard column + facts.width(words) <= head.area.endColumn else { break }
      column += put(words, column: column, row: head.top, style: Style(figure.role)) + 3
    }
  }
}
