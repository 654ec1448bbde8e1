import Canvas
import FoundationEssentials
import RDSExports
import Tracking
import Words

extension Facts {
  /// The columns of the labels, and of the figures beside a chart.
  static let labelColumns = 12

  /// What a person wants to know about a task: first how it stands in plain words, then where from
  /// and where to, then AWS's own words in full. A text of AWS's that nobody has put in plain words
  /// comes first. How it moves and its earlier runs stand beside that where there is room.
  mutating func overviewLines(_ task: TrackedTask, columns: Int) -> [[Span]] {
    let room = OverviewRoom(columns)
    let charts = chartLines(task, columns: room.charts)
    let hasSides = room.isWide && !charts.isEmpty
    let columns = hasSides ? room.text : columns
    let (status, role) = statusWords(task, columns: columns)
    let text = detailText(task, .overview, columns: columns)
    let sentence = text.headline ?? task.sentence(at: knownNow(task.siteID))
    let above =
      statusLines(status, role, Format.line(sentence), columns) + text.above
      + progressLines(task, columns)
    if hasSides { return beside(above + text.below, charts, room) }
    // Of what runs one wants to know how far it is, of what is over what it was.
    return task.isOver
      ? above + text.below + apart(charts) : above + apart(charts, isAbove: true) + text.below
  }

  /// The same where there is no screen: without charts, and without keys that copy something.
  mutating func plainOverview(_ task: TrackedTask, columns: Int) -> [[Span]] {
    let (status, role) = statusWords(task, columns: columns)
    let explanation = task.explanation
    let sentence = explanation?.headline ?? task.sentence(at: knownNow(task.siteID))
    return statusLines(status, role, Format.line(sentence), columns)
      + overviewAdvice(task, explanation, columns: columns, hasKeys: false)
      + progressLines(task, columns)
      + overviewFacts(
        task, isUnderstood: explanation != nil, of: contextWords(task.siteID), columns: columns)
  }

  /// The columns that the text of an overview has, which depends on whether charts are beside it.
  func overviewColumns(of task: TrackedTask, columns: Int) -> Int {
    let room = OverviewRoom(columns)
    guard room.isWide else { return columns }
    var facts = self
    return facts.chartLines(task, columns: room.charts).isEmpty ? columns : room.text
  }

  /// How a task moved, and the last runs of its series.
  private mutating func chartLines(_ task: TrackedTask, columns: Int) -> [[Span]] {
    let rows = state.page is DetailsPage ? layout.page.size.rows : layout.detailsRows
    let movement = movementLines(task, columns: columns, isHigh: rows >= 36)
    let runs = runLines(task, columns: columns)
    return movement + (movement.isEmpty || runs.isEmpty ? [] : [[]]) + runs
  }

  /// Charts with a blank line between them and the text.
  private func apart(_ charts: [[Span]], isAbove: Bool = false) -> [[Span]] {
    if charts.isEmpty { return [] }
    return isAbove ? charts + [[]] : [[]] + charts
  }

  /// Two columns of lines as one.
  private func beside(_ text: [[Span]], _ charts: [[Span]], _ room: OverviewRoom) -> [[Span]] {
    (0..<max(text.count, charts.count)).map { row in
      let left = row < text.count ? text[row] : []
      guard row < charts.count else { return left }
      let gap = max(0, room.text + OverviewRoom.gap - width(left))
      return left + [Span(String(repeating: " ", count: gap))] + charts[row]
    }
  }

  /// The status and what it means, on one line if both fit.
  private func statusLines(
    _ status: String, _ role: Role, _ sentence: String, _ columns: Int
  ) -> [[Span]] {
    let first = field("Status", [Span(status, role)], columns)
    guard first.count == 1, width(first[0]) + 2 + width(sentence) <= columns else {
      return first + field("", [Span(sentence, .fieldValue)], columns)
    }
    return [first[0] + [Span("  "), Span(sentence, .fieldValue)]]
  }

