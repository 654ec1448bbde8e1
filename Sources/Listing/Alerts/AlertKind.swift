import Tracking

/// What a person wants to be told of while nobody looks at the screen. The raw value is its name in
/// the configuration and in the event that a command gets;
/// the gravest come first.
public enum AlertKind: String, CaseIterable, Hashable, Sendable {
  case failed
  /// The credentials of a context have expired or are gone.
  case credentials
  /// A run that is due has not come.
  case missing
  /// A run that is due has begun, but isn't through; or should have begun long ago.
  case late
  case stalled
  /// It runs for longer than is usual for its series.
  case slow
  /// A context has had no answer for longer than set.
  case stale
  case warnings, complete

  /// The kind that a task's end is of; nil for what nobody has to be told.
  init?(end phase: Phase) {
    switch phase {
    case .failed: self = .failed
    case .warning: self = .warnings
    case .complete: self = .complete
    default: return nil
    }
  }

  /// Those that a running task can be in and come out of again, the gravest first.
  static let standing: [AlertKind] = [.stalled, .slow]

  var phase: Phase? {
    switch self {
    case .stalled: .stalled
    case .slow: .slow
    default: nil
    }
  }

  /// How grave it is: what a glance from afar has to tell apart.
  public enum Gravity: Int, Comparable, Sendable {
    case good, caution, bad

    public static func < (one: Gravity, other: Gravity) -> Bool { one.rawValue < other.rawValue }
  }

  public var gravity: Gravity {
    switch self {
    case .complete: .good
    case .warnings, .late, .stalled, .slow, .stale: .caution
    case .failed, .credentials, .missing: .bad
    }
  }
}
