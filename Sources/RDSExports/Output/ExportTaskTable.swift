import AWSCore
import FoundationEssentials
import Ground

/// Export tasks as a plain table: a heading, one line for each task, two spaces between columns.
///
/// Text from outside is on one line and without characters that a terminal obeys; what is absent is
/// a hyphen. Times are UTC.
public enum ExportTaskTable {
  /// The table, each line ended by a newline.
  public static func text(_ tasks: some Sequence<ExportTask>) -> String {
    var rows = [Column.allCases.map { Cell(text: $0.rawValue) }]
    rows += tasks.map { task in Column.allCases.map { Cell(text: $0.text(of: task)) } }
    let widths = Column.allCases.indices.map { index in
      rows.map { $0[index].width }.max() ?? 0
    }
    var table = ""
    for row in rows { append(row, widths, to: &table) }
    return table
  }

  private static func append(_ row: [Cell], _ widths: [Int], to table: inout String) {
    // Spaces are owed until something follows them, so that no line ends in any.
    var owed = 0
    for (index, column) in Column.allCases.enumerated() {
      let cell = row[index]
      let padding = widths[index] - cell.width
      if column.isNumber { owed += padding }
      table.append(String(repeating: " ", count: owed))
      table.append(cell.text)
      owed = 2 + (column.isNumber ? 0 : padding)
    }
    table.append("\n")
  }

  private struct Cell {
    var text: String
    /// In characters.
    var width: Int

    init(text: String) {
      self.text = text
      width = text.utf8.allSatisfy { $0 < 0x80 } ? text.utf8.count : text.count
    }
  }

  private enum Column: String, CaseIterable {
    case identifier = "IDENTIFIER"
    case source = "SOURCE"
    case status = "STATUS"
    case progress = "PROGRESS"
    case data = "GB"
    case started = "STARTED"
    case ended = "ENDED"

    var isNumber: Bool { self == .progress || self == .data }

    func text(of task: ExportTask) -> String {
      let text: String? =
        switch self {
        case .identifier: UntrustedText.oneLine(task.exportTaskIdentifier)
        case .source: task.sourceArn.map { UntrustedText.oneLine(Self.name(in: $0)) }
        case .status: task.status.map { UntrustedText.oneLine($0.word) }
        case .progress: task.percentProgress.map { "\($0)%" }
        case .data: task.totalExtractedDataInGB.map { "\($0)" }
        case .started: task.taskStartTime.map(Self.time)
        case .ended: task.taskEndTime.map(Self.time)
        }
      return text.flatMap { $0.isEmpty ? nil : $0 } ?? "-"
    }

    /// What follows the kind of thing in an ARN: `orders` or `rds:orders-2026-11-21-02-00`.
    private static func name(in arn: String) -> String {
      let parts = arn.split(separator: ":", maxSplits: 6, omittingEmptySubsequences: false)
      return parts.count == 7 ? String(parts[6]) : arn
    }

    private static func time(_ date: Date) -> String {
      let seconds = CivilTime(date).iso8601Seconds
      return "\(seconds.prefix(10)) \(seconds.suffix(8))Z"
    }
  }
}
