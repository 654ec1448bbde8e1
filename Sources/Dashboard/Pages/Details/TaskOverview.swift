import Canvas
import FoundationEssentials
import RDSExports
import Tracking
import Words

extension Facts {
  fileprivate static let labelColumns = 12

  /// What a person wants to know about a task: first how it stands in plain words, then where from
  /// and where to, then AWS's own words in full. A text of AWS's that nobody has put in plain words
  /// comes first.
  mutating func overviewLines(_ task: TrackedTask, columns: Int) -> [[Span]] {
    let (status, role) = statusWords(task, columns: columns)
    let text = detailText(task, .overview, columns: columns)
    let sentence = text.headline ?? task.sentence(at: knownNow(task.siteID))
    return statusLines(status, role, Format.line(sentence), columns)
      + text.above + progressLines(task, columns) + text.below
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

extension TrackedTask {
  fileprivate var isOver: Bool { PhaseSet.ended.contains(phase) }
}

extension String {
  /// The text with blanks at its end, `count` characters long; for ASCII only.
  func padded(to count: Int) -> String {
    self + String(repeating: " ", count: max(0, count - self.count))
  }
}
