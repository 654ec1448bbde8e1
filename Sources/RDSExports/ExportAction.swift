/// Something that changes an account.
public enum ExportAction: Hashable, Sendable {
  case start(StartExportTaskRequest)
  /// By the task's identifier.
  case cancel(String)

  /// The task that is started or canceled.
  public var exportTaskIdentifier: String {
    switch self {
    case .start(let request): request.exportTaskIdentifier
    case .cancel(let identifier): identifier
    }
  }
}

extension ExportTasksClient {
  /// Carries an action out. Returns the task as it now is.
  public func carryOut(_ action: ExportAction) async throws(ExportTasksError) -> ExportTask {
    switch action {
    case .start(let request): try await startExportTask(request)
    case .cancel(let identifier): try await cancelExportTask(identifier: identifier)
    }
  }
}
