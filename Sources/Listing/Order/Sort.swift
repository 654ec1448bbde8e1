/// What a list is in the order of.
public struct Sort: Hashable, Sendable {
  public var column: ColumnID
  public var ascending: Bool

  public init(column: ColumnID, ascending: Bool) {
    self.column = column
    self.ascending = ascending
  }
}
