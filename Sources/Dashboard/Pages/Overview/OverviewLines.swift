import Canvas
import FoundationEssentials
import Tracking
import Words

extension Drawing {
  /// What is below the figures. A section more is one entry more.
  var overviewSections: OverviewSections {
    mutating get {
      let day = daySummary
      let head = facts.overviewHead
      let area = Rect(
        column: head.area.origin.column, row: head.end, columns: head.area.size.columns,
        rows: max(0, head.area.endRow - head.end))
      let (columns, _) = OverviewSections.columns(in: area)
      return OverviewSections(
        [facts.runningSection(columns: columns), facts.failedSection(day, columns: columns)],
        in: area)
    }
  }
}

extension Facts {
  private var areAllHidden: Bool { state.roster.visible.isEmpty && state.roster.hidden > 0 }

  /// Whether some of what is watched has not been read to its end, or nothing is shown.
  var isUnknown: Bool {
    state.roster.isPartial || !state.roster.hasSwept || state.roster.sites.isEmpty
  }

  /// The exports of the sites that are shown that have not ended.
  var openTasks: [TrackedTask] {
    state.roster.openSites.flatMap { site -> [TrackedTask] in
      guard let tasks = state.snapshot(of: site.id)?.tasks else { return [] }
      return tasks.open.map { tasks[$0] }.filter {
        PhaseSet.active.contains($0.phase) && $0.isListed
      }
    }
  }

  /// The exports that have not ended, the next to finish first.
  fileprivate mutating func runningSection(columns: Int) -> OverviewSection {
    func rank(_ task: TrackedTask) -> (Double, Double, String) {
      (
        forecast(task)?.end.timeIntervalSinceReferenceDate ?? .infinity,
        -Double(task.percentProgress ?? -1), task.identifier
      )
    }
    let tasks = openTasks.map { ($0, rank($0)) }.sorted { $0.1 < $1.1 }.map(\.0)
    let heading =
      tasks.isEmpty
      ? (areAllHidden ? "All contexts are hidden" : isUnknown ? "No answer yet" : "Nothing runs")
      : "Running, the next to finish first"
    let names = tasks.map { width(name(of: $0)) }.max() ?? 0
    let bar = min(24, max(6, columns - 39 - names))
    return OverviewSection(
      heading: [Span(heading, .columnHeader)],
      lines: tasks.map { runningLine($0, bar: bar, columns: columns) })
  }

  private mutating func runningLine(
    _ task: TrackedTask, bar: Int, columns: Int
  ) -> OverviewSection.Line {
    let phase = phase(of: task)
    let (words, role) = statusWords(task, columns: 14)
    var line = OverviewSection.Line(
      spans: [Span("\(words.filled(to: 15, by: width))", role)], exports: 1)
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
  fileprivate func failedSection(_ day: DaySummary, columns: Int) -> OverviewSection {
    let failed = day.counts[.failed]
    let data = day.gigabytes > 0 ? ", \(Format.data(gigabytes: day.gigabytes)) extracted" : ""
    let complete = counted(day.counts[.complete] + day.counts[.warning], "export", "exports")
    let heading =
      failed == 0
      ? isUnknown
        ? "What ended isn't known yet"
        : "Nothing failed in the last 24 h: \(complete) complete\(data)"
      : "Failed in the last 24 h, by cause"
    var lines: [OverviewSection.Line] = []
    for cause in day.causes {
      let count = grouped(cause.names.count)
      // Some themes underline what failed, which blanks would show.
      let blank = Span("".aligned(to: 4 - width(count), by: width))
      // Masked before it is wrapped: half of an account number is one that can be guessed.
      let headline =
        state.isWall ? WallMask.masked(cause.headline, unicode: signs.unicode) : cause.headline
      lines += paragraph(headline, .text, columns: columns - 6).enumerated().map {
        index, line in
        index == 0
          ? OverviewSection.Line(
            spans: [blank, Span(count, .statusFailed), Span("  ")] + line.spans,
            exports: cause.names.count)
          : OverviewSection.Line(spans: [Span("      ")] + line.spans)
      }
      let few = cause.names.prefix(3).joined(separator: ", ")
      let more = cause.names.count > 3 ? " and \(grouped(cause.names.count - 3)) more" : ""
      lines.append(OverviewSection.Line(spans: [Span("      \(few)\(more)", .textMuted)]))
    }
    if failed > 0 {
      lines.append(OverviewSection.Line(spans: []))
      lines.append(
        OverviewSection.Line(
          spans: [Span("\(complete) complete\(data) in the last 24 h", .textMuted)]))
    }
    return OverviewSection(heading: [Span(heading, .columnHeader)], lines: lines)
  }
}

extension String {
  fileprivate func aligned(to columns: Int, by width: (String) -> Int) -> String {
    String(repeating: " ", count: max(0, columns - width(self))) + self
  }
}
