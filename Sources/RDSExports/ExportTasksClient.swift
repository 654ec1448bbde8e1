/// The three operations on export tasks.
public protocol ExportTasksClient: Sendable {
  /// One page.
  func describeExportTasks(
    _ request: DescribeExportTasksRequest
  ) async throws(ExportTasksError) -> ExportTaskPage
  /// One page, to be printed.
  func describeExportTasksEncoded(
    _ request: DescribeExportTasksRequest
  ) async throws(ExportTasksError) -> EncodedExportTaskPage
  /// Checks the request by the API's rules, then starts the export. Returns the task as it stands.
  func startExportTask(
    _ request: StartExportTaskRequest
  ) async throws(ExportTasksError) -> ExportTask
  /// Cancels a task. What it has written to the bucket stays there (source: API reference).
  func cancelExportTask(identifier: String) async throws(ExportTasksError) -> ExportTask
  /// Carries an action out by one of the two.
  func carryOut(_ action: ExportAction) async throws(ExportTasksError) -> ExportActionAnswer
}

extension ExportTasksClient {
  public func describeExportTasksEncoded(
    _ request: DescribeExportTasksRequest
  ) async throws(ExportTasksError) -> EncodedExportTaskPage {
    let page = try await describeExportTasks(request)
    return EncodedExportTaskPage(tasks: EncodedExportTasks(page.tasks), marker: page.marker)
  }
}
