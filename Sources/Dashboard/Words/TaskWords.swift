import Canvas
import FoundationEssentials
import RDSExports
import Tracking

/// What a task is doing, as the screen tells it: finer than the API's status.
public enum Phase: String, CaseIterable, Hashable, Sendable {
  case running, starting, stalled, canceling, failed, warning, complete, canceled, unknown

  /// A complete task with a warning has skipped data; a running one that has not moved for much
  /// longer than usual is stalled.
  public init(of task: TrackedTask, at now: Date) { self = .unknown }

  /// The symbol, in Unicode or ASCII; one cell wide.
  public func symbol(unicode: Bool) -> String { "?" }
  /// The word beside the symbol.
  public var word: String { rawValue }
  public var role: Role { .statusUnknown }
}

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

  /// Explains a `FailureCause`; nil for a text that is not one of the known families.
  public static func explain(failureCause: String) -> FailureExplanation? { nil }

  /// Explains a `WarningMessage`, which is a JSON document in a string or plain text.
  public static func explain(warningMessage: String) -> FailureExplanation? { nil }
}

extension ExportTask {
  /// The last part of the source's ARN: `stock-prod-1121`; automated snapshots keep their `rds:`.
  public var sourceName: String { "" }
}
