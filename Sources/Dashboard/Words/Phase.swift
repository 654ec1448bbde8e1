import Canvas
import FoundationEssentials
import RDSExports
import Tracking

/// What a task is doing, as the screen tells it: finer than the API's status.
public enum Phase: String, CaseIterable, Hashable, Sendable {
  case running, starting, stalled, canceling, failed, warning, complete, canceled, unknown

  /// A complete task with a warning has skipped data; a running one that has not moved for much
  /// longer than usual is stalled.
  public init(of task: TrackedTask, at now: Date) {
    switch task.task.status {
    case .starting: self = .starting
    case .inProgress: self = task.progress.stalledFor(at: now) == nil ? .running : .stalled
    case .canceling: self = .canceling
    case .canceled: self = .canceled
    case .failed: self = .failed
    case .complete: self = task.task.hasWarning ? .warning : .complete
    case .unknown, nil: self = .unknown
    }
  }

  /// The symbol, in Unicode or ASCII; one cell wide.
  public func symbol(unicode: Bool) -> String {
    switch self {
    case .running: unicode ? "▶" : ">"
    case .starting: unicode ? "◌" : "o"
    case .stalled: unicode ? "‖" : "="
    case .canceling: unicode ? "◐" : "~"
    case .failed: unicode ? "✖" : "x"
    case .warning: unicode ? "⚠" : "!"
    case .complete: unicode ? "✔" : "+"
    case .canceled: unicode ? "⊘" : "-"
    case .unknown: "?"
    }
  }

  /// The word beside the symbol.
  public var word: String { rawValue }

  public var role: Role {
    switch self {
    case .running: .statusRunning
    case .starting: .statusStarting
    case .stalled: .statusStalled
    case .canceling: .statusCanceling
    case .failed: .statusFailed
    case .warning: .statusWarning
    case .complete: .statusComplete
    case .canceled: .statusCanceled
    case .unknown: .statusUnknown
    }
  }
}
