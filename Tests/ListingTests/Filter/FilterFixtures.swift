import Foundation
import Ground
import RDSExports
import Tracking

@testable import Listing

/// Tasks to filter: noon of 2026-11-22 UTC is the present.
enum FilterFixtures {
  static let now = Date(timeIntervalSince1970: 1_795_348_800)
  static let moment = Moment(wall: now, monotonic: .zero)

  static func task(
    _ identifier: String, _ status: String?, change: (inout ExportTask) -> Void = { _ in },
    progress: ProgressEvidence = .none
  ) -> TrackedTask {
    var task = ExportTask(exportTaskIdentifier: identifier)
    task.status = status.map(ExportTaskStatus.init)
    change(&task)
    return TrackedTask(
      id: TaskID(site: SiteID(0), identifier: identifier), task: task, observedAt: now,
      progress: progress)
  }

  static let tasks: [TrackedTask] = [
    task("nightly-orders", "IN_PROGRESS") {
      $0.sourceArn = "arn:aws:rds:eu-west-1:123456789012:snapshot:rds:orders-prod-1122"
      $0.s3Bucket = "lake-raw"
      $0.s3Prefix = "rds/Orders/"
      $0.iamRoleArn = "arn:aws:iam::123456789012:role/service/lake-export"
      $0.kmsKeyId = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd"
      $0.percentProgress = 64
      $0.totalExtractedDataInGB = 212
      $0.taskStartTime = now.addingTimeInterval(-4320)
      $0.sourceType = .snapshot
    },
    task("nightly-stock", "FAILED") {
      $0.sourceArn = "arn:aws:rds:eu-west-1:123456789012:snapshot:stock-prod-1121"
      $0.s3Bucket = "lake-raw"
      $0.s3Prefix = "rds/stock/"
      $0.percentProgress = 31
      $0.totalExtractedDataInGB = 88
      $0.taskStartTime = now.addingTimeInterval(-86_400)
      $0.taskEndTime = now.addingTimeInterval(-86_400 + 7440)
      $0.failureCause = "KMS key check failed."
    },
    task("adhoc-billing", "STARTING") {
      $0.sourceArn = "arn:aws:rds:us-east-1:999999999999:cluster:billing-cluster"
      $0.s3Bucket = "tmp"
      $0.s3Prefix = ""
      $0.percentProgress = 0
      $0.totalExtractedDataInGB = 0
      $0.sourceType = .cluster
    },
    task("users-full", "COMPLETE") {
      $0.sourceArn = "arn:aws:rds:eu-west-1:123456789012:snapshot:users"
      $0.s3Bucket = "archive"
      $0.s3Prefix = "été/2026"
      $0.percentProgress = 100
      $0.totalExtractedDataInGB = 1500
      $0.taskStartTime = now.addingTimeInterval(-3 * 86_400)
      $0.taskEndTime = now.addingTimeInterval(-2 * 86_400)
      $0.warningMessage = #"{"skippedTables":["a"]}"#
    },
    task("users-partial", "COMPLETE") {
      $0.s3Bucket = "archive"
      $0.percentProgress = 100
    },
    task("old-canceled", "CANCELED"),
    task("old-canceling", "CANCELING"),
    task("odd", "PAUSED"),
  ]

  /// The identifiers of those that match.
  static func matching(
    _ text: String, in tasks: [TrackedTask] = tasks, moment: Moment = moment,
    serverAhead: Double = 0, sites: [SiteID: SiteWords] = [:]
  ) throws -> [String] {
    let filter = try Filter.parse(text)
    let now = moment.wall.addingTimeInterval(serverAhead)
    let found = tasks.filter(filter.test(at: moment, now: now, sites: sites))
    let singly = tasks.filter { filter.test(at: moment, now: now, sites: sites)($0) }
    // Both ways must agree: one is what the other is measured against.
    guard found.map(\.id) == singly.map(\.id) else { return ["one test and many differ"] }
    return found.map(\.id.identifier)
  }
}
