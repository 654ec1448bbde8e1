import Tracking

/// One of the tasks that are waited for, as far as it is known.
struct WaitedTask: Sendable {
  let identifier: String
  /// As it was last seen; nil before that.
  var task: TrackedTask?
  /// How it ended; nil while it can still change.
  var end: WaitEnd?
}

/// How the wait for a task ended.
enum WaitEnd: String, CaseIterable, Hashable, Sendable {
  case complete
  /// Complete, but with a warning: some of the data may be missing.
  case warnings
  case canceled, failed
  /// AWS doesn't list it.
  case missing
  /// It still ran when the time was up.
  case timeout

  /// Nil for a task that can still change.
  init?(_ task: TrackedTask) {
    switch task.status {
    case .complete: self = task.phase == .warning ? .warnings : .complete
    case .failed: self = .failed
    case .canceled: self = .canceled
    case .starting, .inProgress, .canceling, .unknown, nil: return nil
    }
  }

  /// The exit status of a wait for one task.
  /// - Parameter warningsAreFine: Whether a task with a warning is as good as one without.
  func status(warningsAreFine: Bool) -> Int32 {
    switch self {
    case .complete: 0
    case .warnings: warningsAreFine ? 0 : 3
    case .canceled: 2
    case .failed, .missing: 1
    case .timeout: 124
    }
  }

  /// The worse, the larger.
  private var gravity: Int {
    switch self {
    case .complete: 0
    case .warnings: 1
    case .canceled: 2
    case .timeout: 3
    case .missing: 4
    case .failed: 5
    }
  }

  /// The exit status of a wait for several tasks: that of the worst.
  static func status(of ends: [WaitEnd], warningsAreFine: Bool) -> Int32 {
    ends.max { $0.gravity < $1.gravity }?.status(warningsAreFine: warningsAreFine) ?? 0
  }
}
