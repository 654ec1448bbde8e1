import FoundationEssentials
import Ground
import Journal
import Planning
import RDSExports
import Simulator
import Tracking

/// What waits in the demo's queue when it begins: one export for each reason to wait.
enum DemoQueue {
  private struct Waiting {
    /// The series whose export of tonight it repeats.
    var series: String
    /// What its own name begins with.
    var name: String
    /// By the clocks, this morning.
    var hour: TimeOfDay?
    var isHeld = false
  }

  /// By the account's profile.
  private static let waiting: [String: [Waiting]] = [
    "prod": [
      // All slots are taken.
      Waiting(series: "nightly-users", name: "users-for-finance"),
      // Its source is being exported.
      Waiting(series: "nightly-orders", name: "orders-for-audit"),
    ],
    "stage": [
      // The same: it starts a few minutes later.
      Waiting(series: "staging-users", name: "users-again"),
      Waiting(series: "staging-catalog", name: "catalog-at-six", hour: TimeOfDay(hour: 6)),
      Waiting(series: "staging-loadtest", name: "loadtest-whole", isHeld: true),
    ],
  ]

  /// An export that waits, and whether somebody holds it.
  typealias Entry = (draft: QueueDraft, isHeld: Bool)

  /// - Parameters:
  ///   - sites: Where the accounts are, by their profiles.
  static func entries(
    _ sites: [(profile: String, site: Site)], of simulator: SimulatorServer, at now: Moment
  ) -> [Entry] {
    sites.flatMap { profile, site -> [Entry] in
      guard let account = site.account, let all = waiting[profile] else { return [] }
      let evening = now.wall.addingTimeInterval(-6 * 3600)
      let tonight = simulator.seen(in: account, site.region, at: [evening, now.wall])
        .flatMap(\.self)
      return all.compactMap { waiting in
        tonight.last { $0.exportTaskIdentifier.hasPrefix("\(waiting.series)-") }.map { task in
          let name = task.exportTaskIdentifier.dropFirst(waiting.series.count)
          let schedule = waiting.hour.map { hour in
            let start = now.local.next(hour, after: now.wall)
            return QueueSchedule(start: start, zone: QueueTime.zone(at: start, now: now))
          }
          return (
            QueueDraft(
              site: site,
              request: StartExportTaskRequest(
                exportTaskIdentifier: waiting.name + name, sourceArn: task.sourceArn ?? "",
                s3BucketName: task.s3Bucket ?? "", iamRoleArn: task.iamRoleArn ?? "",
                kmsKeyId: task.kmsKeyId ?? "", s3Prefix: "by-hand/\(waiting.name)"),
              schedule: schedule), waiting.isHeld
          )
        }
      }
    }
  }

  /// Puts them into the queue.
  static func fill(_ queue: QueueStore, with entries: [Entry]) async throws(QueueProblem) {
    let added = try await queue.add(entries.map(\.draft))
    for (entry, asked) in zip(added, entries) where asked.isHeld {
      try await queue.edit(entry.id, .hold, seen: entry.state)
    }
  }
}