  /// A label and a value that wraps within its own column; nothing for an empty value.
  func field(
    _ label: String, _ value: [Span], _ columns: Int, bullet: String? = nil
  ) -> [[Span]] {
    let text = value.map { signs.spelled($0.text) }.joined()
    guard !text.isEmpty, let role = value.first?.role else { return [] }
    let lead = Self.labelColumns + (bullet == nil ? 0 : 2)
    let wrapped = Painter.wrap(text, columns: max(8, columns - lead))
    return wrapped.enumerated().map { index, line in
      let name = index == 0 ? label : ""
      var spans = [Span(name.padded(to: Self.labelColumns), .fieldLabel)]
      if let bullet { spans.append(Span(index == 0 ? "\(bullet) " : "  ", .textMuted)) }
      spans.append(Span(line, role))
      return spans
    }
  }

  private mutating func progressLines(_ task: TrackedTask, _ columns: Int) -> [[Span]] {
    let phase = phase(of: task)
    let usual = state.snapshot(of: task.siteID)?.tasks.usual(of: task) ?? task.usual
    var figures: [String] = []
    if task.phase != .starting, let percent = task.percentProgress {
      figures.append("\(percent) %")
    }
    if let data = dataWords(task) { figures.append(data) }
    if task.phase == .running {
      if let rate = task.progress.gigabytesPerHour, rate >= 0.5 {
        figures.append("\(Format.data(gigabytes: Int(min(rate, 1e15).rounded()))) an hour")
      }
      if let percent = task.progress.percentPerHour, percent >= 0.05 {
        figures.append("\(rounded(percent)) % an hour")
      }
    }
    if let eta = etaWords(task), let forecast = forecast(task) {
      figures.append("\(eta) to go" + (forecast.isAtLeast ? "" : ", until \(span(forecast))"))
    } else if phase == .running {
      figures.append("no estimate yet")
    }
    var lines = field(
      "Progress", [Span(figures.joined(separator: " · "), .fieldValue)], columns)

    var times: [String] = []
    // The zone is named once.
    if let start = task.taskStartTime { times.append("started \(dateTime(start)) \(moment.zone)") }
    if let end = task.taskEndTime {
      times.append("ended \(dateTime(end))" + (times.isEmpty ? " \(moment.zone)" : ""))
    }
    if let elapsed = elapsedWords(task) {
      let usual = usual.map { ", usual \(Format.duration($0.duration))" } ?? ""
      times.append((task.taskEndTime == nil ? "\(elapsed) so far" : "took \(elapsed)") + usual)
    }
    if task.taskStartTime == nil, !task.isUnreadable(.taskStartTime), !task.isOver {
      times.append("AWS gives no start time yet")
    }
    lines += field("Time", [Span(times.joined(separator: " · "), .fieldValue)], columns)
    if let usual { lines += field("Usual", [Span(words(usual, of: task), .textMuted)], columns) }
    return lines
  }

  /// One decimal below ten, where it says something.
  private func rounded(_ number: Double) -> String {
    guard number < 10 else { return "\(Int(number.rounded()))" }
    let tenths = Int((number * 10).rounded())
    return tenths.isMultiple(of: 10) ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
  }

  /// Only the time of day for a time today.
  func timeToday(_ date: Date) -> String {
    let time = dateTime(date)
    return time.prefix(10) == dateTime(moment.wall).prefix(10) ? String(time.suffix(5)) : time
  }
}

/// How the columns of an overview are shared.
private struct OverviewRoom {
  static let gap = 3

  /// Whether charts stand beside the text.
  let isWide: Bool
  /// The columns of the text where they do.
  let text: Int
  let charts: Int

  init(_ columns: Int) {
    let side = columns * 9 / 20
    isWide = side >= Facts.leastRunColumns
    charts = isWide ? side : columns
    text = columns - (isWide ? charts + Self.gap : 0)
  }
}

extension TrackedTask {
  fileprivate var isOver: Bool { PhaseSet.ended.contains(phase) }
}

extension String {
  /// The text with blanks at its end, `count` characters long; for ASCII only.
  func padded(to count: Int) -> String {
    self + String(repeating: " ", count: max(0, count - self.count))
  }
}
