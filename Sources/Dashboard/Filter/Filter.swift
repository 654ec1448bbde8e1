import Tracking

/// A parsed filter: which tasks are listed.
public struct Filter: Sendable {
  /// Lists everything.
  public static let all = Filter()

  init() {}

  public var isEmpty: Bool { true }

  /// Parses the filter language.
  /// - Throws: `FilterProblem`, with the place in the text.
  public static func parse(_ text: String) throws(FilterProblem) -> Filter { .all }

  /// The tasks that match, in the order they came in.
  public func matching(_ tasks: [TrackedTask], at moment: Moment, serverAhead: Double)
    -> [TrackedTask]
  {
    tasks
  }

  public func matches(_ task: TrackedTask, at moment: Moment, serverAhead: Double) -> Bool { true }
}

/// What is wrong with a filter's text.
public struct FilterProblem: Error, Hashable, Sendable {
  /// Where, in characters from the start of the text: the caret goes below it.
  public var offset: Int
  /// What is wrong and what would be right, in one line.
  public var message: String

  public init(offset: Int, message: String) {
    self.offset = offset
    self.message = message
  }
}
