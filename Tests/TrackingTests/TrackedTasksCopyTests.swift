import Foundation
import RDSExports
import Testing

@testable import Tracking

@Suite struct TrackedTasksCopyTests {
  private func task(_ name: String, percent: Int = 0) -> TrackedTask {
    var export = ExportTask(exportTaskIdentifier: name)
    export.status = .inProgress
    export.percentProgress = percent
    return TrackedTask(
      id: TaskID(site: SiteID(1), identifier: name), task: export,
      observedAt: Date(timeIntervalSince1970: 0))
  }

  @Test func `a copy is unchanged until either of the two changes`() {
    let tasks = TrackedTasks((0..<600).map { task("t\($0)") })
    var copy = tasks
    #expect(copy.isUnchangedCopy(of: tasks))
    copy.replace(300, with: task("t300", percent: 1))
    #expect(!copy.isUnchangedCopy(of: tasks))
    var longer = tasks
    longer.append(task("new"))
    #expect(!longer.isUnchangedCopy(of: tasks))
    #expect(TrackedTasks().isUnchangedCopy(of: TrackedTasks()))
  }
}
