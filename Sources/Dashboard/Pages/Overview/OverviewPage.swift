import Canvas
import FoundationEssentials
import Listing
import Tracking
import Words

/// Everything at a glance, big and calm: what runs and when it will be through, what failed and why.
/// As a wall it is what one leaves on a screen that others pass: without keys, and without account
/// numbers and ARNs.
struct OverviewPage: Page {
  var isWall = false
  /// The first line of what doesn't fit, where the user has scrolled.
  var scroll = 0

  func place(_ state: State) -> Place { .overview }

  mutating func take(_ key: Key?, _ action: Action?, _ facts: inout Facts) -> PageOutcome {
    switch action {
    case .closeOne: return .close
    case .overview where !isWall: return .close
    case .overview: isWall = false
    case .wall: isWall.toggle()
    case .up: scroll = max(0, scroll - 1)
    case .down: scroll = min(scroll + 1, max(0, facts.countsNow.active - 1))
    case .first: scroll = 0
    case .last, .pageUp, .pageDown, .halfPageUp, .halfPageDown: break
    case let action?: return isWall && action != .leave ? .stay : .perform(action)
    case nil: break
    }
    return .stay
  }

  func paste(_ text: String) -> PageOutcome { .stay }

  func draw(_ drawing: inout Drawing) {
    let ends = drawing.recentEnds
    let area = drawing.layout.page
    let inner = Rect(
      column: area.origin.column + 2, row: area.origin.row, columns: area.size.columns - 4,
      rows: area.size.rows)
    drawing.painter.place(cursor: nil)
    let top = drawing.drawFigures(ends, in: inner)
    let rest = Rect(
      column: inner.origin.column, row: inner.origin.row + top, columns: inner.size.columns,
      rows: inner.size.rows - top)
    drawing.drawSections(ends, in: rest, scroll: scroll)
  }
}

extension State {
  /// Whether the wall is shown: it hides what others must not read.
  var isWall: Bool { (page as? OverviewPage)?.isWall == true }

  /// The newest snapshots of the sites that are not hidden.
  fileprivate var shownSnapshots: [Snapshot] { roster.sites.compactMap(snapshot(of:)) }
}

extension Drawing {
  fileprivate var recentEnds: RecentEnds {
    mutating get {
      let basis = RecentEnds.Basis(
        revision: state.roster.revision,
        minute: Int((moment.wall.timeIntervalSinceReferenceDate / 60).rounded(.down)))
      if let kept = memory.recentEnds, kept.basis == basis { return kept }
      let ends = RecentEnds(
        basis, of: state.shownSnapshots.map(\.tasks), until: state.serverNow(moment))
      memory.recentEnds = ends
      return ends
    }
  }

  /// The figures that matter, as large as there is room for.
  /// - Returns: How many rows they took.
  fileprivate mutating func drawFigures(_ ends: RecentEnds, in area: Rect) -> Int {
    let counts = facts.countsNow
    var figures: [(number: Int, phase: Phase, words: String)] = [
      (counts[.running], .running, "running"),
      (ends.counts[.failed], .failed, "failed in 24 h"),
      (counts[.slow], .slow, "slow"),
      (counts[.stalled], .stalled, "stalled"),
      (counts[.starting], .starting, "starting"),
      (ends.counts[.warning], .warning, "with warnings in 24 h"),
      (ends.counts[.complete], .complete, "complete in 24 h"),
    ]
    figures.removeAll { $0.number == 0 && ![.running, .failed].contains($0.phase) }
    let isBig = area.size.rows >= 18
    let wanted = figures.map { BigNumber.columns("\($0.number)", isBig: isBig) }
    let widths = zip(figures, wanted).map { max($0.words.count + 2, $1) + 3 }
    var column = area.origin.column
    let row = area.origin.row + (isBig ? 1 : 0)
    for (figure, width) in zip(figures, widths) {
      guard column + width - 3 <= area.endColumn else { break }
      let role = figure.number == 0 ? Role.textMuted : figure.phase.role
      let text = grouped(figure.number)
      if isBig {
        for (line, glyphs) in BigNumber.lines("\(figure.number)", unicode: signs.unicode)
          .enumerated()
        {
          put(glyphs, column: column, row: row + line, style: Style(role))
        }
        let symbol = figure.phase.symbol(unicode: signs.unicode)
        put("\(symbol) \(figure.words)", column: column, row: row + 3, style: Style(role))
        column += width
      } else {
        let symbol = figure.phase.symbol(unicode: signs.unicode)
        let words = "\(symbol) \(text) \(figure.words)"
        guard column + facts.width(words) <= area.endColumn else { break }
        column += put(words, column: column, row: row, style: Style(role)) + 3
      }
    }
    return isBig ? 6 : 2
  }

