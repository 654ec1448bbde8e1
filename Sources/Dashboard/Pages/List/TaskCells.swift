import Canvas
import FoundationEssentials
import RDSExports
import Tracking

extension Facts {
  /// A task's identifier on one line; AWS may leave it out.
  func name(of task: TrackedTask) -> String {
    let name = cell(task.task.exportTaskIdentifier)
    return name.allSatisfy(\.isWhitespace) ? "(no identifier)" : name
  }

  /// Symbol and word of a task's state, and what they mean.
  mutating func statusWords(
    _ task: TrackedTask, _ phase: Phase, columns: Int
  ) -> (String, Role) {
    awaitStall(of: task, phase)
    if state.canceling.contains(task.id), !(task.task.status?.isFinal ?? false) {
      let symbol = Phase.canceling.symbol(unicode: signs.unicode)
      return ("\(symbol) cancel sent", Phase.canceling.role)
    }
    let symbol = phase.symbol(unicode: signs.unicode)
    if phase == .unknown {
      let word = cell(task.task.status?.word ?? "")
      return ("\(symbol) \(word.isEmpty ? "no status" : word)", phase.role)
    }
    if phase == .stalled, let rest = task.progress.stalledFor(at: knownNow(task.id.site)) {
      return ("\(symbol) \(stalledWords(rest, columns: columns - 2))", phase.role)
    }
    return ("\(symbol) \(phase.word)", phase.role)
  }

  /// A running task stalls by the clock alone, and then for longer and longer.
  private mutating func awaitStall(of task: TrackedTask, _ phase: Phase) {
    let now = knownNow(task.id.site)
    guard now == serverNow(task.id.site) else { return }
    if phase == .stalled, let rest = task.progress.stalledFor(at: now) {
      minutesEnd(inSeconds: Format.durationChangesIn(rest), of: task)
    } else if phase == .running, let movement = task.progress.lastMovement,
      let usual = task.progress.usualRest
    {
      let left = usual - now.timeIntervalSince(movement)
      validity.ends(inSeconds: left.rounded(.down) + 1)
    }
  }

  /// `stalled 47 m`, and for hours `stalled 2 h` where the minutes find no room.
  private func stalledWords(_ rest: TimeInterval, columns: Int) -> String {
    let long = "stalled \(Format.duration(rest))"
    if width(long) <= columns { return long }
    let parts = Format.duration(rest).split(separator: " ").prefix(2).joined(separator: " ")
    let short = "stalled \(parts)"
    return width(short) <= columns ? short : "stalled"
  }

  /// What stands in a column that is words alone.
  mutating func cellWords(_ column: Column, _ task: TrackedTask, _ phase: Phase) -> String {
    let export = task.task
    switch column {
    case .source: return named(cell(export.sourceLabel))
    case .bucket: return named(cell(export.s3Bucket ?? ""))
    case .data: return dataWords(task, phase) ?? absent(.totalExtractedDataInGB, in: export)
    case .elapsed: return elapsedWords(task) ?? absent(.taskStartTime, in: export)
    case .eta: return etaWords(task, phase) ?? signs.nothing
    case .started: return export.taskStartTime.map(dateTime) ?? absent(.taskStartTime, in: export)
    case .ended: return export.taskEndTime.map(dateTime) ?? absent(.taskEndTime, in: export)
    case .identifier, .status, .progress: return ""
    }
  }

  /// No cell is wider than the screen, which is looked at many times a second.
  private func cell(_ text: String) -> String { Format.line(text, limit: 1000) }

  /// What stands where AWS gave nothing, or something that can't be read.
  func absent(_ member: ExportTaskMember, in export: ExportTask) -> String {
    export.isUnreadable(member) ? signs.unreadable : signs.nothing
  }

  private func named(_ text: String) -> String { text.isEmpty ? signs.nothing : text }

  /// What was extracted so far; nil while a task is being restored, when nothing can be.
  func dataWords(_ task: TrackedTask, _ phase: Phase) -> String? {
    guard phase != .starting else { return nil }
    return task.task.totalExtractedDataInGB.map(Format.data(gigabytes:))
  }

  /// How long a task has run, or ran; nil before it has begun.
  mutating func elapsedWords(_ task: TrackedTask) -> String? {
    guard let start = task.task.taskStartTime else { return nil }
    if let end = task.task.taskEndTime {
      return Format.duration(max(0, end.timeIntervalSince(start)))
    }
    guard !(task.task.status?.isFinal ?? false) else { return nil }
    let seconds = max(0, serverNow(task.id.site).timeIntervalSince(start))
    guard seconds >= 60 else {
      // Exports take many minutes: nobody is to be woken for the seconds of the first.
      minutesEnd(inSeconds: 60 - seconds, of: task)
      return "<1 m"
    }
    minutesEnd(inSeconds: Format.durationChangesIn(seconds), of: task)
    return Format.duration(seconds)
  }

  /// How long a task will still run, in whole minutes: the evidence is no finer.
  mutating func etaWords(_ task: TrackedTask, _ phase: Phase) -> String? {
    guard phase == .running, let end = task.progress.expectedEnd else { return nil }
    let seconds = end.timeIntervalSince(serverNow(task.id.site))
    // An estimate that has passed says no more than the bar does.
    guard seconds > 0 else { return nil }
    let minutes = (seconds / 60).rounded(.up)
    minutesEnd(inSeconds: seconds - (minutes - 1) * 60, of: task)
    return minutes <= 1 ? "<1 m" : Format.duration(minutes * 60)
  }

  private mutating func minutesEnd(inSeconds seconds: TimeInterval, of task: TrackedTask) {
    validity.ends(
      inSeconds: seconds,
      orWithAnswerAt: state.snapshot(of: task.id.site)?.feed.nextPoll)
  }
}
