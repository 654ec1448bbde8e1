import FoundationEssentials
import RDSExports

extension SimulatorServer {
  /// What somebody has seen who has looked at an account at these moments, the earliest first: for
  /// each, the exports that had been accepted by then and were not over at the look before.
  public func seen(in account: String, _ region: String, at moments: [Date]) -> [[ExportTask]] {
    guard let service = services.service(of: account, in: region), let first = moments.first
    else { return moments.map { _ in [] } }
    let tasks = service.state.withLock { state in
      state.account.tasks.filter { $0.end > first }
    }
    var before = first
    return moments.map { moment in
      defer { before = moment }
      return tasks.filter { $0.created <= moment && $0.end > before }.map { $0.seen(at: moment) }
    }
  }
}

extension SimulatedTask {
  fileprivate func seen(at moment: Date) -> ExportTask {
    let state = state(at: moment)
    var task = ExportTask(exportTaskIdentifier: identifier)
    task.sourceArn = sourceARN
    task.exportOnly = exportOnly.isEmpty ? nil : exportOnly
    task.snapshotTime = snapshotTime.map(Self.asAnswered)
    task.taskStartTime = state.started.map(Self.asAnswered)
    task.taskEndTime = state.ended.map(Self.asAnswered)
    task.s3Bucket = bucket
    task.s3Prefix = prefix
    task.iamRoleArn = roleARN
    task.kmsKeyId = keyARN
    task.status = ExportTaskStatus(state.status.rawValue)
    task.percentProgress = state.percent
    task.totalExtractedDataInGB = state.gigabytes
    task.failureCause = state.failureCause
    task.warningMessage = state.warning
    task.sourceType = isCluster ? .cluster : .snapshot
    return task
  }

  /// Answers have milliseconds, and a client compares times as it has read them.
  private static func asAnswered(_ date: Date) -> Date {
    let milliseconds = Int((date.timeIntervalSince1970 * 1000).rounded(.down))
    let seconds = (Double(milliseconds) / 1000).rounded(.down)
    let rest = milliseconds - Int(seconds) * 1000
    return Date(timeIntervalSinceReferenceDate: seconds - 978_307_200 + Double(rest * 1000) / 1e6)
  }
}
