import Foundation
import RDSExports
import Testing
import Tracking

@testable import Listing

/// `list --sort`: by columns, several of them, up and down.
@Suite struct SortOrderTests {
  private func task(
    _ name: String, _ status: ExportTaskStatus, gigabytes: Int?, started: TimeInterval? = nil
  ) -> TrackedTask {
    var task = ExportTask(exportTaskIdentifier: name)
    (task.status, task.totalExtractedDataInGB) = (status, gigabytes)
    task.taskStartTime = started.map(Date.init(timeIntervalSinceReferenceDate:))
    return TrackedTask(
      id: TaskID(site: SiteID(0), identifier: name), task: task,
      observedAt: Date(timeIntervalSinceReferenceDate: 9000))
  }

  private var tasks: [TrackedTask] {
    [
      task("b", .complete, gigabytes: 5, started: 30),
      task("a", .failed, gigabytes: 9, started: 20),
      task("d", .complete, gigabytes: 7, started: 10), task("c", .failed, gigabytes: nil),
    ]
  }

  private func sorted(_ text: String) throws -> [String] {
    let order = try #require(SortOrder(text))
    return order.sorted(tasks, now: Date(timeIntervalSinceReferenceDate: 9000)).map(\.identifier)
  }

  @Test(arguments: [
    ("identifier", ["a", "b", "c", "d"]), ("-identifier", ["d", "c", "b", "a"]),
    // What has none is last in both directions.
    ("data", ["b", "d", "a", "c"]), ("-data", ["a", "d", "b", "c"]),
    ("started", ["d", "a", "b", "c"]), ("-started", ["b", "a", "d", "c"]),
    // Several columns: the second counts where the first leaves tasks equal.
    ("source,identifier", ["a", "b", "c", "d"]), ("source,-data", ["a", "d", "b", "c"]),
  ])
  func `columns go from the smallest, or from the largest`(text: String, names: [String]) throws {
    #expect(try sorted(text) == names)
  }

  @Test(arguments: ["", "nonsense", "data,", ",data", "--data", "Data", "data,nope"])
  func `what is no column is refused`(text: String) { #expect(SortOrder(text) == nil) }

  @Test func `every name that is offered is one`() {
    for name in SortOrder.names { #expect(SortOrder(name) != nil) }
    #expect(!SortOrder.names.contains("context"))
  }

  @Test(arguments: [("90s", 90.0), ("2h", 7200), ("1d12h", 129_600), ("0s", 0), ("1w", 604_800)])
  func `spans are read as in the filter language`(text: String, seconds: Double) {
    #expect(TimeSpan.seconds(text) == seconds)
  }

  @Test(arguments: ["", "5", "h", "2 h", "2x", "-2h", "1h30"])
  func `what is no span is refused`(text: String) { #expect(TimeSpan.seconds(text) == nil) }
}
