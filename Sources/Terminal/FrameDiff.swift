import Canvas
import Glibc

/// Cells of one row that follow each other.
nonisolated struct CellRun: Hashable {
  var row: Int
  var columns: Range<Int>
}

/// What has to be painted to turn one frame into another.
nonisolated enum FrameDiff {
  /// The runs of cells that differ, in reading order; every cell if there is no old frame or its
  /// size differs. A run never begins or ends in the middle of a wide glyph of the new frame.
  static func runs(from old: Frame?, to new: Frame) -> [CellRun] {
    let columns = new.size.columns
    guard columns > 0 else { return [] }
    guard let old, old.size == new.size else {
      return (0..<new.size.rows).map { CellRun(row: $0, columns: 0..<columns) }
    }
    var runs: [CellRun] = []
    old.cells.withUnsafeBufferPointer { old in
      new.cells.withUnsafeBufferPointer { new in
        for base in stride(from: 0, to: new.count, by: columns) {
          if isSame(old, new, base..<base + columns) { continue }
          var column = 0
          while column < columns {
            guard old[base + column] != new[base + column] else {
              column += 1
              continue
            }
            var first = column
            if new[base + first].glyph.isContinuation, first > 0 { first -= 1 }
            while column < columns,
              old[base + column] != new[base + column]
                || new[base + column].glyph.isContinuation
            {
              column += 1
            }
            runs.append(CellRun(row: base / columns, columns: first..<column))
          }
        }
      }
    }
    return runs
  }

  /// Whether two rows are the same bytes. Rows that aren't may still look the same, because cells
  /// contain padding.
  private static func isSame(
    _ old: UnsafeBufferPointer<Cell>, _ new: UnsafeBufferPointer<Cell>, _ row: Range<Int>
  ) -> Bool {
    guard let old = old.baseAddress, let new = new.baseAddress else { return false }
    return memcmp(
      old + row.lowerBound, new + row.lowerBound, row.count * MemoryLayout<Cell>.stride) == 0
  }
}
