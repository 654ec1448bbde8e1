import Canvas
import FoundationEssentials
import Tracking
import Words

/// One run of a series, as a bar.
private struct RunBar {
  var task: TrackedTask
  var phase: Phase
  var start: Date?
  /// In seconds, as far as it is known.
  var length: TimeInterval
  /// How long it is likely to take in all, in seconds.
  var expected: TimeInterval?
}

extension Facts {
  /// Today's run and the ten before it.
  private static let mostRuns = 11
  /// What the bars of runs need: a label, a date, a bar and how long it took.
  static let leastRunColumns = labelColumns + 34

  /// How long the last runs of a task's series took, the newest first, with what is usual as a line
  /// through them. Empty where it is the only one.
  mutating func runLines(_ task: TrackedTask, columns: Int) -> [[Span]] {
    guard let tasks = state.snapshot(of: task.siteID)?.tasks, columns >= Self.leastRunColumns
    else { return [] }
    let bars = lastRuns(of: task, tasks).map { runBar($0) }
    guard bars.count > 1 else { return [] }
    let usual = tasks.usual(of: task)?.duration
    let longest = bars.map { max($0.length, $0.expected ?? 0) }.max() ?? 0
    let dates = runDates(bars)
    let dateColumns = dates.map(width).max() ?? 0
    // A sign and a blank before the date, two blanks after it, one before the figures.
    let rest = columns - Self.labelColumns - 2 - dateColumns - 2 - 1
    let parts = bars.map { runFigures($0) }
    // Signs and glyphs say what became of a run, too, and its length what matters of its size.
    let options = [[0, 1, 2], [0, 2], [0]].map { aligned(parts, $0) }
    let figures = options.first { rest - ($0.first.map(width) ?? 0) >= 16 } ?? options[2]
    let room = rest - (figures.first.map(width) ?? 0)
    guard room >= 8 else { return [] }
    let scale = Double(room) / max(1, longest, usual ?? 0)
    let mark = usual.map { min(room - 1, Int($0 * scale)) }
    var lines = bars.indices.map { index in
      let bar = bars[index]
      let isThis = bar.task === task
      let label = index == 0 ? "Last runs" : ""
      let lead = label.padded(to: Self.labelColumns - 1)
      return [
        Span(lead, .fieldLabel), Span(isThis ? signs.selected : " ", .textStrong),
        Span(bar.phase.symbol(unicode: signs.unicode), bar.phase.role), Span(" "),
        Span(
          dates[index].filled(to: dateColumns, by: width), isThis ? .textStrong : .textMuted),
        Span("  "),
      ] + barSpans(bar, scale: scale, mark: mark, room: room) + [
        Span(" " + figures[index], isThis ? .textStrong : .text)
      ]
    }
    if let mark, let usual {
      let words = "usual \(Format.duration(usual))"
      let start = Self.labelColumns + 2 + dateColumns + 2
      let at = min(start + mark, columns - width(words) - 2)
      lines.append([
        Span(String(repeating: " ", count: at)),
        Span("\(signs.unicode ? "┊" : ":") \(words)", .textMuted),
      ])
    }
    return lines
  }

  /// Today's and the ten before it; of a task that is older, itself and the ten before it.
  private func lastRuns(of task: TrackedTask, _ tasks: TrackedTasks) -> [TrackedTask] {
    var runs = tasks.runs(of: task)
    // What is STARTING has no start yet, and stands after all that have.
    if task.taskStartTime == nil, !PhaseSet.ended.contains(task.phase) { runs.append(task) }
    let newest = runs.suffix(Self.mostRuns)
    if !newest.contains(where: { $0 === task }),
      let place = runs.lastIndex(where: { $0 === task })
    {
      return runs[...place].suffix(Self.mostRuns).reversed()
    }
    return newest.reversed()
  }

  private mutating func runBar(_ task: TrackedTask) -> RunBar {
    let isOver = PhaseSet.ended.contains(task.phase)
    let known = knownNow(task.siteID)
    var bar = RunBar(task: task, phase: phase(of: task), start: task.taskStartTime, length: 0)
    guard let start = task.taskStartTime else { return bar }
    let end = isOver ? task.taskEndTime ?? start : task.isListed ? known : task.observedAt
    bar.length = max(0, end.timeIntervalSince(start))
    if !isOver {
      // In minutes, as it is shown.
      bar.length = (bar.length / 60).rounded(.down) * 60
      bar.expected = forecastEnd(of: task)?.timeIntervalSince(start)
    }
    return bar
  }

  /// `21 Nov`; with the time of day where two are of one day.
  private func runDates(_ bars: [RunBar]) -> [String] {
    let days = bars.map { bar in
      bar.start.map { Format.dayOfMonth($0, utcOffset: moment.local.utcOffset(at: $0)) }
    }
    let dated = days.compactMap(\.self)
    guard Set(dated).count < dated.count else { return days.map { $0 ?? "not yet" } }
    return zip(days, bars).map { day, bar in
      guard let day, let start = bar.start else { return "not yet" }
      return "\(day) \(Format.clock(start, utcOffset: moment.local.utcOffset(at: start)))"
    }
  }

  /// How long it took, what it extracted, and what became of it where that isn't simply good.
  private mutating func runFigures(_ bar: RunBar) -> [String] {
    let length: String
    if bar.phase == .complete || bar.start == nil {
      length = bar.start == nil ? "–" : Format.duration(bar.length)
    } else {
      length = elapsedWords(bar.task) ?? "–"
    }
    let data = bar.task.phase == .starting ? nil : dataWords(bar.task)
    return [length, data ?? "", bar.phase == .complete ? "" : bar.phase.word]
  }

  /// Some of the figures of each run as columns of one width.
  private func aligned(_ runs: [[String]], _ shown: [Int]) -> [String] {
    let widths = shown.map { column in runs.map { width($0[column]) }.max() ?? 0 }
    return runs.map { run in
      zip(shown, widths).map { column, width in
        column == 2
          ? run[column].filled(to: width, by: self.width)
          : run[column].trailing(in: width, by: self.width)
      }.joined(separator: " ")
    }
  }

  /// What failed is told apart by its glyph, too.
  private func barSpans(_ bar: RunBar, scale: Double, mark: Int?, room: Int) -> [Span] {
    let filled = min(room, bar.length > 0 ? max(1, Int((bar.length * scale).rounded())) : 0)
    let expected = bar.expected.map { min(room, Int(($0 * scale).rounded())) } ?? filled
    let glyph: Character =
      switch bar.phase {
      case .failed: signs.unicode ? "▒" : "x"
      case .canceled, .canceling: signs.unicode ? "░" : "/"
      default: signs.unicode ? "█" : "#"
      }
    var spans: [Span] = []
    for column in 0..<room {
      let span: Span
      if column < filled {
        span = Span(String(glyph), bar.phase.role, isPicture: true)
      } else if column < expected {
        span = Span(String(signs.forecast), bar.phase.role, isPicture: true)
      } else if column == mark {
        span = Span(signs.unicode ? "┊" : ":", .textMuted)
      } else {
        span = Span(" ")
      }
      if let last = spans.indices.last, spans[last].role == span.role,
        spans[last].isPicture == span.isPicture
      {
        spans[last].text += span.text
      } else {
        spans.append(span)
      }
    }
    return spans
  }
}

extension String {
  fileprivate func trailing(in columns: Int, by width: (String) -> Int) -> String {
    String(repeating: " ", count: max(0, columns - width(self))) + self
  }
}
