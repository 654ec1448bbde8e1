import Canvas
import FoundationEssentials
import Listing
import Tracking
import Words

extension Drawing {
  /// One export: its name, its bar, and a figure where there is room.
  mutating func drawLane(
    _ item: Item, isSelected: Bool, at row: Int, _ scale: TimeScale, _ layout: TimelineLayout
  ) {
    let area = layout.lanes
    let phase = facts.phase(of: item)
    put(
      phase.symbol(unicode: signs.unicode), column: layout.names.lowerBound - 2, row: row,
      style: Style(phase.role))
    put(
      facts.name(of: item), column: layout.names.lowerBound, row: row,
      width: layout.names.count, style: Style(isSelected ? .textStrong : .text), cut: .middle)
    if layout.laneRows > 1 {
      put(
        facts.laneNote(item), column: layout.names.lowerBound, row: row + 1,
        width: layout.names.count, style: Style(.textMuted), cut: .middle)
    }
    switch item {
    case .task(let task):
      drawCourse(of: task, phase, isSelected: isSelected, at: row, scale, layout)
    case .waiting(let export):
      drawForecast(of: export, isSelected: isSelected, at: row, scale, layout)
    }
    let whole = Rect(
      column: area.origin.column, row: row, columns: area.size.columns - 1, rows: layout.laneRows)
    if item.task?.isListed == false { painter.restyle(whole, role: .rowLeaving) }
    if state.list.marks.contains(item.id) {
      put(signs.mark, column: area.origin.column + 1, row: row, style: Style(.textStrong))
    }
    if isSelected {
      for line in row..<row + layout.laneRows {
        put(signs.selected, column: area.origin.column, row: line, style: Style(.textStrong))
      }
      painter.lay(
        .rowSelected,
        under: Rect(
          column: area.origin.column, row: row, columns: area.size.columns, rows: layout.laneRows))
      painter.place(cursor: Point(column: area.origin.column, row: row))
    }
  }

  private mutating func drawCourse(
    of task: TrackedTask, _ phase: Phase, isSelected: Bool, at row: Int, _ scale: TimeScale,
    _ layout: TimelineLayout
  ) {
    let known = facts.knownNow(task.siteID)
    guard let course = TaskCourse(of: task),
      let bar = LaneBar(course, known: known, expectedEnd: facts.forecastEnd(of: task), scale)
    else { return }
    for line in row..<row + layout.laneRows {
      draw(bar, phase, hasRun: course.running != nil, in: layout.chart, at: line)
    }
    let marks = [
      scale.column(of: facts.serversNow),
      drawDeadline(of: task, in: layout.chart, at: row, scale),
    ]
    drawFigure(
      facts.laneFigures(task, phase), beside: bar.columns, sparing: marks.compactMap(\.self),
      isSelected: isSelected, in: layout.chart, at: row)
  }

  /// When an export that waits is likely to run: hatched, because nothing of it is there yet.
  private mutating func drawForecast(
    of export: WaitingExport, isSelected: Bool, at row: Int, _ scale: TimeScale,
    _ layout: TimelineLayout
  ) {
    guard let run = export.likelyRun else { return }
    let all = 0..<scale.columns
    let first = scale.column(of: run.lowerBound)
    let columns = (first..<max(first, scale.column(of: run.upperBound)) + 1).clamped(to: all)
    guard !columns.isEmpty else { return }
    for line in row..<row + layout.laneRows {
      fill(columns, with: signs.hatch, Phase.waiting.role, in: layout.chart, at: line)
    }
    if run.upperBound > scale.window.right {
      put(
        signs.moreRight, column: layout.chart.upperBound - 1, row: row,
        style: Style(Phase.waiting.role))
    }
    drawFigure(
      facts.forecastFigures(export), beside: columns.lowerBound...columns.upperBound - 1,
      sparing: [scale.column(of: facts.serversNow)], isSelected: isSelected, in: layout.chart,
      at: row)
  }

  private mutating func draw(
    _ bar: LaneBar, _ phase: Phase, hasRun: Bool, in chart: Range<Int>, at row: Int
  ) {
    let isOver = bar.end != nil || PhaseSet.ended.contains(phase)
    let first = bar.columns.lowerBound
    fill(
      bar.starting, with: signs.beginning, hasRun ? .statusStarting : phase.role,
      in: chart, at: row)
    fill(
      bar.running, with: isOver ? signs.course : signs.progress, phase.role, in: chart, at: row)
    fill(bar.forecast, with: signs.forecast, phase.role, in: chart, at: row)
    if bar.beginsEarlier {
      put(signs.moreLeft, column: chart.lowerBound + first, row: row, style: Style(phase.role))
    }
    if bar.endsLater {
      put(signs.moreRight, column: chart.upperBound - 1, row: row, style: Style(phase.role))
    }
    if let end = bar.end, phase.isMarkedAtItsEnd {
      put(
        phase.symbol(unicode: signs.unicode), column: chart.lowerBound + end, row: row,
        style: Style(phase.role))
    }
  }

  private mutating func fill(
    _ columns: Range<Int>, with glyph: Unicode.Scalar, _ role: Role, in chart: Range<Int>,
    at row: Int
  ) {
    painter.fill(
      Rect(
        column: chart.lowerBound + columns.lowerBound, row: row, columns: columns.count, rows: 1),
      with: glyph, style: Style(role, isPicture: true))
  }

