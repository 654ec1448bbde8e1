import FoundationEssentials
import RDSExports
import Tracking
import Words

extension ColumnSpec {
  /// Every column, in the order of the screen.
  public static let all = ColumnID.allCases.map(ColumnSpec.init)

  /// The table of columns. It is a `switch`, so the compiler finds a missing one.
  public init(_ id: ColumnID) {
    switch id {
    case .identifier: self = Self.identifier
    case .context: self = Self.context
    case .source: self = Self.source
    case .status: self = Self.status
    case .progress: self = Self.progress
    case .data: self = Self.data
    case .started: self = Self.started
    case .elapsed: self = Self.elapsed
    case .eta: self = Self.eta
    case .ended: self = Self.ended
    case .bucket: self = Self.bucket
    }
  }

  private static let identifier = ColumnSpec(
    .identifier, room: .contents(least: 24, most: 60), order: .text(\.identifier),
    isNaturallyAscending: true,
    printed: PrintedColumn("IDENTIFIER") { PrintedColumn.line($0.exportTaskIdentifier) }
  ) { task, _ in
    let name = line(task.identifier)
    return CellText(name.allSatisfy(\.isWhitespace) ? "(no identifier)" : name, .name)
  }

  private static let context = ColumnSpec(
    .context, shedding: 2, room: .contents(least: 6, most: 24), order: .context,
    isNaturallyAscending: true
  ) { task, asof in
    asof.context.map { CellText(line($0), .muted) } ?? asof.absent(nil, in: task)
  }

  private static let source = ColumnSpec(
    .source, shedding: 5, room: .contents(least: 12, most: 60), order: .text(\.sourceName),
    isNaturallyAscending: true,
    printed: PrintedColumn("SOURCE") { PrintedColumn.line($0.sourceName) }
  ) { task, asof in
    let name = line(task.sourceLabel)
    return name.isEmpty ? asof.absent(nil, in: task) : CellText(name, .muted)
  }

  private static let status = ColumnSpec(
    .status, room: .fixed(14, least: 11), order: .phase, isNaturallyAscending: true,
    printed: PrintedColumn("STATUS") { $0.status.map { PrintedColumn.line($0.word) } },
    cell: statusCell)

  /// What stands for the percentage of a task that is starting, where it means nothing.
  private static let restoring = "restoring"

  private static let progress = ColumnSpec(
    .progress, room: .bar(least: 4, most: 16), order: .progress, isNaturallyAscending: false,
    printed: PrintedColumn("PROGRESS", isNumber: true, .percentProgress) {
      $0.status == .starting ? restoring : $0.percentProgress.map { "\($0)%" }
    }
  ) { task, asof in
    let phase = Phase(of: task, at: asof.known)
    let isComplete = task.status == .complete && !task.isUnreadable(.percentProgress)
    let percent = (task.percentProgress ?? (isComplete ? 100 : nil)).map { min(max($0, 0), 100) }
    var cell = asof.absent(.percentProgress, in: task)
    if task.phase == .starting {
      cell = CellText(restoring, .phase(phase))
      cell.shorter = [asof.unicode ? "–" : "-"]
    } else if let percent {
      cell = CellText("\(percent) %", .phase(phase), fraction: Double(percent) / 100)
    }
    if !task.isListed {
      cell.shorter = ["not listed", cell.shorter.last ?? cell.text]
      cell.text = "no longer listed"
    }
    return cell
  }

  private static let data = ColumnSpec(
    .data, isTrailing: true, shedding: 4, from: 92, room: .fixed(7, least: 7),
    order: .number { task, _ in
      task.totalExtractedDataInGB.map(Double.init)
    }, isNaturallyAscending: false,
    printed: PrintedColumn("GB", isNumber: true, .totalExtractedDataInGB) {
      $0.status == .starting ? nil : $0.totalExtractedDataInGB.map(String.init)
    }
  ) { task, asof in
    // While a task is restored nothing can be extracted.
    guard task.phase != .starting, let gigabytes = task.totalExtractedDataInGB else {
      return asof.absent(.totalExtractedDataInGB, in: task)
    }
    return CellText(Format.data(gigabytes: gigabytes))
  }