  /// What runs, what failed and why, side by side where there is room.
  fileprivate mutating func drawSections(_ ends: RecentEnds, in area: Rect, scroll: Int) {
    let isWide = area.size.columns >= 130
    let width = isWide ? (area.size.columns - 4) / 2 : area.size.columns
    let running = facts.runningLines(columns: width)
    let failed = facts.causeLines(ends, columns: width)
    if isWide {
      put(section: running, scroll: scroll, in: area.part(from: 0, columns: width))
      put(section: failed, scroll: scroll, in: area.part(from: width + 4, columns: width))
      return
    }
    // What failed keeps a third of the rows at least.
    let most = max(area.size.rows / 3, area.size.rows - failed.count - 1)
    let first = min(running.count, most)
    put(
      section: running, scroll: scroll,
      in: Rect(
        column: area.origin.column, row: area.origin.row, columns: area.size.columns, rows: first))
    put(
      section: failed, scroll: 0,
      in: Rect(
        column: area.origin.column, row: area.origin.row + first + 1, columns: area.size.columns,
        rows: area.size.rows - first - 1))
  }

  /// - Parameter scroll: How many lines after the heading are passed over.
  private mutating func put(section lines: [OverviewLine], scroll: Int, in area: Rect) {
    guard area.size.rows > 0, let heading = lines.first else { return }
    var body = Array(lines.dropFirst())
    let room = area.size.rows - 1
    body.removeFirst(min(scroll, max(0, body.count - room)))
    var shown = [heading] + body
    if body.count > room {
      shown = Array(shown.prefix(area.size.rows - 1))
      shown.append(
        OverviewLine(spans: [Span("… and \(grouped(body.count - room + 1)) more", .textMuted)]))
    }
    for (index, line) in shown.prefix(area.size.rows).enumerated() {
      let row = area.origin.row + index
      var end = area.endColumn
      if !line.trailing.isEmpty {
        end = put(trailing: line.trailing, row: row, end: area.endColumn) - 1
      }
      if let bar = line.bar {
        let column = max(area.origin.column, end - bar.width)
        drawBar(
          bar.percent, bar.phase, column: column, row: row, width: min(bar.width, end - column))
        end = column - 1
      }
      put(line.spans, column: area.origin.column, row: row, end: max(area.origin.column, end))
    }
  }
}

extension Rect {
  fileprivate func part(from column: Int, columns: Int) -> Rect {
    Rect(column: origin.column + column, row: origin.row, columns: columns, rows: size.rows)
  }
}

/// A line of a section: text at the left, a bar and figures at the right.
struct OverviewLine {
  var spans: [Span]
  var bar: (percent: Int, phase: Phase, width: Int)?
  var trailing: [Span] = []
}

extension Facts {
  /// Whether some of what is watched has not been read to its end, or nothing is shown.
  private var isUnknown: Bool {
    state.roster.isPartial || !state.roster.hasSwept || state.roster.sites.isEmpty
  }

