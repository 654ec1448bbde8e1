import RDSExports

/// Export tasks as a plain table: a heading, one line for each task, two spaces between columns.
///
/// Text from outside is put on one line, without characters that a terminal obeys, and cut to the
/// length of AWS's longest names: a single longer text would widen every line. A hyphen stands for
/// what is absent, a question mark for what couldn't be read. Times are UTC, which the heading says.
///
/// A column is as wide as its widest cell, so measure all rows first and lay them out afterwards:
///
///     var table = ExportTaskTable()
///     let rows = table.rows(page1) + table.rows(page2)
///     output.write(table.heading + table.lines(rows[...]))
public struct ExportTaskTable: Sendable {
  private static let columns = ColumnSpec.all.compactMap(\.printed)
  private var widths = columns.map { $0.heading.utf8.count }

  public init() {}

  /// The table of all tasks. Each line ends in a newline.
  public static func text(_ tasks: [ExportTask]) -> String {
    var table = ExportTaskTable()
    let rows = table.rows(tasks)
    return String(decoding: table.heading + table.lines(rows[...]), as: UTF8.self)
  }

  /// Measures tasks and returns their rows: cells with a tab between them, a newline after each
  /// row.
  public mutating func rows(_ tasks: [ExportTask]) -> [UInt8] {
    var rows: [UInt8] = []
    for task in tasks {
      for (index, column) in Self.columns.enumerated() {
        let text = column.cell(task)
        widths[index] = max(widths[index], Self.width(text.utf8))
        if index > 0 { rows.append(Self.tab) }
        rows += text.utf8
      }
      rows.append(Self.newline)
    }
    return rows
  }

  /// Measures rows that were made by another table.
  public mutating func measure(_ rows: ArraySlice<UInt8>) {
    for row in rows.split(separator: Self.newline) {
      for (index, cell) in row.split(separator: Self.tab, omittingEmptySubsequences: false)
        .enumerated()
      {
        widths[index] = max(widths[index], Self.width(cell))
      }
    }
  }

  /// The first line.
  public var heading: [UInt8] {
    line(Self.columns.map { Array($0.heading.utf8)[...] })
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
    // Spaces are only written once something follows them, so that no line ends in any.
    var owed = 0
    for (index, column) in Self.columns.enumerated() {
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
}
