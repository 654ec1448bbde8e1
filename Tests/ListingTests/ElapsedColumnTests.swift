import Foundation
import Ground
import RDSExports
import Testing
import Tracking

@testable import Listing

/// The cell, the order of the rows and the filter say the same of how long a task has lasted.
@Suite struct ElapsedColumnTests {
  private static let now = Date(timeIntervalSince1970: 1_795_348_800)

  private func task(
    _ identifier: String, _ status: ExportTaskStatus, started: Double? = nil, ended: Double? = nil,
    seen: Double? = nil
  ) -> TrackedTask {
    var export = ExportTask(exportTaskIdentifier: identifier)
    export.status = status
    export.taskStartTime = started.map { Self.now.addingTimeInterval(-$0) }
    export.taskEndTime = ended.map { Self.now.addingTimeInterval(-$0) }
    return TrackedTask(
      id: TaskID(site: SiteID(1), identifier: identifier), task: export, observedAt: Self.now,
      progress: ProgressEvidence(knownSince: seen.map { Self.now.addingTimeInterval(-$0) }))
  }

  private var tasks: [TrackedTask] {
    [
      task("seen", .starting, seen: 11_580), task("runs", .inProgress, started: 7200, seen: 60),
      task("done", .complete, started: 9000, ended: 8940), task("young", .starting, seen: 20),
      task("old", .failed, seen: 500), task("future", .inProgress, started: -60),
    ]
  }

  private func cell(_ task: TrackedTask, unicode: Bool = true) -> CellText {
    ColumnSpec(.elapsed).cell(
      task, Asof(now: Self.now, known: Self.now, local: LocalTime(utcOffset: 0), unicode: unicode))
  }

  @Test func `cells say what is known, and that it may be more`() {
    #expect(tasks.map { cell($0).text } == ["≥ 3 h 13 m", "2 h 00 m", "1 m", "≥ 0 m", "–", "<1 m"])
    #expect(cell(tasks[0]).shorter == ["≥ 3 h"])
    #expect(cell(tasks[0], unicode: false).text == ">= 3 h 13 m")
    #expect(cell(tasks[0]).change?.inSeconds == 60)
    #expect(cell(tasks[3]).change?.inSeconds == 40)
  }

  @Test(arguments: [
    ("elapsed>3h", ["seen"]), ("elapsed>=2h", ["seen", "runs"]),
    ("elapsed<2m", ["done", "young", "future"]),
    ("elapsed!=2h elapsed>0s", ["seen", "done", "young"]),
    ("age>3h", ["seen"]), ("age<1m", ["young", "future"]),
  ])
  func `the filter goes by what the cells say`(text: String, found: [String]) throws {
    #expect(try FilterFixtures.matching(text, in: tasks) == found)
  }

  @Test func `the order of rows goes by what the cells say`() {
    let order = ColumnSpec(.elapsed).order
    let time = ColumnOrder.Time(now: Self.now, known: Self.now)
    let keys = tasks.map { order.key($0, -1, time) }
    let sorted = tasks.indices.filter { keys[$0].group == 0 }
      .sorted { keys[$0].number < keys[$1].number }
    #expect(sorted.map { tasks[$0].identifier } == ["seen", "runs", "done", "young", "future"])
  }

  @Test func `STARTING that stalled is still restoring, and says since when it stands`() {
    let stuck = TrackedTask(
      id: TaskID(site: SiteID(1), identifier: "a"), task: task("a", .starting).task,
      observedAt: Self.now,
      progress: ProgressEvidence(
        lastMovement: Self.now.addingTimeInterval(-10_800), usualRest: 3600,
        knownSince: Self.now.addingTimeInterval(-10_800)))
    let asof = Asof(now: Self.now, known: Self.now, local: LocalTime(utcOffset: 0))
    #expect(ColumnSpec(.status).cell(stuck, asof).text == "‖ stalled 3 h 00 m")
    #expect(ColumnSpec(.progress).cell(stuck, asof).text == "restoring")
    #expect(ColumnSpec(.data).cell(stuck, asof).text == "–")
    #expect(ColumnSpec(.elapsed).cell(stuck, asof).text == "≥ 3 h 00 m")
  }
}
