import Canvas
import Foundation
import Ground
import Planning
import RDSExports
import Tracking

@testable import Dashboard

extension Scene {
  static let queues = [
    Scene("queue", from: queued(by: QueueRunnerName(kind: .dashboard, pid: 7, isThis: true))),
    Scene(
      "queue-ascii", sizes: [ordinary[0]], abilities: Abilities(unicode: false, colours: .mono),
      from: queued(by: nil)),
    Scene(
      "queue-held", sizes: ordinary,
      from: queued(
        by: QueueRunnerName(kind: .command, pid: 4711, isThis: false), keys: .down, .down,
        .character("H"))),
    Scene("queue-leaving", sizes: ordinary, from: queued(by: nil, keys: .control("c"))),
    Scene("queue-list", from: queued(by: dashboard, opening: [])),
    Scene(
      "queue-list-ascii", sizes: ordinary, abilities: Abilities(unicode: false, colours: .mono),
      from: queued(by: dashboard, opening: [])),
    Scene(
      "queue-details", sizes: ordinary,
      from: queued(
        by: dashboard, opening: [.character("/")] + "waiting".map(Key.character) + [.enter],
        keys: .enter)),
    Scene(
      "queue-removing", sizes: ordinary,
      from: queued(
        by: dashboard, opening: [.character("/")] + "waiting".map(Key.character) + [.enter],
        keys: .character("x"))),
    Scene(
      "queue-timeline", sizes: ordinary, from: queued(by: dashboard, opening: [.character("T")])),
  ]

  private static let dashboard = QueueRunnerName(kind: .dashboard, pid: 7, isThis: true)

  /// What waits at the fleet's site, with the queue's page open, or what other keys open.
  private static func queued(
    by runner: QueueRunnerName?, opening: [Key] = [.character("Q")], keys: Key...
  ) -> State {
    var state = Fleet.state()
    if opening != [.character("Q")] { state.relistSites(byUser: false, at: Fleet.moment) }
    func entry(
      _ id: Int, _ name: String, _ source: String, _ entryState: QueueEntry.State = .waiting,
      schedule: QueueSchedule? = nil
    ) -> QueueEntry {
      QueueEntry(
        id: id, place: id, site: Fleet.place,
        request: StartExportTaskRequest(
          exportTaskIdentifier: name, sourceArn: source, s3BucketName: "acme-lake",
          iamRoleArn: "arn:aws:iam::123456789012:role/rds-s3-export", kmsKeyId: "alias/lake",
          s3Prefix: "rds/"), addedAt: Fleet.wall.addingTimeInterval(-3600), schedule: schedule,
        state: entryState)
    }
    let snapshot = "arn:aws:rds:eu-west-1:123456789012:snapshot:rds:"
    let entries = [
      entry(12, "nightly-billing-1122", "\(snapshot)billing-prod-2026-11-22"),
      entry(13, "nightly-again-1122", Fleet.active[0].sourceArn ?? ""),
      entry(14, "nightly-audit-1122", "\(snapshot)audit-prod-2026-11-22", .held(.byUser)),
      entry(
        15, "weekly-archive-47", "\(snapshot)archive-2026-11-22",
        schedule: QueueSchedule(start: Fleet.wall.addingTimeInterval(6 * 3600), zone: "UTC")),
      entry(
        16, "adhoc-orders", "\(snapshot)orders-prod-2026-11-21",
        .held(.refused("The KMS key can't be used for this export. AWS says: disabled"))),
      entry(
        11, "nightly-crm-1122", "\(snapshot)crm-prod-2026-11-22",
        .started(at: Fleet.wall.addingTimeInterval(-600))),
    ]
    let report = QueueReport(
      entries: entries, runners: runner.map { [Fleet.place: $0] } ?? [:])
    var moment = Fleet.moment
    _ = update(&state, .queue(report), at: moment)
    for key in opening + keys {
      moment.monotonic += .milliseconds(200)
      _ = update(&state, .input(.key(key)), at: moment)
    }
    return state
  }
}
