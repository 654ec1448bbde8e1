import Tracking

/// One of the tasks that are waited for, as far as it is known.
struct WaitedTask: Sendable {
  let identifier: String
  /// As it was last seen; nil before that.
  var task: TrackedTask?
  /// How it ended; nil while it can still change.
  var end: WaitEnd?
}

/// What a wait is for: it decides what is well.
enum WaitAim: Hashable, Sendable {
  /// - Parameter warningsAreFine: Whether a task with a warning is as good as one without.
  case complete(warningsAreFine: Bool)
  case canceled
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
  func status(for aim: WaitAim) -> Int32 {
    switch (aim, self) {
    case (_, .timeout): 124
    case (.canceled, .canceled): 0
    case (.canceled, _): 1
    case (.complete, .complete): 0
    case (.complete(let warningsAreFine), .warnings): warningsAreFine ? 0 : 3
    case (.complete, .canceled): 2
    case (.complete, .failed), (.complete, .missing): 1
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
  static func status(of ends: [WaitEnd], for aim: WaitAim) -> Int32 {
    switch aim {
    case .complete: ends.max { $0.gravity < $1.gravity }?.status(for: aim) ?? 0
    case .canceled: ends.map { $0.status(for: aim) }.max() ?? 0
    }
  }
}
