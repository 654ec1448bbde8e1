import Planning
import Tracking
import Words

extension AlertKind {
  /// How many there are of it: `2 failed`, `1 complete with warnings`.
  public func words(_ count: Int) -> String {
    let number = Format.grouped(count)
    return switch self {
    case .failed: "\(number) failed"
    case .warnings: "\(number) complete with warnings"
    case .complete: "\(number) complete"
    case .stalled: "\(number) stalled"
    case .slow: "\(number) slow"
    case .missing: "\(number) missing"
    case .late: "\(number) late"
    case .credentials: count == 1 ? "credentials lost" : "\(number) credentials lost"
    case .stale: count == 1 ? "1 context stale" : "\(number) contexts stale"
    }
  }

  /// The sign beside it; one cell wide.
  public func symbol(unicode: Bool) -> String {
    switch self {
    case .failed: Phase.failed.symbol(unicode: unicode)
    case .warnings: Phase.warning.symbol(unicode: unicode)
    case .complete: Phase.complete.symbol(unicode: unicode)
    case .stalled: Phase.stalled.symbol(unicode: unicode)
    case .slow: Phase.slow.symbol(unicode: unicode)
    case .missing: ExpectedRun.State.missing.symbol(unicode: unicode)
    case .late: ExpectedRun.State.late.symbol(unicode: unicode)
    case .credentials: unicode ? "✖" : "x"
    case .stale: unicode ? "◌" : "o"
    }
  }
}

extension Alert {
  /// Whom it is about and what happened, in a few words: `nightly-stock-1121 failed`.
  public var headline: String {
    switch kind {
    case .failed: "\(name) failed"
    case .warnings: "\(name) is complete with warnings"
    case .complete: "\(name) is complete"
    case .stalled: "\(name) has stalled"
    case .slow: "\(name) is slow"
    case .missing: "\(name) did not run"
    case .late: "\(name) is late"
    case .credentials: "\(name) has lost its credentials"
    case .stale: "\(name) is stale"
    }
  }
}