  private static let started = ColumnSpec(
    .started, shedding: 3, from: 100, room: .fixed(10, least: 10), order: .date(\.taskStartTime),
    isNaturallyAscending: false,
    printed: PrintedColumn("STARTED (UTC)", .taskStartTime) {
      $0.taskStartTime.map(PrintedColumn.time)
    }
  ) { task, asof in
    day(task.taskStartTime, asof) ?? asof.absent(.taskStartTime, in: task)
  }

  private static let elapsed = ColumnSpec(
    .elapsed, isTrailing: true, shedding: 2, room: .fixed(9, least: 8), order: .elapsed,
    isNaturallyAscending: false
  ) { task, asof in
    elapsedCell(task, asof) ?? asof.absent(.taskStartTime, in: task)
  }

  private static let eta = ColumnSpec(
    .eta, isTrailing: true, shedding: 1, room: .fixed(9, least: 8),
    order: .date(\.progress.expectedEnd), isNaturallyAscending: true
  ) { task, asof in
    etaCell(task, asof) ?? asof.absent(nil, in: task)
  }

  private static let ended = ColumnSpec(
    .ended, shedding: 6, from: 140, room: .fixed(10, least: 10), order: .date(\.taskEndTime),
    isNaturallyAscending: false,
    printed: PrintedColumn("ENDED (UTC)", .taskEndTime) { $0.taskEndTime.map(PrintedColumn.time) }
  ) { task, asof in
    day(task.taskEndTime, asof) ?? asof.absent(.taskEndTime, in: task)
  }

  private static let bucket = ColumnSpec(
    .bucket, shedding: 7, from: 160, room: .contents(least: 12, most: 40),
    order: .text(\.s3Bucket), isNaturallyAscending: true
  ) { task, asof in
    let name = line(task.s3Bucket ?? "")
    return name.isEmpty ? asof.absent(nil, in: task) : CellText(name)
  }

  /// No cell is wider than the screen, and cells are made many times a second.
  private static func line(_ text: String) -> String { Format.line(text, limit: 1000) }
}

/// Cells that the details show too.
extension ColumnSpec {
  /// Symbol and word of what a task is doing.
  public static let statusCell: @Sendable (TrackedTask, Asof) -> CellText = { task, asof in
    let phase = Phase(of: task, at: asof.known)
    let change = stall(of: task, phase, asof)
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

  /// When a task starts to count as stalled, or a stall gets longer: with time alone.
  private static func stall(
    of task: TrackedTask, _ phase: Phase, _ asof: Asof
  ) -> CellText.Change? {
    guard asof.known == asof.now else { return nil }
    if phase == .stalled, let rest = task.progress.stalledFor(at: asof.known) {
      return CellText.Change(inSeconds: Format.durationChangesIn(rest), mayWait: true)
    }
    guard PhaseSet.active.contains(phase), task.isListed,
      let movement = task.progress.lastMovement,
      let usual = task.progress.usualRest
    else { return nil }
    let left = usual - asof.known.timeIntervalSince(movement)
    return CellText.Change(inSeconds: left.rounded(.down) + 1)
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

  /// How long a task will still run, in whole minutes: the evidence is no more precise.
  public static func etaCell(_ task: TrackedTask, _ asof: Asof) -> CellText? {
    guard Phase(of: task, at: asof.known) == .running, let end = task.progress.expectedEnd else {
      return nil
    }
    let seconds = end.timeIntervalSince(asof.now)
    // An estimate that has passed says no more than the bar does.
    guard seconds > 0 else { return nil }
    let minutes = (seconds / 60).rounded(.up)
    return CellText(
      minutes <= 1 ? "<1 m" : Format.duration(minutes * 60),
      change: CellText.Change(inSeconds: seconds - (minutes - 1) * 60, mayWait: true))
  }

  /// A date as the list shows it. Its text changes at midnight.
  private static func day(_ date: Date?, _ asof: Asof) -> CellText? {
    guard let date else { return nil }
    let (words, change) = Format.day(date, now: asof.now, asof.local)
    return CellText(words, change: change.map { CellText.Change(inSeconds: $0) })
  }
}
