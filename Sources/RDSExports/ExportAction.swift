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

/// AWS's answer to an action.
public struct ExportActionAnswer: Hashable, Sendable {
  /// As it now is.
  public var task: ExportTask
  /// What AWS calls the request; nil where it doesn't say.
  public var requestID: String?

  public init(task: ExportTask, requestID: String? = nil) {
    self.task = task
    self.requestID = requestID
  }
}

extension ExportTasksClient {
  public func carryOut(
    _ action: ExportAction
  ) async throws(ExportTasksError) -> ExportActionAnswer {
    switch action {
    case .start(let request): ExportActionAnswer(task: try await startExportTask(request))
    case .cancel(let identifier):
      ExportActionAnswer(task: try await cancelExportTask(identifier: identifier))
    }
  }
}
