/// A whole screen, ready to be shown: every cell, and where the hardware cursor sits.
public struct Frame: Equatable, Sendable {
  public let size: Size
  /// Row after row, `size.columns` cells each.
  public internal(set) var cells: [Cell]
  /// Screen readers follow the hardware cursor, so it is on the selected row or in the text field
  /// that has the focus; nil hides it.
  public var cursor: Point?

  public init(size: Size, fill: Cell = Cell()) {
    self.size = Size(columns: max(0, size.columns), rows: max(0, size.rows))
    cells = Array(repeating: fill, count: self.size.columns * self.size.rows)
  }

  public subscript(column: Int, row: Int) -> Cell {
    get { cells[row * size.columns + column] }
    set { cells[row * size.columns + column] = newValue }
  }
}
