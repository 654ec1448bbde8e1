/// What is wrong with a filter's text.
public struct FilterProblem: Error, Hashable, Sendable {
  /// Where, in characters from the start of the text: the caret goes below it.
  public var offset: Int
  /// What is wrong and how to write it instead, in one line.
  public var message: String
  /// Whether the text is only the beginning of a filter: more text at its end can put it right.
  public var isUnfinished: Bool

  public init(offset: Int, message: String, isUnfinished: Bool = false) {
    self.offset = offset
    self.message = message
    self.isUnfinished = isUnfinished
  }
}
