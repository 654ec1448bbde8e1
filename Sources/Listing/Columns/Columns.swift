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
    case .usual: self = Self.usual
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
    .context, shedding: 1, room: .contents(least: 6, most: 24), order: .context,
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
    waiting: waitingStatusCell, cell: statusCell)

  /// What stands for the percentage of a task that is starting, where it means nothing.
  private static let restoring = "restoring"

  private static let progress = ColumnSpec(
    .progress, room: .bar(least: 4, most: 16), order: .progress, isNaturallyAscending: false,
    printed: PrintedColumn("PROGRESS", isNumber: true, .percentProgress) {
      $0.status == .starting ? restoring : $0.percentProgress.map { "\($0)%" }
    }, waiting: reasonCell
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

  private static let usual = ColumnSpec(
    .usual, isTrailing: true, shedding: 6, from: 150, room: .fixed(8, least: 7), order: .usual,
    isNaturallyAscending: false
  ) { task, asof in
    guard let usual = task.usual else { return asof.absent(nil, in: task) }
    return CellText(Format.duration(usual.duration), .muted)
  }

  private static let eta = ColumnSpec(
    .eta, isTrailing: true, shedding: 1, room: .fixed(9, least: 8),
    order: .eta, isNaturallyAscending: true, waiting: startCell
  ) { task, asof in
    etaCell(task, asof) ?? asof.absent(nil, in: task)
  }

  private static let ended = ColumnSpec(
    .ended, shedding: 7, from: 140, room: .fixed(10, least: 10), order: .date(\.taskEndTime),
    isNaturallyAscending: false,
    printed: PrintedColumn("ENDED (UTC)", .taskEndTime) { $0.taskEndTime.map(PrintedColumn.time) }
  ) { task, asof in
    day(task.taskEndTime, asof) ?? asof.absent(.taskEndTime, in: task)
  }

  private static let bucket = ColumnSpec(
    .bucket, shedding: 8, from: 160, room: .contents(least: 12, most: 40),
    order: .text(\.s3Bucket), isNaturallyAscending: true
  ) { task, asof in
    let name = line(task.s3Bucket ?? "")
    return name.isEmpty ? asof.absent(nil, in: task) : CellText(name)
  }

  /// No cell is wider than the screen, and cells are made many times a second.
  static func line(_ text: String) -> String { Format.line(text, limit: 1000) }
}

extension ColumnSpec {
  /// A date as the list shows it. Its text changes at midnight.
  private static func day(_ date: Date?, _ asof: Asof) -> CellText? {
    guard let date else { return nil }
    let (words, change) = Format.day(date, now: asof.now, asof.local)
    return CellText(words, change: change.map { CellText.Change(inSeconds: $0) })
  }
}
