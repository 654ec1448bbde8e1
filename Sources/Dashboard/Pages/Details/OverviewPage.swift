import Canvas
import FoundationEssentials
import RDSExports
import Tracking
import Words

extension Facts {
  private static let labelColumns = 12

  /// What a person wants to know about a task: first how it stands in plain words, then where from
  /// and where to, then AWS's own words in full.
  mutating func overviewLines(_ task: TrackedTask, columns: Int) -> [[Span]] {
    let export = task.task
    let phase = phase(of: task)
    let (status, role) = statusWords(task, columns: columns)
    let explanation = task.explanation
    let sentence = Format.line(explanation?.headline ?? task.sentence(at: knownNow(task.siteID)))
    var lines = statusLines(status, role, sentence, columns)
    for check in explanation?.checks ?? [] {
      lines += field("", [Span(Format.line(check), .text)], columns, bullet: signs.bullet)
    }
    lines += progressLines(task, phase, columns)
    lines += field("Source", [Span(Format.line(export.sourceArn ?? ""), .fieldValue)], columns)
    lines += field("", [Span(sourceFacts(export), .textMuted)], columns)
    lines += field("Target", [Span(target(of: export), .fieldValue)], columns)
    let only = (export.exportOnly ?? []).map(Format.line)
    lines += field(
      "Export only",
      [
        only.isEmpty
          ? Span("everything", .textMuted) : Span(only.joined(separator: ", "), .fieldValue)
      ], columns)
    lines += field("Role", [Span(Format.line(export.iamRoleArn ?? ""), .fieldValue)], columns)
    lines += field("Key", [Span(Format.line(export.kmsKeyId ?? ""), .fieldValue)], columns)
    lines += field(
      "Identifier", [Span(Format.line(export.exportTaskIdentifier), .fieldValue)], columns)
    if state.snapshots.count > 1, let label = state.snapshot(of: task.siteID)?.label {
      lines += field(
        "Context", [Span(Format.line("\(label.profile) · \(label.region)"), .fieldValue)], columns)
    }
    for gap in export.gaps {
      lines += field("Unknown", [Span(Format.line(gap.description), .ageStale)], columns)
    }
    lines += verbatim("Cause", export.failureCause, columns)
    lines += verbatim("Warning", export.warningMessage, columns)
    return lines
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
  private func field(
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

  private mutating func progressLines(
    _ task: TrackedTask, _ phase: Phase, _ columns: Int
  ) -> [[Span]] {
    let export = task.task
    var figures: [String] = []
    if phase != .starting, let percent = export.percentProgress { figures.append("\(percent) %") }
    if let data = dataWords(task) { figures.append(data) }
    if phase == .running || phase == .stalled {
      if let rate = task.progress.gigabytesPerHour, rate >= 0.5 {
        figures.append("\(Format.data(gigabytes: Int(min(rate, 1e15).rounded()))) an hour")
      }
      if let percent = task.progress.percentPerHour, percent >= 0.05 {
        figures.append("\(rounded(percent)) % an hour")
      }
    }
    if let eta = etaWords(task), let end = task.progress.expectedEnd {
      figures.append("\(eta) to go, until \(timeToday(end))")
    } else if phase == .running {
      figures.append("no estimate yet")
    }
    var lines = field(
      "Progress", [Span(figures.joined(separator: " · "), .fieldValue)], columns)

    var times: [String] = []
    if let start = export.taskStartTime { times.append("started \(dateTime(start))") }
    if let end = export.taskEndTime { times.append("ended \(dateTime(end))") }
    if let elapsed = elapsedWords(task) {
      times.append(export.taskEndTime == nil ? "\(elapsed) so far" : "took \(elapsed)")
    }
    if times.isEmpty, !export.isUnreadable(.taskStartTime) {
      times = ["AWS gives no start time yet"]
    }
    lines += field("Time", [Span(times.joined(separator: " · "), .fieldValue)], columns)
    return lines
  }

  /// One decimal below ten, where it says something.
  private func rounded(_ number: Double) -> String {
    guard number < 10 else { return "\(Int(number.rounded()))" }
    let tenths = Int((number * 10).rounded())
    return tenths.isMultiple(of: 10) ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
  }

  /// Only the time of day for a time today.
  private func timeToday(_ date: Date) -> String {
    let time = dateTime(date)
    return time.prefix(10) == dateTime(moment.wall).prefix(10) ? String(time.suffix(5)) : time
  }

  private func sourceFacts(_ export: ExportTask) -> String {
    var facts: [String] = []
    if let type = export.sourceType { facts.append(Format.line(type.word).lowercased()) }
    if let taken = export.snapshotTime { facts.append("of \(dateTime(taken))") }
    return facts.joined(separator: " ")
  }

  /// `s3://bucket/prefix/`; AWS puts a folder with the task's name below it.
  func target(of export: ExportTask) -> String {
    guard let bucket = export.s3Bucket, !bucket.isEmpty else { return "" }
    let prefix = export.s3Prefix.map { $0.hasSuffix("/") || $0.isEmpty ? $0 : "\($0)/" } ?? ""
    return Format.line("s3://\(bucket)/\(prefix)")
  }

  /// AWS's own words in full.
  private func verbatim(_ label: String, _ text: String?, _ columns: Int) -> [[Span]] {
    guard let text, !text.isEmpty else { return [] }
    return field(label, [Span(Format.line(text), .text)], columns)
  }
}

extension String {
  /// The text with blanks at its end, `count` characters long; for ASCII only.
  func padded(to count: Int) -> String {
    self + String(repeating: " ", count: max(0, count - self.count))
  }
}
