import FoundationEssentials
import RDSExports

/// What a task is doing: finer than the API's status, and the one answer that symbols, words, counts,
/// filters and orders are made from. In the order in which an operator wants to see them.
public enum Phase: Int, CaseIterable, Hashable, Sendable, Comparable {
  case running
  /// Running, and without progress for much longer than usual.
  case stalled
  case starting, canceling, failed
  /// Complete, and data was skipped.
  case warning
  case complete, canceled
  /// A status that this program doesn't know, or none.
  case unknown

  /// What the API says of a task. That is never `stalled`, which depends on the time.
  public init(of task: ExportTask) {
    switch task.status {
    case .starting: self = .starting
    case .inProgress: self = .running
    case .canceling: self = .canceling
    case .canceled: self = .canceled
    case .failed: self = .failed
    case .complete: self = task.hasWarning ? .warning : .complete
    case .unknown, nil: self = .unknown
    }
  }

  /// - Parameter now: The server's clock when the task was last looked at: while nobody looks, nothing
  ///   is known to stand still.
  public init(of task: TrackedTask, at now: Date) {
    let phase = task.phase
    self = phase == .running && task.progress.stalledFor(at: now) != nil ? .stalled : phase
  }

  /// Whether the task can still change, and takes one of the account's slots.
  public var isActive: Bool { PhaseSet.active.contains(self) }

  public static func < (lhs: Phase, rhs: Phase) -> Bool { lhs.rawValue < rhs.rawValue }
}

/// Some of the phases; asking whether one is among them costs next to nothing.
public struct PhaseSet: OptionSet, Hashable, Sendable {
  public let rawValue: Int

  public init(rawValue: Int) { self.rawValue = rawValue }

  public init(_ phases: Phase...) {
    rawValue = phases.reduce(0) { $0 | 1 << $1.rawValue }
  }

  public static let all = PhaseSet(rawValue: 1 << Phase.allCases.count - 1)
  public static let active = PhaseSet(.running, .stalled, .starting, .canceling)
  public static let ended = PhaseSet(.failed, .warning, .complete, .canceled)

  public func contains(_ phase: Phase) -> Bool { rawValue & 1 << phase.rawValue != 0 }
}

extension ExportTask {
  /// Whether AWS has left a warning with the task: where it is complete, data was skipped.
  public var hasWarning: Bool {
    guard let warningMessage else { return false }
    // By bytes, because every task is asked.
    return warningMessage.utf8.contains { $0 > 0x20 }
  }
}
