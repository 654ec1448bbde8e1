import AWSCore
import FoundationEssentials
import Ground

/// Export tasks as a plain table: a heading, one line for each task, two spaces between columns.
///
/// Text from outside is on one line and without characters that a terminal obeys, and cut where no
/// name of AWS's is that long: a single one would widen every line. What is absent is a hyphen, what
/// couldn't be read a question mark. Times are UTC.
///
/// A column is as wide as its widest cell, so rows are measured first and laid out when all are known:
///
///     var table = ExportTaskTable()
///     let rows = table.rows(page1) + table.rows(page2)
///     print(table.heading + table.lines(rows[...]))
public struct ExportTaskTable: Sendable {
  private var widths = Column.allCases.map { $0.rawValue.utf8.count }

  public init() {}

  /// The table of all tasks, each line ended by a newline.
  public static func text(_ tasks: [ExportTask]) -> String {
    var table = ExportTaskTable()
    let rows = table.rows(tasks)
    return String(decoding: table.heading + table.lines(rows[...]), as: UTF8.self)
  }

  /// Measures tasks and gives their rows: cells with a tab between them, a newline after each row.
  public mutating func rows(_ tasks: [ExportTask]) -> [UInt8] {
    var rows: [UInt8] = []
    for task in tasks {
      for (index, column) in Column.allCases.enumerated() {
        let text = column.text(of: task)
        widths[index] = max(widths[index], Self.width(text.utf8))
        if index > 0 { rows.append(Self.tab) }
        rows += text.utf8
      }
      rows.append(Self.newline)
    }
    return rows
  }

  /// The first line.
  public var heading: [UInt8] {
    line(Column.allCases.map { Array($0.rawValue.utf8)[...] })
  }

  /// The lines of whole rows.
  public func lines(_ rows: ArraySlice<UInt8>) -> [UInt8] {
    rows.split(separator: Self.newline)
      .flatMap { line($0.split(separator: Self.tab, omittingEmptySubsequences: false)) }
  }

  private static let tab = UInt8(ascii: "\t")
  private static let newline = UInt8(ascii: "\n")

  private func line(_ cells: [ArraySlice<UInt8>]) -> [UInt8] {
    var line: [UInt8] = []
    // Spaces are owed until something follows them, so that no line ends in any.
    var owed = 0
    for (index, column) in Column.allCases.enumerated() {
      let cell = cells[index]
      let padding = widths[index] - Self.width(cell)
      if column.isNumber { owed += padding }
      line += [UInt8](repeating: UInt8(ascii: " "), count: owed)
      line += cell
      owed = 2 + (column.isNumber ? 0 : padding)
    }
    line.append(Self.newline)
    return line
  }

  /// In characters.
  private static func width(_ cell: some Collection<UInt8>) -> Int {
    cell.allSatisfy { $0 < 0x80 } ? cell.count : String(decoding: cell, as: UTF8.self).count
  }

  private enum Column: String, CaseIterable {
    case identifier = "IDENTIFIER"
    case source = "SOURCE"
    case status = "STATUS"
    case progress = "PROGRESS"
    case data = "GB"
    case started = "STARTED"
    case ended = "ENDED"

    /// The longest names that AWS gives have 255 characters.
    private static let longestText = 255

    var isNumber: Bool { self == .progress || self == .data }

    func text(of task: ExportTask) -> String {
      let text: String? =
        switch self {
        case .identifier: Self.line(task.exportTaskIdentifier)
        case .source: task.sourceArn.map { Self.line(Self.name(in: $0)) }
        case .status: task.status.map { Self.line($0.word) }
        case .progress: task.percentProgress.map { "\($0)%" }
        case .data: task.totalExtractedDataInGB.map { "\($0)" }
        case .started: task.taskStartTime.map(Self.time)
        case .ended: task.taskEndTime.map(Self.time)
        }
      if let text, !text.isEmpty { return text }
      return member.map(task.isUnreadable) == true ? "?" : "-"
    }

    /// The member that may be there and not be readable.
    private var member: ExportTaskMember? {
      switch self {
      case .identifier, .source, .status: nil
      case .progress: .percentProgress
      case .data: .totalExtractedDataInGB
      case .started: .taskStartTime
      case .ended: .taskEndTime
      }
    }

    private static func line(_ text: String) -> String {
      UntrustedText.oneLine(text, limit: longestText)
    }

    /// What follows the kind of thing in an ARN: `orders` or `rds:orders-2026-11-21-02-00`.
    private static func name(in arn: String) -> String {
      ARN(arn)?.resourceID.map(String.init) ?? arn
    }

    private static func time(_ date: Date) -> String {
      let seconds = CivilTime(date).iso8601Seconds
      return "\(seconds.prefix(10)) \(seconds.suffix(8))Z"
    }
  }
}
