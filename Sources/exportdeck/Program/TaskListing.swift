import Ground
import Listing
import RDSExports
import Tracking

/// What `list` prints: the tasks that pass a filter, in an order.
struct TaskListing: Sendable {
  let client: any ExportTasksClient
  let timekeeper: any Timekeeper
  let filter: Filter
  /// When tonight begins.
  let evening: TimeOfDay
  /// Nil for the order in which the tasks come.
  let order: SortOrder?

  /// Reads the list.
  /// - Parameters:
  ///   - folder: For what is too large for memory.
  ///   - stream: Writes what is printed at once; returns the system's error, else 0.
  /// - Returns: What prints the rest.
  func printer(
    _ form: ListOutput, folder: String, _ stream: @Sendable ([UInt8]) -> Int32
  ) async throws -> any ListPrinter {
    switch form {
    case .json where filter.isEmpty && order == nil:
      var printer = JSONListPrinter(folder: folder)
      for try await page in client.encodedExportTaskPages(timekeeper: timekeeper) {
        try printer.add(page.tasks)
      }
      return printer
    case .json:
      var printer = JSONListPrinter(folder: folder)
      try await eachPage { try printer.add(EncodedExportTasks($0)) }
      return printer
    case .table:
      var printer = TableListPrinter(folder: folder)
      try await eachPage { try printer.add($0) }
      return printer
    case .ndjson:
      return try await streamed(stream)
    }
  }

  private func streamed(_ stream: ([UInt8]) -> Int32) async throws -> StreamedList {
    var lines = LineListPrinter()
    if filter.isEmpty, order == nil {
      for try await page in client.encodedExportTaskPages(timekeeper: timekeeper) {
        let problem = stream(lines.lines(page.tasks))
        if problem != 0 { return StreamedList(remarks: lines.remarks, problem: problem) }
      }
      return StreamedList(remarks: lines.remarks, problem: 0)
    }
    var problem: Int32 = 0
    do {
      try await eachPage {
        problem = stream(lines.lines(EncodedExportTasks($0)))
        if problem != 0 { throw OutputEnded() }
      }
    } catch is OutputEnded {}
    return StreamedList(remarks: lines.remarks, problem: problem)
  }

  private struct OutputEnded: Error {}

  /// The tasks to print, page by page, or all at once where they are sorted.
  private func eachPage(_ take: ([ExportTask]) throws -> Void) async throws {
    let now = ThisProcess.moment(
      timekeeper, clocks: ThisProcess.clocks(around: timekeeper.wall))
    let test = filter.exportTest(at: now, evening: evening)
    guard let order else {
      for try await page in client.exportTaskPages(timekeeper: timekeeper) {
        try take(filter.isEmpty ? page.tasks : page.tasks.filter(test))
      }
      return
    }
    let tasks = try await client.exportTasks(timekeeper: timekeeper).filter(test).map { task in
      TrackedTask(
        id: TaskID(site: SiteID(0), identifier: task.exportTaskIdentifier), task: task,
        observedAt: now.wall)
    }
    let sorted = order.sorted(tasks, now: now.wall)
    for start in stride(from: 0, to: sorted.count, by: Self.slice) {
      try take(sorted[start..<min(start + Self.slice, sorted.count)].map(\.task))
    }
  }

  /// How many sorted tasks are made whole at once.
  private static let slice = 1000
}

/// A list that is printed already.
struct StreamedList: ListPrinter {
  let remarks: [String]
  /// The system's error where not all of it could be written, else 0.
  let problem: Int32

  func write(to descriptor: Int32) throws(SpoolError) -> Int32 { problem }
}
