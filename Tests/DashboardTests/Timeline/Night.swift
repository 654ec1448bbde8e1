import Canvas
import Foundation
import RDSExports
import Tracking

@testable import Dashboard

/// Forty exports of a night and the morning after, five at once at most, with something of
/// everything.
enum Night {
  private static let sources = [
    "orders", "stock", "users", "billing", "events", "carts", "ledger", "search", "shapes", "audit",
  ]

  /// Ended: from ten in the evening on, each in the one of four slots that is free first.
  private static let ended: [TrackedTask] = {
    var free = [Double](repeating: 14 * 60, count: 4)
    return (0..<33).map { number in
      let slot = free.indices.max { free[$0] < free[$1] } ?? 0
      let started = free[slot] - 3 - Double(number % 4)
      let length = Double(8 + number * 37 % 75)
      free[slot] = started - length
      let source = sources[number % sources.count]
      let name = "nightly-\(source)-1121-\(number / sources.count + 1)"
      let status: ExportTaskStatus =
        switch number {
        case 6, 17: .failed
        case 12: .canceled
        default: .complete
        }
      return Fleet.task(
        name, status, percent: 100, gigabytes: 3 + number * 11, source: "\(source)-prod",
        started: started, ended: started - length, cause: status == .failed ? Fleet.cause : nil,
        warning: number == 22 ? Fleet.warning : nil)
    }
  }()

  private static let never = ["adhoc-refused-1", "adhoc-refused-2"].map { name in
    Fleet.task(name, .failed, percent: 0, ended: 260, cause: Fleet.cause)
  }

  private static let active = [
    Fleet.task(
      "daily-orders-2026-11-22", .inProgress, percent: 64, gigabytes: 212, started: 72,
      evidence: Fleet.pace(39.5)),
    Fleet.task(
      "daily-users-2026-11-22", .inProgress, percent: 19, gigabytes: 31, source: "users-prod",
      started: 22, evidence: Fleet.pace(94.2)),
    Fleet.task(
      "adhoc-billing", .starting, percent: 0, source: "billing-cluster",
      evidence: ProgressEvidence(
        lastMovement: Fleet.minutesAgo(14), usualRest: 3600, knownSince: Fleet.minutesAgo(14))),
    Fleet.task(
      "archive-events-2026-q3", .inProgress, percent: 87, gigabytes: 1422, source: "events-prod",
      started: 1612,
      evidence: ProgressEvidence(
        lastMovement: Fleet.minutesAgo(47), usualRest: 420, samples: 40)),
    Fleet.task(
      "adhoc-carts", .canceling, percent: 42, gigabytes: 17, source: "carts-prod", started: 31,
      evidence: ProgressEvidence(knownSince: Fleet.minutesAgo(55))),
  ]

  static let tasks = active + never + ended

  /// A dashboard of the night, on the timeline.
  static func state(_ keys: String = "", filter: String = "", feed: Feed = Fleet.feed) -> State {
    var script = Script(tasks, columns: 120)
    script.moment = Fleet.moment
    script.data(tasks) { $0 = feed }
    if !filter.isEmpty {
      script.press(.character("/"))
      script.type(filter)
      script.press(.enter)
    }
    script.press(.character("T"))
    script.type(keys)
    script.moment = Fleet.moment
    script.state.notices = []
    script.state.list.heldUntil = nil
    return script.state
  }
}

extension Scene {
  static let timelines = [
    Scene("timeline", from: Night.state()),
    Scene(
      "timeline-ascii", abilities: Abilities(unicode: false, colours: .mono),
      from: Night.state()),
    Scene("timeline-two-hours", sizes: ordinary, from: Night.state("[[[[")),
    Scene(
      "timeline-fortnight", sizes: ordinary,
      from: Fleet.state(Fleet.active + Fleet.history, keys: "T]]]]")),
    Scene("timeline-failed", sizes: ordinary, from: Night.state("f", filter: "status=failed")),
    Scene("timeline-past", sizes: ordinary, from: Night.state("hhhj")),
    Scene(
      "timeline-identifiers", sizes: [Size(columns: 80, rows: 24)],
      from: Fleet.state(Fleet.hostile, keys: "T[[[[")),
    Scene("timeline-empty", sizes: ordinary, from: Night.state(filter: "no-such-export")),
  ]
}

extension Fleet {
  /// A dashboard of tasks after some keys.
  static func state(_ tasks: [TrackedTask], keys: String) -> State {
    var script = Script(tasks, columns: 120)
    script.moment = moment
    script.data(tasks) { $0 = feed }
    script.type(keys)
    script.state.notices = []
    script.state.list.heldUntil = nil
    return script.state
  }
}
