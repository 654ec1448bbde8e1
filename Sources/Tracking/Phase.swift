import FoundationEssentials
import RDSExports

/// What a task is doing, in finer steps than the API's status. Symbols, words, counts, filters and
/// orders all go by it. The cases are in the order in which an operator wants to see them.
public enum Phase: Int, CaseIterable, Hashable, Sendable, Comparable {
  case running
  /// Running, starting or being canceled, but without any movement for much longer than usual.
  case stalled
  /// Running for longer than is usual for its series, or about to.
  case slow
  case starting, canceling
  /// In the local queue: AWS has no such task yet, so no task is in it.
  case waiting
  case failed
  /// Complete, but some data was skipped.
  case warning
  case complete, canceled
  /// No status, or one that this program doesn't know.
  case unknown

  /// The phase by the API's answer alone. It is never `stalled` or `slow`, which depend on the time.
  public init(of task: ExportTask) {
    switch task.status {
    case .starting: self = .starting
    case .inProgress: self = .running
    case .canceling: self = .canceling
    case .canceled: self = .canceled
    case .failed: self = .failed
    case .complete: self = task.warning == nil ? .complete : .warning
    case .unknown, nil: self = .unknown
    }
  }

  /// What stands still is more than slow.
  /// - Parameter now: The server's clock when the task was last looked at: it can't be seen to
  ///   stall while nobody looks.
  public init(of task: TrackedTask, at now: Date) {
    let phase = task.phase
    guard PhaseSet.active.contains(phase), task.isListed else {
      self = phase
      return
    }
    self =
      task.progress.stalledFor(at: now) != nil ? .stalled : task.isSlow(at: now) ? .slow : phase
  }

  /// Whether the task can still change and so takes one of the account's slots.
  public var isActive: Bool { PhaseSet.active.contains(self) }

  public static func < (lhs: Phase, rhs: Phase) -> Bool { lhs.rawValue < rhs.rawValue }
}

/// A set of phases; checking whether it contains one costs next to nothing.
public struct PhaseSet: OptionSet, Hashable, Sendable {
  public let rawValue: Int

  public init(rawValue: Int) { self.rawValue = rawValue }

  public init(_ phases: Phase...) {
    rawValue = phases.reduce(0) { $0 | 1 << $1.rawValue }
  }

  public static let all = PhaseSet(rawValue: 1 << Phase.allCases.count - 1)
  public static let active = PhaseSet(.running, .stalled, .slow, .starting, .canceling)
  /// What AWS doesn't say: it comes with time alone, to a task that AWS says runs.
  public static let timed = PhaseSet(.stalled, .slow)
  public static let ended = PhaseSet(.failed, .warning, .complete, .canceled)

  public func contains(_ phase: Phase) -> Bool { rawValue & 1 << phase.rawValue != 0 }
}
