import AWSCore
import Ground

/// The pages of `DescribeExportTasks`, one call for each, from the request's marker to the end, paced
/// and limited as `PageWalk` says.
///
/// The sequence fails with `ExportTasksError.repeatedMarker` where the server sends the walk round
/// in circles, with `.listTooLong` where it never comes to an end, and with `AWSError.cancelled` when
/// the task that reads it is cancelled.
public struct ExportTaskPages<OnePage: PageOfExportTasks>: AsyncSequence, Sendable {
  public typealias Element = OnePage
  public typealias Failure = ExportTasksError
  typealias Ask =
    @Sendable (DescribeExportTasksRequest) async throws(ExportTasksError) -> OnePage

  private let request: DescribeExportTasksRequest
  private let timekeeper: any Timekeeper
  private let ask: Ask

  /// - Parameters:
  ///   - timekeeper: For the rests between pages that bring nothing.
  ///   - ask: Gets one page.
  init(
    matching request: DescribeExportTasksRequest, timekeeper: any Timekeeper, _ ask: @escaping Ask
  ) {
    self.request = request
    self.timekeeper = timekeeper
    self.ask = ask
  }

  public func makeAsyncIterator() -> Iterator {
    Iterator(request: request, timekeeper: timekeeper, ask: ask)
  }

  public struct Iterator: AsyncIteratorProtocol {
    private let timekeeper: any Timekeeper
    private let ask: Ask
    /// What to ask for next, nil after the last page or an error.
    private var request: DescribeExportTasksRequest?
    private var walk: PageWalk
    private var rest: Duration = .zero

    fileprivate init(
      request: DescribeExportTasksRequest, timekeeper: any Timekeeper, ask: @escaping Ask
    ) {
      self.request = request
      self.timekeeper = timekeeper
      self.ask = ask
      walk = PageWalk(from: request.marker)
    }

    public mutating func next(
      isolation actor: isolated (any Actor)? = #isolation
    ) async throws(ExportTasksError) -> OnePage? {
      guard var request else { return nil }
      self.request = nil
      if rest > .zero {
        do { try await timekeeper.sleep(for: rest) } catch { throw .call(.cancelled) }
      }
      if Task.isCancelled { throw .call(.cancelled) }
      let page = try await ask(request)
      switch walk.took(entries: page.taskCount, marker: page.marker) {
      case .end: break
      case .repeated(let marker): throw .repeatedMarker(marker)
      case .tooLong: throw .listTooLong(pages: walk.pages, tasks: walk.entries)
      case .next(let marker, let rest):
        request.marker = marker
        self.request = request
        self.rest = rest
      }
      return page
    }

    public mutating func next() async throws(ExportTasksError) -> OnePage? {
      try await next(isolation: nil)
    }
  }
}

/// What a walk over pages has to know of one.
public protocol PageOfExportTasks: Sendable {
  var taskCount: Int { get }
  /// Where the next page begins; nil on the last one.
  var marker: String? { get }
}

extension ExportTaskPage: PageOfExportTasks {
  public var taskCount: Int { tasks.count }
}

extension EncodedExportTaskPage: PageOfExportTasks {
  public var taskCount: Int { tasks.count }
}

extension ExportTasksClient {
  /// The pages that match a request, one after the other.
  public func exportTaskPages(
    matching request: DescribeExportTasksRequest = .init(),
    timekeeper: any Timekeeper = SystemTimekeeper()
  ) -> ExportTaskPages<ExportTaskPage> {
    ExportTaskPages(matching: request, timekeeper: timekeeper) {
      (request: DescribeExportTasksRequest) async throws(ExportTasksError) in
      try await describeExportTasks(request)
    }
  }

  /// The same, to be printed.
  public func encodedExportTaskPages(
    matching request: DescribeExportTasksRequest = .init(),
    timekeeper: any Timekeeper = SystemTimekeeper()
  ) -> ExportTaskPages<EncodedExportTaskPage> {
    ExportTaskPages(matching: request, timekeeper: timekeeper) {
      (request: DescribeExportTasksRequest) async throws(ExportTasksError) in
      try await describeExportTasksEncoded(request)
    }
  }

  /// All tasks that match a request, of all pages, in the server's order.
  ///
  /// A task that comes twice, because the pages shifted while they were read, counts as it was read
  /// last.
  public func exportTasks(
    matching request: DescribeExportTasksRequest = .init(),
    timekeeper: any Timekeeper = SystemTimekeeper()
  ) async throws(ExportTasksError) -> [ExportTask] {
    var tasks: [ExportTask] = []
    var places: [String: Int] = [:]
    var replaced: Set<Int> = []
    for try await page in exportTaskPages(matching: request, timekeeper: timekeeper) {
      for task in page.tasks {
        let name = task.exportTaskIdentifier
        if !name.isEmpty, let before = places.updateValue(tasks.count, forKey: name) {
          replaced.insert(before)
        }
        tasks.append(task)
      }
    }
    if replaced.isEmpty { return tasks }
    return tasks.indices.filter { !replaced.contains($0) }.map { tasks[$0] }
  }
}