  /// Puts the longest wording that fits after a bar, else before it, where it leaves marks alone if it
  /// can.
  private mutating func drawFigure(
    _ wordings: [String], beside columns: ClosedRange<Int>, sparing marks: [Int], isSelected: Bool,
    in chart: Range<Int>,
    at row: Int
  ) {
    for isSparing in [true, false] {
      for isAfter in [true, false] {
        for words in wordings {
          let width = facts.width(words)
          let start = isAfter ? columns.upperBound + 2 : columns.lowerBound - 1 - width
          let end = start + width
          guard start >= 0, end <= chart.count,
            !isSparing || !marks.contains(where: (start - 1..<end + 1).contains)
          else { continue }
          // A tick beside a figure would read as a part of it.
          put(
            " \(words) ", column: chart.lowerBound + start - 1, row: row, width: width + 2,
            style: Style(isSelected ? .text : .textMuted))
          return
        }
      }
    }
  }
}

extension Facts {
  /// When a task is likely to end; nil where nothing tells, or that time has passed.
  func forecastEnd(of task: TrackedTask) -> Date? {
    guard let forecast = forecast(task), !forecast.isAtLeast,
      forecast.end > knownNow(task.siteID)
    else { return nil }
    return forecast.end
  }

  func phase(of item: Item) -> Phase { item.task.map { phase(of: $0) } ?? .waiting }

  /// What stands below a name: the context where there are several, else the source.
  fileprivate func laneNote(_ item: Item) -> String {
    let context = state.roster.hasSeveralSites ? state.roster.name(of: item.siteID) : nil
    let source =
      switch item {
      case .task(let task): task.sourceLabel
      case .waiting(let export): export.entry.sourceWords
      }
    return [context ?? Format.line(source), item.task.flatMap(dataWords)].compactMap(\.self)
      .joined(separator: "  ")
  }

  /// What stands beside the bar of what waits, the longest wording first.
  fileprivate mutating func forecastFigures(_ export: WaitingExport) -> [String] {
    guard let words = startWords(QueueRow(export)) else { return [] }
    return ["starts \(words)", words]
  }

  /// What a lane shows in words, as much as fits.
  mutating func aboutSpans(_ item: Item, columns: Int) -> [Span] {
    switch item {
    case .task(let task): return aboutSpans(task, columns: columns)
    case .waiting(let export):
      let row = QueueRow(export)
      let cell = cell(.status, of: item)
      var line = [
        Span(cell.text, cell.meaning.role), Span("   "), Span(name(of: item), .textStrong),
      ]
      let parts = [startWords(row).map { row.isRun ? "starts \($0)" : $0 }, why(row)]
      for part in parts.compactMap(\.self) where !part.isEmpty {
        let more = [Span("   "), Span(part, .fieldValue)]
        if width(line + more) <= columns { line += more }
      }
      return line
    }
  }

  /// What stands beside a bar, the longest wording first.
  fileprivate mutating func laneFigures(_ task: TrackedTask, _ phase: Phase) -> [String] {
    if PhaseSet.ended.contains(phase) {
      if task.taskStartTime == nil { return ["never began"] }
      return [elapsedWords(task)].compactMap { $0 }
    }
    guard task.phase != .starting, let percent = task.percentProgress else {
      return [elapsedWords(task)].compactMap { $0 }
    }
    let figure = "\(percent) %"
    guard let end = forecastEnd(of: task) else {
      return phase == .stalled ? ["\(figure) \(phase.word)", figure] : [figure]
    }
    if let until = forecast(task)?.holdsUntil {
      validity.ends(inSeconds: until.timeIntervalSince(serverNow(task.siteID)).rounded(.down) + 1)
    }
    let clock = Format.clock(end, utcOffset: moment.local.utcOffset(at: end))
    return ["\(figure)  \(signs.about) \(clock)", figure]
  }

  /// A task in words, as much as fits: what it does, how far it is, since when and until when.
  mutating func aboutSpans(_ task: TrackedTask, columns: Int) -> [Span] {
    let (words, role) = statusWords(task, columns: columns)
    var parts: [[Span]] = [[Span(words, role)], [Span(name(of: task), .textStrong)]]
    func add(_ label: String, _ value: String?) {
      guard let value else { return }
      parts.append([Span("\(label) ", .fieldLabel), Span(value, .fieldValue)])
    }
    if PhaseSet.active.contains(phase(of: task)), task.phase != .starting {
      add("at", task.percentProgress.map { "\($0) %" })
    }
    add("began", task.taskStartTime.map(dateTime))
    add("ended", task.taskEndTime.map(dateTime))
    add("took", task.taskEndTime == nil ? nil : elapsedWords(task))
    add("for", task.taskEndTime == nil ? elapsedWords(task) : nil)
    add("ends in", etaWords(task))
    add("data", dataWords(task))
    if state.snapshots.count > 1, let label = state.snapshot(of: task.siteID)?.label {
      add("in", Format.line("\(label.name ?? label.profile) \(label.region)"))
    }
    var line: [Span] = []
    for part in parts {
      let gap = line.isEmpty ? [] : [Span("   ")]
      guard line.isEmpty || width(line + gap + part) <= columns else { continue }
      line += gap + part
    }
    return line
  }

  /// How many lanes there are, and what decides which.
  func timelineCount(_ count: Int, undated: Int) -> [Span] {
    var spans = [Span(" \(counted(count, "export", "exports")) ", .textStrong)]
    if !state.filter.text.isEmpty {
      spans.append(Span(" / \(Format.line(state.filter.text, limit: 40)) ", .match))
    }
    if undated > 0 { spans.append(Span(" \(grouped(undated)) without a time ", .textMuted)) }
    return spans
  }
}

extension Phase {
  /// Whether its sign stands at the end of its bar.
  fileprivate var isMarkedAtItsEnd: Bool {
    self == .failed || self == .warning || self == .canceled
  }
}
