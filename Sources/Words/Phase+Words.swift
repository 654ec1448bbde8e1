import Tracking

extension Phase {
  /// The symbol, in Unicode or ASCII; one cell wide.
  public func symbol(unicode: Bool) -> String {
    switch self {
    case .running: unicode ? "▶" : ">"
    case .starting: unicode ? "◌" : "o"
    case .stalled: unicode ? "‖" : "="
    case .slow: unicode ? "◷" : "s"
    case .waiting: unicode ? "⋯" : "q"
    case .canceling: unicode ? "◐" : "~"
    case .failed: unicode ? "✖" : "x"
    case .warning: unicode ? "⚠" : "!"
    case .complete: unicode ? "✔" : "+"
    case .canceled: unicode ? "⊘" : "-"
    case .unknown: "?"
    }
  }

  /// The word beside the symbol.
  public var word: String {
    switch self {
    case .running: "running"
    case .starting: "starting"
    case .stalled: "stalled"
    case .slow: "slow"
    case .waiting: "waiting"
    case .canceling: "canceling"
    case .failed: "failed"
    case .warning: "warning"
    case .complete: "complete"
    case .canceled: "canceled"
    case .unknown: "unknown"
    }
  }
}
