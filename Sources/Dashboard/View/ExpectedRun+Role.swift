import Canvas
import Planning
import Tracking

extension ExpectedRun.State {
  var role: Role {
    switch self {
    case .missing, .failed: .statusFailed
    case .late: .statusStalled
    case .willBeLate: .statusSlow
    case .running: .statusRunning
    case .warnings: .statusWarning
    case .done: .statusComplete
    case .unknown: .statusUnknown
    case .waiting, .retired: .textMuted
    }
  }
}