  /// The exports that have not ended, the next to finish first.
  fileprivate mutating func runningLines(columns: Int) -> [OverviewLine] {
    var tasks = state.shownSnapshots.flatMap { snapshot in
      snapshot.tasks.open.map { snapshot.tasks[$0] }
    }
    tasks.removeAll { !PhaseSet.active.contains($0.phase) || !$0.isListed }
    func rank(_ task: TrackedTask) -> (Double, Double, String) {
      (
        forecast(task)?.end.timeIntervalSinceReferenceDate ?? .infinity,
        -Double(task.percentProgress ?? -1), task.identifier
      )
    }
    tasks = tasks.map { ($0, rank($0)) }.sorted { $0.1 < $1.1 }.map(\.0)
    let heading =
      tasks.isEmpty
      ? (isUnknown ? "No answer yet" : "Nothing runs")
      : "Running, the next to finish first"
    let names = tasks.map { width(name(of: $0)) }.max() ?? 0
    let bar = min(24, max(6, columns - 39 - names))
    return [OverviewLine(spans: [Span(heading, .columnHeader)])]
      + tasks.map { runningLine($0, bar: bar, columns: columns) }
  }

  private mutating func runningLine(
    _ task: TrackedTask, bar: Int, columns: Int
  ) -> OverviewLine {
    let phase = phase(of: task)
    let (words, role) = statusWords(task, columns: 14)
    var line = OverviewLine(spans: [Span("\(words.filled(to: 15, by: width))", role)])
    let isStarting = task.phase == .starting
    let percent = isStarting ? nil : task.percentProgress
    let eta = etaWords(task).map { "\($0) left" }
    let elapsed = elapsedWords(task)
    var trailing =
      percent.map { "\($0) %".aligned(to: 6, by: width) } ?? "".aligned(to: 6, by: width)
    trailing += (eta ?? elapsed.map { "for \($0)" } ?? "").aligned(to: 16, by: width)
    line.trailing = [Span(trailing, .text)]
    if let percent {
      line.bar = (percent: percent, phase: phase, width: bar)
    }
    line.spans.append(Span(name(of: task), .textStrong))
    if columns >= 76, state.roster.hasSeveralSites, let context = state.roster.name(of: task.siteID)
    {
      line.spans.append(Span("  \(context)", .textMuted))
    }
    return line
  }

  /// The failures of the last day by their cause.
  fileprivate func causeLines(_ ends: RecentEnds, columns: Int) -> [OverviewLine] {
    let failed = ends.counts[.failed]
    let data = ends.gigabytes > 0 ? ", \(Format.data(gigabytes: ends.gigabytes)) extracted" : ""
    let complete = counted(ends.counts[.complete] + ends.counts[.warning], "export", "exports")
    let heading =
      failed == 0
      ? isUnknown
        ? "What ended isn't known yet"
        : "Nothing failed in the last 24 h: \(complete) complete\(data)"
      : "Failed in the last 24 h, by cause"
    var lines = [OverviewLine(spans: [Span(heading, .columnHeader)])]
    for cause in ends.causes {
      let count = grouped(cause.names.count)
      // Some themes underline what failed, which blanks would show.
      let blank = Span("".aligned(to: 4 - width(count), by: width))
      // Masked before it is wrapped: half of an account number is one that can be guessed.
      let headline =
        state.isWall ? WallMask.masked(cause.headline, unicode: signs.unicode) : cause.headline
      lines += paragraph(headline, .text, columns: columns - 6).enumerated().map {
        index, line in
        OverviewLine(
          spans: index == 0
            ? [blank, Span(count, .statusFailed), Span("  ")] + line.spans
            : [Span("      ")] + line.spans)
      }
      let few = cause.names.prefix(3).joined(separator: ", ")
      let more = cause.names.count > 3 ? " and \(grouped(cause.names.count - 3)) more" : ""
      lines.append(OverviewLine(spans: [Span("      \(few)\(more)", .textMuted)]))
    }
    if failed > 0 {
      lines.append(OverviewLine(spans: []))
      lines.append(OverviewLine(spans: [Span("\(complete) complete\(data)", .textMuted)]))
    }
    return lines
  }
}

extension String {
  fileprivate func aligned(to columns: Int, by width: (String) -> Int) -> String {
    String(repeating: " ", count: max(0, columns - width(self))) + self
  }
}
