import AWSCore
import Ground

/// The pages of `DescribeExportTasks`, one call for each, from the request's marker to the end, paced
/// and limited as `PageWalk` says.
///
/// The sequence fails with `ExportTasksError.repeatedMarker` where the server sends the walk round
/// in circles, with `.listTooLong` where it never comes to an end, and with `AWSError.cancelled` when
/// the task that reads it is cancelled.
public struct ExportTaskPages: AsyncSequence, Sendable {
  public typealias Element = ExportTaskPage
  public typealias Failure = ExportTasksError

  private let client: any ExportTasksClient
  private let request: DescribeExportTasksRequest
  private let timekeeper: any Timekeeper

  /// - Parameter timekeeper: For the rests between pages that bring nothing.
  public init(
    _ client: any ExportTasksClient, matching request: DescribeExportTasksRequest,
    timekeeper: any Timekeeper
  ) {
    self.client = client
    self.request = request
    self.timekeeper = timekeeper
  }

  public func makeAsyncIterator() -> Iterator {
    Iterator(client: client, request: request, timekeeper: timekeeper)
  }

  public struct Iterator: AsyncIteratorProtocol {
    fileprivate let client: any ExportTasksClient
    fileprivate let timekeeper: any Timekeeper
    /// What to ask for next, nil after the last page or an error.
    fileprivate var request: DescribeExportTasksRequest?
    private var walk: PageWalk
    private var rest: Duration = .zero

    fileprivate init(
      client: any ExportTasksClient, request: DescribeExportTasksRequest,
      timekeeper: any Timekeeper
    ) {
      self.client = client
      self.request = request
      self.timekeeper = timekeeper
      walk = PageWalk(from: request.marker)
    }

    public mutating func next(
      isolation actor: isolated (any Actor)? = #isolation
    ) async throws(ExportTasksError) -> ExportTaskPage? {
      guard var request else { return nil }
      self.request = nil
      if rest > .zero {
        do { try await timekeeper.sleep(for: rest) } catch { throw .call(.cancelled) }
      }
      if Task.isCancelled { throw .call(.cancelled) }
      let page = try await client.describeExportTasks(request)
      switch walk.took(tasks: page.tasks.count, marker: page.marker) {
      case .end: break
      case .repeated(let marker): throw .repeatedMarker(marker)
      case .tooLong: throw .listTooLong(pages: walk.pages, tasks: walk.tasks)
      case .next(let marker, let rest):
        request.marker = marker
        self.request = request
        self.rest = rest
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
    matching request: DescribeExportTasksRequest = .init(),
    timekeeper: any Timekeeper = SystemTimekeeper()
  ) -> ExportTaskPages {
    ExportTaskPages(self, matching: request, timekeeper: timekeeper)
  }

  /// All tasks that match a request, of all pages, in the server's order.
  public func exportTasks(
    matching request: DescribeExportTasksRequest = .init(),
    timekeeper: any Timekeeper = SystemTimekeeper()
  ) async throws(ExportTasksError) -> [ExportTask] {
    var tasks: [ExportTask] = []
    for try await page in exportTaskPages(matching: request, timekeeper: timekeeper) {
      tasks += page.tasks
    }
    return tasks
  }
}
