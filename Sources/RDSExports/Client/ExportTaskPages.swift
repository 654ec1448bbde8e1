import AWSCore

/// The pages of `DescribeExportTasks`, one call for each, from the request's marker to the end.
///
/// The sequence fails with `ExportTasksError.repeatedMarker` where the server sends the walk round
/// in circles, and with `AWSError.cancelled` when the task that reads it is cancelled.
public struct ExportTaskPages: AsyncSequence, Sendable {
  public typealias Element = ExportTaskPage
  public typealias Failure = ExportTasksError

  private let client: any ExportTasksClient
  private let request: DescribeExportTasksRequest

  public init(_ client: any ExportTasksClient, matching request: DescribeExportTasksRequest) {
    self.client = client
    self.request = request
  }

  public func makeAsyncIterator() -> Iterator { Iterator(client: client, request: request) }

  public struct Iterator: AsyncIteratorProtocol {
    fileprivate let client: any ExportTasksClient
    /// What to ask for next, nil after the last page or an error.
    fileprivate var request: DescribeExportTasksRequest?
    private var markers: Set<String> = []

    fileprivate init(client: any ExportTasksClient, request: DescribeExportTasksRequest) {
      self.client = client
      self.request = request
      if let marker = request.marker { markers.insert(marker) }
    }

    public mutating func next(
      isolation actor: isolated (any Actor)? = #isolation
    ) async throws(ExportTasksError) -> ExportTaskPage? {
      guard var request else { return nil }
      self.request = nil
      if Task.isCancelled { throw .call(.cancelled) }
      let page = try await client.describeExportTasks(request)
      if let marker = page.marker {
        guard markers.insert(marker).inserted else { throw .repeatedMarker(marker) }
        request.marker = marker
        self.request = request
      }
      return page
    }

    public mutating func next() async throws(ExportTasksError) -> ExportTaskPage? {
      try await next(isolation: nil)
    }
  }
}

extension ExportTasksClient {
  /// The pages that match a request, one after the other.
  public func exportTaskPages(
    matching request: DescribeExportTasksRequest = .init()
  ) -> ExportTaskPages {
    ExportTaskPages(self, matching: request)
  }

  /// All tasks that match a request, of all pages, in the server's order.
  public func exportTasks(
    matching request: DescribeExportTasksRequest = .init()
  ) async throws(ExportTasksError) -> [ExportTask] {
    var tasks: [ExportTask] = []
    for try await page in exportTaskPages(matching: request) { tasks += page.tasks }
    return tasks
  }
}
