import Foundation
import RDSExports
import Support
import Synchronization

@testable import Monitor

/// A client with an account behind it: it honours the filters (or not), reads page by page, fails
/// or holds an answer back on demand, and writes down what it was asked.
final class FakeAccount: ExportTasksClient {
  enum Hold {
    /// Comes back at once when its task is cancelled, as the real client does.
    case heedful
    /// Answers whenever it is released, cancelled or not.
    case stubborn
  }

  /// How a filter is read.
  enum Reading {
    case honoured, ignored
    /// As by a server that compares case.
    case matchesNothing
  }

  private struct Held {
    var continuation: CheckedContinuation<Bool, Never>
    var isHeedful: Bool
  }

  private struct State {
    var tasks: [ExportTask] = []
    var pageSize = 100
    var reads: @Sendable (ExportTaskFilter) -> Reading = { _ in .honoured }
    var failures: [ExportTasksError] = []
    var permanent: (@Sendable (DescribeExportTasksRequest) -> ExportTasksError?)?
    var holds: [Hold] = []
    var held: [Int: Held] = [:]
    var asked: [DescribeExportTasksRequest] = []
    var cancelled = 0
  }

  private let clock: HandCrankedTimekeeper
  private let state: Mutex<State>

  init(clock: HandCrankedTimekeeper, tasks: [ExportTask] = []) {
    self.clock = clock
    state = Mutex(State(tasks: tasks))
  }

  var tasks: [ExportTask] {
    get { state.withLock { $0.tasks } }
    set { state.withLock { $0.tasks = newValue } }
  }

  var asked: [DescribeExportTasksRequest] { state.withLock { $0.asked } }
  var held: Int { state.withLock { $0.held.count } }
  var cancelled: Int { state.withLock { $0.cancelled } }
  func forget() { state.withLock { $0.asked = [] } }

  func set(pageSize: Int) { state.withLock { $0.pageSize = pageSize } }

  func reads(_ rule: @escaping @Sendable (ExportTaskFilter) -> Reading) {
    state.withLock { $0.reads = rule }
  }

  /// The next requests fail, one after the other.
  func failNext(_ errors: ExportTasksError...) { state.withLock { $0.failures += errors } }

  /// Every request for which the rule has an error fails.
  func fail(_ rule: (@Sendable (DescribeExportTasksRequest) -> ExportTasksError?)?) {
    state.withLock { $0.permanent = rule }
  }

  /// The next request is answered as things stand when it is sent, but not before `release`.
  func holdNext(_ hold: Hold) { state.withLock { $0.holds.append(hold) } }

  /// No more failures and no more holds.
  func calm() {
    state.withLock { state in
      state.failures = []
      state.holds = []
    }
  }

  func release() {
    let held = state.withLock { state in
      defer { state.held = [:] }
      return state.held.values
    }
    for one in held { one.continuation.resume(returning: true) }
  }

  func describeExportTasks(
    _ request: DescribeExportTasksRequest
  ) async throws(ExportTasksError) -> ExportTaskPage {
    let sentAt = clock.wall
    let (number, hold, answer) = state.withLock { state in
      state.asked.append(request)
      let hold = state.holds.isEmpty ? nil : state.holds.removeFirst()
      return (state.asked.count, hold, Self.answer(to: request, &state, sentAt: sentAt))
    }
    if let hold, await !wait(number, hold) { throw .call(.cancelled) }
    return try answer.get()
  }

  private func wait(_ number: Int, _ hold: Hold) async -> Bool {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isOver = state.withLock { state in
          if hold == .heedful, Task.isCancelled { return true }
          state.held[number] = Held(continuation: continuation, isHeedful: hold == .heedful)
          return false
        }
        if isOver { continuation.resume(returning: false) }
      }
    } onCancel: {
      let held = state.withLock { state -> Held? in
        state.cancelled += 1
        return state.held[number]?.isHeedful == true ? state.held.removeValue(forKey: number) : nil
      }
      held?.continuation.resume(returning: false)
    }
  }

  private static func answer(
    to request: DescribeExportTasksRequest, _ state: inout State, sentAt: Date
  ) -> Result<ExportTaskPage, ExportTasksError> {
    if let error = state.permanent?(request) { return .failure(error) }
    if !state.failures.isEmpty { return .failure(state.failures.removeFirst()) }
    let reads = state.reads
    let matching = state.tasks.filter { task in
      request.filters.allSatisfy { filter in
        switch reads(filter) {
        case .ignored: true
        case .matchesNothing: false
        case .honoured where filter.name == "status":
          filter.values.contains(task.status?.word.lowercased() ?? "")
        case .honoured: filter.values.contains(task.exportTaskIdentifier)
        }
      }
    }
    let start = request.marker.flatMap { Int($0) } ?? 0
    let end = min(start + state.pageSize, matching.count)
    return .success(
      ExportTaskPage(
        tasks: start < end ? Array(matching[start..<end]) : [],
        marker: end < matching.count ? String(end) : nil,
        observation: Observation(sentAt: sentAt, serverAhead: 0)))
  }

  func startExportTask(
    _ request: StartExportTaskRequest
  ) async throws(ExportTasksError) -> ExportTask { throw .invalid([]) }

  func cancelExportTask(identifier: String) async throws(ExportTasksError) -> ExportTask {
    throw .invalid([])
  }
}
