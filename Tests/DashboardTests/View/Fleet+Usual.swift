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
}
