import AWSCore
import Foundation
import Listing
import Support
import Synchronization
import Testing

@testable import RDSExports

@Suite struct ExportTaskPagesTests {
  private func page(_ name: String, marker: String?) -> Result<AWSAnswer, AWSError> {
    .answer(AnswerXML.page([AnswerXML.task(name)], marker: marker))
  }

  @Test func `markers are followed to the last page`() async throws {
    let aws = ScriptedAWS([
      page("a", marker: "m1"), page("b", marker: "m2"), page("c", marker: ""),
    ])
    let client = RDSExportsClient(aws)
    let tasks = try await client.exportTasks(matching: .init(filters: [.status([.starting])]))
    #expect(tasks.map(\.exportTaskIdentifier) == ["a", "b", "c"])
    #expect(
      aws.bodies.map { $0.contains("Filters.Filter.1.Values.Value.1=starting") } == [
        true, true, true,
      ])
    #expect(
      aws.bodies.map { $0.components(separatedBy: "Marker=").last?.prefix(2) }.dropFirst() == [
        "m1", "m2",
      ])
  }

  @Test func `a task that comes twice counts as it was read last`() async throws {
    let aws = ScriptedAWS([
      .answer(AnswerXML.page([AnswerXML.task("a"), AnswerXML.task("b")], marker: "m1")),
      .answer(AnswerXML.page([AnswerXML.task("b"), AnswerXML.task("c")], marker: "m2")),
      .answer(
        AnswerXML.page([AnswerXML.task("a"), "<ExportTask/>", "<ExportTask/>"], marker: nil)),
    ])
    let tasks = try await RDSExportsClient(aws).exportTasks()
    #expect(tasks.map(\.exportTaskIdentifier) == ["b", "c", "a", "", ""])
  }

  @Test(arguments: [["m1", "m1"], ["m1", "m2", "m1"], ["m0"], ["m1", "m0"]])
  func `a marker that comes twice ends the walk with an error`(markers: [String]) async {
    let aws = ScriptedAWS(markers.map { page("a", marker: $0) })
    do {
      _ = try await RDSExportsClient(aws).exportTasks(matching: .init(marker: "m0"))
      Issue.record("the walk ended")
    } catch {
      #expect(error == .repeatedMarker(markers[markers.count - 1]))
    }
    #expect(aws.calls.count == markers.count)
  }

  @Test func `an error ends the walk, and after it there is nothing`() async throws {
    let aws = ScriptedAWS([page("a", marker: "m1"), .fault("Throttling"), page("b", marker: nil)])
    var pages = RDSExportsClient(aws).exportTaskPages().makeAsyncIterator()
    #expect(try await pages.next()?.tasks.count == 1)
    await #expect(throws: ExportTasksError.self) { try await pages.next() }
    #expect(try await pages.next() == nil)
    #expect(aws.calls.count == 2)
  }

  /// A server that always names a next page, with so many tasks on each.
  private final class Endless: ExportTasksClient {
    let tasksOnPage: Int
    let asked = Mutex(0)

    init(tasksOnPage: Int) { self.tasksOnPage = tasksOnPage }

    func describeExportTasks(
      _ request: DescribeExportTasksRequest
    ) async throws(ExportTasksError) -> ExportTaskPage {
      let number = asked.withLock { asked in
        asked += 1
        return asked
      }
      return ExportTaskPage(
        tasks: (0..<tasksOnPage).map { ExportTask(exportTaskIdentifier: "\(number)-\($0)") },
        marker: "m\(number)", observation: Observation(sentAt: Date()))
    }

    func startExportTask(
      _ request: StartExportTaskRequest
    ) async throws(ExportTasksError) -> ExportTask { throw .call(.cancelled) }

    func cancelExportTask(
      identifier: String
    ) async throws(ExportTasksError) -> ExportTask { throw .call(.cancelled) }
  }

  /// Walks to the end on a clock that jumps to whatever is waited for.
  private func walk(
    _ client: Endless
  ) async throws -> (error: ExportTasksError?, rested: Duration) {
    let clock = HandCrankedTimekeeper()
    let done = Mutex<ExportTasksError?>(nil)
    let task = Task {
      do throws(ExportTasksError) {
        for try await _ in client.exportTaskPages(timekeeper: clock) {}
      } catch {
        done.withLock { $0 = error }
      }
    }
    defer { task.cancel() }
    try await eventually("the end of the walk") {
      if let due = clock.nextDue { await clock.nudge(by: due) }
      return done.withLock { $0 } != nil
    }
    return (done.withLock { $0 }, clock.monotonic)
  }

  @Test func `empty pages for ever are paced, then given up with how many there were`() async throws
  {
    let client = Endless(tasksOnPage: 0)
    let (error, rested) = try await walk(client)
    #expect(error == .listTooLong(pages: 100, tasks: 0))
    #expect(client.asked.withLock { $0 } == 100)
    #expect(rested > .seconds(40) && rested < .seconds(60))
    #expect(error?.summary.contains("100 pages") == true)
  }

  @Test func `full pages for ever are given up`() async throws {
    let (error, rested) = try await walk(Endless(tasksOnPage: 100))
    #expect(error == .listTooLong(pages: 2000, tasks: 200_000))
    #expect(rested == .zero)
  }

  @Test func `a cancelled task asks for no further page`() async {
    let aws = ScriptedAWS([page("a", marker: "m1")])
    let walk = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return await error(of: RDSExportsClient(aws))
    }
    #expect(await walk.value == .call(.cancelled))
    #expect(aws.calls.isEmpty)
  }

  private func error(of client: RDSExportsClient) async -> ExportTasksError? {
    do {
      _ = try await client.exportTasks()
      return nil
    } catch {
      return error
    }
  }
}
