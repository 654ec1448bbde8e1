/// What a list is sorted by.
public struct Sort: Hashable, Sendable {
  public var column: ColumnID
  public var ascending: Bool

  /// A list's order until the user chooses another.
  public static let first = Sort(column: .progress, ascending: false)

  public init(column: ColumnID, ascending: Bool) {
    self.column = column
    self.ascending = ascending
  }
}
