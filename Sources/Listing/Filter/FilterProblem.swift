/// What is wrong with a filter's text.
public struct FilterProblem: Error, Hashable, Sendable {
  /// Where, in characters from the start of the text: the caret goes below it.
  public var offset: Int
  /// What is wrong and how to write it instead, in one line.
  public var message: String

  public init(offset: Int, message: String) {
    self.offset = offset
    self.message = message
  }
}
