import Foundation
import RDSExports
import Support
import Tracking

extension Fleet {
  /// Exports whose series has a past: one is slow, one has just begun, one is STARTING.
  static let nightly = [
    task(
      "nightly-orders-2026-11-22", .inProgress, percent: 40, gigabytes: 132, started: 95,
      evidence: pace(60)
    ).with(usual(afterNightsOf: [50, 49, 52, 51, 48, 50, 50, 53, 51])),
    task(
      "nightly-users-2026-11-22", .inProgress, percent: 4, gigabytes: 2, source: "users-prod",
      started: 6,
      evidence: ProgressEvidence(lastMovement: minutesAgo(0.5), usualRest: 3600, samples: 3)
    ).with(usual(afterNightsOf: [70, 74, 69, 78, 71, 72, 75], gigabytes: 31)),
    task(
      "nightly-search-2026-11-22", .starting, percent: 0, source: "search-cluster",
      evidence: ProgressEvidence(
        lastMovement: minutesAgo(14), usualRest: 3600, knownSince: minutesAgo(14))
    ).with(usual(afterNightsOf: [190, 201, 185, 194], gigabytes: 720, isUnderOtherNames: true)),
  ]

  /// A series that is slow tonight, and how it has moved so far; a failed and a canceled run are
  /// among those before.
  static let nights: [TrackedTask] = {
    var pace = Fleet.pace(60)
    pace.course = (0...16).map { step in
      // It stood still for a while, and is slower since.
      let minutes = Double(step) * 4 + (step > 9 ? 22 : 0) + (step > 12 ? 6 : 0)
      return ProgressSample(
        at: minutesAgo(95 - minutes), percent: step * 5 / 2, gigabytes: step * 8)
    }
    let tonight = task(
      "nightly-orders-2026-11-22", .inProgress, percent: 40, gigabytes: 132, started: 95,
      evidence: pace)
    let before = (1...12).map { night in
      let status: ExportTaskStatus = night == 3 ? .failed : night == 6 ? .canceled : .complete
      let minutes = Double(status == .complete ? 48 + night * 7 % 6 : 9 + night)
      let started = Double(night) * 1440 + 95 - Double(night * 5 % 7)
      return task(
        "nightly-orders-\(3000 - night)", status, percent: status == .complete ? 100 : 22,
        gigabytes: status == .complete ? 205 + night : 30, started: started,
        ended: started - minutes, cause: status == .failed ? cause : nil)
    }
    return [tonight.with(usual(afterNightsOf: [50, 49, 52, 51, 48, 50, 50, 53, 51]))] + before
  }()
}
