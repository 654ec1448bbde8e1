import FoundationEssentials
import RDSExports
import Tracking
import Words

/// Cells that the details show too.
extension ColumnSpec {
  /// Symbol and word of what a task is doing.
  public static let statusCell: @Sendable (TrackedTask, Asof) -> CellText = { task, asof in
    let phase = Phase(of: task, at: asof.known)
    let change = turn(of: task, phase, asof)
    func cell(_ words: String, _ phase: Phase) -> CellText {
      CellText(
        "\(phase.symbol(unicode: asof.unicode)) \(words)", .phase(phase), change: change)
    }
    if !asof.canceling.isEmpty, asof.canceling.contains(task.id), !(task.status?.isFinal ?? false) {
      return cell("cancel sent", .canceling)
    }
    if phase == .unknown {
      let word = line(task.status?.word ?? "")
      return cell(word.isEmpty ? "no status" : word, phase)
    }
    if phase == .slow { return slowCell(task, asof, change) }
    guard phase == .stalled, let rest = task.progress.stalledFor(at: asof.known) else {
      return cell(phase.word, phase)
    }
    let duration = Format.duration(rest)
    var cell = cell("stalled \(duration)", phase)
    // For a stall of hours, `stalled 2 h` where the minutes don't fit.
    let hours = duration.split(separator: " ").prefix(2).joined(separator: " ")
    cell.shorter = ["stalled \(hours)", "stalled"].map {
      "\(phase.symbol(unicode: asof.unicode)) \($0)"
    }
    return cell
  }

  /// `◷ slow +22 m`: by how much it has taken longer than usual.
  private static func slowCell(
    _ task: TrackedTask, _ asof: Asof, _ change: CellText.Change?
  ) -> CellText {
    let sign = Phase.slow.symbol(unicode: asof.unicode)
    var cell = CellText("\(sign) slow", .phase(.slow), change: change)
    guard let over = excess(of: task, asof), over >= 60 else { return cell }
    let duration = Format.duration(over)
    let hours = duration.split(separator: " ").prefix(2).joined(separator: " ")
    cell.shorter = ["\(sign) slow +\(hours)", cell.text]
    cell.text = "\(sign) slow +\(duration)"
    return cell
  }

  /// For how long a task has run beyond what is usual, in seconds.
  private static func excess(of task: TrackedTask, _ asof: Asof) -> TimeInterval? {
    guard let usual = task.usual, let elapsed = task.elapsed(at: asof.known) else { return nil }
    return elapsed.seconds - usual.duration
  }

  /// When a task starts to count as stalled or slow, or a stall or a delay gets longer: with time
  /// alone.
  private static func turn(
    of task: TrackedTask, _ phase: Phase, _ asof: Asof
  ) -> CellText.Change? {
    guard asof.known == asof.now else { return nil }
    if phase == .stalled, let rest = task.progress.stalledFor(at: asof.known) {
      return CellText.Change(inSeconds: Format.durationChangesIn(rest), mayWait: true)
    }
    guard PhaseSet.active.contains(phase) else { return nil }
    let turn = task.nextTurn(after: asof.known).map {
      $0.timeIntervalSince(asof.known).rounded(.down) + 1
    }
    guard phase == .slow, let over = excess(of: task, asof) else {
      return turn.map { CellText.Change(inSeconds: $0) }
    }
    let longer = over < 60 ? 60 - over : Format.durationChangesIn(over)
    guard let turn, turn <= longer else {
      return CellText.Change(inSeconds: longer, mayWait: true)
    }
    return CellText.Change(inSeconds: turn)
  }

  /// How long a task has run, or ran; nil where nobody knows.
  public static func elapsedCell(_ task: TrackedTask, _ asof: Asof) -> CellText? {
    guard let elapsed = task.elapsed(at: asof.now) else { return nil }
    guard elapsed.isRunning else { return CellText(Format.duration(elapsed.seconds)) }
    // Exports take many minutes: don't wake the program for each second of the first one.
    let isYoung = elapsed.seconds < 60
    let change = CellText.Change(
      inSeconds: isYoung ? 60 - elapsed.seconds : Format.durationChangesIn(elapsed.seconds),
      mayWait: true)
    guard elapsed.isAtLeast else {
      return CellText(isYoung ? "<1 m" : Format.duration(elapsed.seconds), change: change)
    }
    let words = isYoung ? "0 m" : Format.duration(elapsed.seconds)
    let sign = asof.unicode ? "≥" : ">="
    var cell = CellText("\(sign) \(words)", change: change)
    // For hours, `≥ 10 h` where the minutes don't fit.
    cell.shorter = ["\(sign) \(words.split(separator: " ").prefix(2).joined(separator: " "))"]
    return cell
  }

  /// How long a task will still run, in whole minutes: the evidence is no more precise. `~ 50 m` goes
  /// by what is usual, `39 m` by the task's own pace.
  /// In how many seconds a task will have stalled, which ends its forecast; nil where it can't be
  /// seen to.
  private static func stallIn(_ task: TrackedTask, _ asof: Asof) -> TimeInterval? {
    guard asof.known == asof.now, let movement = task.progress.lastMovement,
      let usual = task.progress.usualRest
    else { return nil }
    let left = movement.addingTimeInterval(usual).timeIntervalSince(asof.now)
    return left < 0 ? nil : left.rounded(.down) + 1
  }

  public static func etaCell(_ task: TrackedTask, _ asof: Asof) -> CellText? {
    guard let forecast = task.forecast(at: asof.now, known: asof.known) else { return nil }
    let seconds = forecast.end.timeIntervalSince(asof.now)
    // An estimate that has passed says no more than the bar does.
    guard seconds > 0 else { return nil }
    let minutes = (seconds / 60).rounded(.up)
    let words = minutes <= 1 ? "<1 m" : Format.duration(minutes * 60)
    let turn = forecast.holdsUntil.map {
      max(1, $0.timeIntervalSince(asof.now).rounded(.up))
    }
    // What is only known to begin later gets no nearer.
    let nextMinute = forecast.isAtLeast ? nil : seconds - (minutes - 1) * 60
    let change = [turn, nextMinute, stallIn(task, asof)].compactMap { $0 }.min().map {
      CellText.Change(inSeconds: $0, mayWait: true)
    }
    if forecast.basis == .own { return CellText(words, change: change) }
    let sign = !forecast.isAtLeast ? "~" : asof.unicode ? "≥" : ">="
    var cell = CellText("\(sign) \(words)", .muted, change: change)
    let hours = words.split(separator: " ").prefix(2).joined(separator: " ")
    cell.shorter = ["\(sign)\(words)", "\(sign)\(hours)"]
    return cell
  }
}
