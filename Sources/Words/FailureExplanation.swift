/// What went wrong with an export, in plain words, and what to check.
public struct FailureExplanation: Hashable, Sendable {
  /// One line: what happened.
  public var headline: String
  /// What to check or do, in order.
  public var checks: [String]

  public init(headline: String, checks: [String]) {
    self.headline = headline
    self.checks = checks
  }
}
