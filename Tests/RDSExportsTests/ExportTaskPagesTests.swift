import AWSCore
import Foundation
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
