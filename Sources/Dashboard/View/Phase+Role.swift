import Canvas
import Tracking

extension Phase {
  public var role: Role {
    switch self {
    case .running: .statusRunning
    case .starting: .statusStarting
    case .stalled: .statusStalled
    case .slow: .statusSlow
    case .waiting: .statusWaiting
    case .canceling: .statusCanceling
    case .failed: .statusFailed
    case .warning: .statusWarning
    case .complete: .statusComplete
    case .canceled: .statusCanceled
    case .unknown: .statusUnknown
    }
  }
}
