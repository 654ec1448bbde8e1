extension Frame {
  /// The frame as text for golden files: its rows between two rulers (without the blanks at their
  /// ends), then the runs of styles of each row that is not all plain, then the cursor.
  ///
  /// ```
  /// 20x2
  /// ----+----1----+----2
  ///  exports
  ///  ✖ failed
  /// ----+----1----+----2
  /// 0: 0-19 title
  /// 1: 1 status.failed, 3-8 status.failed on row.selected step 40
  /// cursor 0,1
  /// ```
  public func transcript() -> String {
    let ruler = Self.ruler(size.columns)
    var lines = ["\(size.columns)x\(size.rows)", ruler]
    lines += (0..<size.rows).map { text(row: $0) }
    lines.append(ruler)
    lines += (0..<size.rows).compactMap { row in
      let runs = styleRuns(row: row)
      return runs.isEmpty ? nil : "\(row): " + runs.joined(separator: ", ")
    }
    lines.append(cursor.map { "cursor \($0.column),\($0.row)" } ?? "no cursor")
    return lines.joined(separator: "\n") + "\n"
  }

  /// The glyphs of one row, without the blanks at its end.
  public func text(row: Int) -> String {
    var scalars = String.UnicodeScalarView()
    var end = scalars.endIndex
    for cell in cells[row * size.columns..<(row + 1) * size.columns] {
      scalars.append(contentsOf: cell.glyph.scalars)
      if cell.glyph != .blank { end = scalars.endIndex }
    }
    return String(scalars[..<end])
  }

  /// `first-last role on surface step n` for every run of cells of one row that is not plain.
  private func styleRuns(row: Int) -> [String] {
    var runs: [String] = []
    var first = 0
    while first < size.columns {
      let style = self[first, row].style
      var end = first + 1
      while end < size.columns, self[end, row].style == style { end += 1 }
      if style != .plain {
        runs.append((end - first == 1 ? "\(first)" : "\(first)-\(end - 1)") + " \(style)")
      }
      first = end
    }
    return runs
  }

  private static func ruler(_ columns: Int) -> String {
    (1...max(1, columns)).prefix(columns).map { column in
      if column.isMultiple(of: 10) { return "\(column / 10 % 10)" }
      return column.isMultiple(of: 5) ? "+" : "-"
    }.joined()
  }
}

extension Style: CustomStringConvertible {
  /// The style in the names of theme files: `status.failed on row.selected step 40`.
  public var description: String {
    role.rawValue + (surface.map { " on \($0.rawValue)" } ?? "")
      + (step.map { " step \($0)" } ?? "")
  }
}
