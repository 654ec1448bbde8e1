import Canvas
import Ground
import Planning
import RDSExports
import Testing
import Tracking

@testable import Dashboard

/// Last night's exports, and the question whether to start them again.
extension Script {
  static func night(
    _ name: String, _ status: ExportTaskStatus = .failed, source: String? = nil
  ) -> TrackedTask {
    let snapshot = source ?? "rds:\(name)-prod-2026-11-21-01-00"
    return task(
      "\(name)-2026-11-21", status, started: -40_000, ended: -30_000,
      source: "arn:aws:rds:eu-west-1:123456789012:snapshot:\(snapshot)"
    ) {
      $0.s3Bucket = "lake-raw"
      $0.s3Prefix = "raw/2026/11/21"
      $0.iamRoleArn = "arn:aws:iam::123456789012:role/export"
      $0.kmsKeyId = "alias/export"
      $0.snapshotTime = start.addingTimeInterval(-39_600)
    }
  }

  static let three = ["a", "b", "c"].map { night($0) }

  /// With all ended tasks of these marked, and asked about.
  static func repeating(
    _ tasks: [TrackedTask] = three, beside others: [TrackedTask] = [], rows: Int = 40,
    settings: Settings = Settings(checks: .off), isProduction: Bool = false
  ) -> Script {
    var script = Script(
      tasks + others, rows: rows, columns: 120, settings: settings, isProduction: isProduction)
    script.state.list.marks = Set(tasks.map(\.id))
    script.press(.character("c"))
    return script
  }

  var repeatQuestion: RepeatQuestion? { state.dialog as? RepeatQuestion }

  var turns: [RepeatLine.Turn] { repeatQuestion?.lines.map(\.turn) ?? [] }

  var repeatedNames: [String] {
    repeatQuestion?.entries.map(\.request.exportTaskIdentifier) ?? []
  }

  /// AWS's answer to a start.
  mutating func answerStart(_ identifier: String, _ error: ExportTasksError? = nil) {
    let ticket = state.acting.first { $0.value.action.exportTaskIdentifier == identifier }?.key
    guard let ticket else {
      Issue.record("\(identifier) is not under way")
      return
    }
    var task = ExportTask(exportTaskIdentifier: identifier)
    task.status = .starting
    send(.acted(ticket: ticket, error.map { .failure($0) } ?? .success(task)))
  }
}
