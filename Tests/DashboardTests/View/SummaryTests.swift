import Canvas
import Foundation
import Ground
import RDSExports
import Testing
import Tracking

@testable import Dashboard

/// What the header says of the batch: when it is through, what has failed, what tonight has come to.
@Suite struct SummaryTests {
  private static func runs(_ name: String, for minutes: Double?, moved: Double = 0)
    -> TrackedTask
  {
    task(
      name, percent: 50, started: -3600,
      progress: ProgressEvidence(
        expectedEnd: minutes.map { Script.start.addingTimeInterval($0 * 60) },
        lastMovement: Script.start.addingTimeInterval(-moved), usualRest: 300, samples: 9))
  }

  private func summary(_ script: Script, columns: Int = 200, rows: Int = 40) -> String {
    var state = script.state
    state.size = Size(columns: columns, rows: rows)
    return view(state, at: script.moment).frame.text(row: state.layout.summary.origin.row)
  }

  private func tonight(_ script: Script, columns: Int = 120, rows: Int = 40) -> String {
    var state = script.state
    state.size = Size(columns: columns, rows: rows)
    return view(state, at: script.moment).frame.text(row: state.layout.tonight.origin.row)
      .trimmingCharacters(in: .whitespaces)
  }

  /// The minutes of each export, at noon on a Sunday.
  private static let ends: [([Double], String)] = [
    ([140, 20], "14:20"), ([719], "23:59"), ([720], "Mon 00:00"), ([850, 1], "Mon 02:10"),
    ([9359], "Sat 23:59"), ([9360], "29 Nov"),
  ]

  @Test(arguments: ends)
  func `the batch is through at the end of its last export`(ends: [Double], time: String) {
    let tasks = ends.enumerated().map { Self.runs("t\($0.offset)", for: $0.element) }
    #expect(summary(Script(tasks + [task("done", .complete)])).contains("through ≈ \(time)"))
  }

  @Test(arguments: [
    Self.runs("no evidence", for: nil), Self.runs("stalled", for: 10, moved: 9000),
    Self.runs("overdue", for: -5), task("starting", .starting, percent: 0),
  ])
  func `where one has no forecast, the last one is no more than a bound`(other: TrackedTask) {
    let script = Script([Self.runs("a", for: 140), other])
    #expect(summary(script).contains("through ≥ 14:20 (1 unsure)"))
    #expect(!summary(Script([other])).contains("through"))
  }

  @Test func `where most have no forecast, the last one is no bound worth telling`() {
    let unsure = (0..<3).map { Self.runs("u\($0)", for: nil) }
    let script = Script([Self.runs("a", for: 1)] + unsure)
    #expect(summary(script).contains("through ? (3 of 4 unsure)"))
    #expect(!summary(script).contains("12:01"))
    let sure = Script([Self.runs("a", for: 1), Self.runs("b", for: 140)] + unsure.prefix(2))
    #expect(summary(sure).contains("through ≥ 14:20 (2 unsure)"))
  }

  @Test func `what is being canceled or is no longer listed is not waited for`() {
    let gone = Self.runs("gone", for: 900)
    let script = Script([
      Self.runs("a", for: 140), task("b", .canceling, percent: 3),
      TrackedTask(
        id: gone.id, task: gone.task, observedAt: gone.observedAt, progress: gone.progress,
        isListed: false),
    ])
    #expect(summary(script).contains("through ≈ 14:20"))
  }

  @Test func `the forecast is that of all contexts, and is drawn anew when it has passed`() throws {
    var script = Script([Self.runs("a", for: 1)])
    script.data(
      [
        task(
          "b", percent: 3, started: -60, context: ContextID(2),
          progress: Self.runs("", for: 90).progress)
      ],
      context: ContextID(2))
    #expect(summary(script).contains("through ≈ 13:30"))
    var memory = FrameMemory()
    var state = script.state
    state.size = Size(columns: 200, rows: 24)
    _ = view(state, at: script.moment, &memory)
    script.wait(.seconds(61))
    let frame = view(state, at: script.moment, &memory).frame
    #expect(frame.text(row: 1).contains("through ≥ 13:30"))
  }

  @Test(arguments: 40...200)
  func `nothing is cut, and the forecast is there from 80 columns on`(columns: Int) {
    var tasks = [Self.runs("a", for: 140), Self.runs("s", for: 5, moved: 9000)]
    tasks += (0..<2).map { Self.runs("r\($0)", for: 100) }
    for status in [ExportTaskStatus.starting, .canceling, .failed, .complete, .canceled] {
      tasks.append(task("\(status)", status))
    }
    tasks += (0..<400).map { task("done\($0)", .complete) }
    let script = Script(tasks)
    let line = summary(script, columns: columns)
    #expect(line.contains("✖ 1") || line.contains("✖1"))
    #expect(line.contains("/5"))
    if columns >= 80 { #expect(line.contains("through ≥ 14:20")) }
    #expect(line.contains("through ≥ 14:20") || !line.contains("th"))
  }

  @Test func `a failure is new until it is acknowledged`() {
    let old = task("old", .failed, ended: -9000)
    var script = Script([old] + running("a", "b"), columns: 200)
    #expect(!summary(script).contains("new"))
    script.data(
      [old, task("a", .failed, ended: 0), task("b", percent: 89)],
      changes: Changes(events: [
        Event(
          site: Script.place, task: "a", at: Script.start,
          kind: .turned(from: "IN_PROGRESS", to: "FAILED"))
      ]))
    #expect(summary(script).contains("✖ 2 failed (1 new)"))
    script.press(.character("M"), .character("a"))
    #expect(summary(script).contains("✖ 2 failed") && !summary(script).contains("new"))
  }

  private static let night = [
    task("late", .complete, started: -15 * 3600, ended: -14 * 3600, gigabytes: 400),
    task("bad", .failed, started: -15 * 3600, ended: -14 * 3600, gigabytes: 20),
    task("half", .complete, started: -15 * 3600, ended: -14 * 3600, warning: "skipped"),
    task("runs", started: -3600),
    task("before", .complete, started: -19 * 3600, ended: -14 * 3600, gigabytes: 9),
  ]

  @Test func `tonight has a line of its own where there is room`() {
    var script = Script(Self.night)
    #expect(
      tonight(script)
        == "tonight (since yest 18:00)  2 of 4 done, 1 failed, 1 with warnings, 1 to go, 420 GB")
    #expect(!tonight(script, rows: 31).contains("tonight"))
    script.data(
      Self.night.map { $0.identifier == "runs" ? task("runs", .failed, started: -3600) : $0 })
    #expect(tonight(script).contains("2 of 4 done, 2 failed, 1 with warnings, 420 GB"))
  }

  @Test func `tonight is that of all contexts, once all of them are read`() {
    var script = Script(Self.night)
    script.data(
      [task("there", .complete, started: -60, ended: 0, gigabytes: 80, context: ContextID(2))],
      context: ContextID(2), hasSwept: false)
    #expect(!tonight(script).contains("tonight"))
    script.data(
      [task("there", .complete, started: -60, ended: 0, gigabytes: 80, context: ContextID(2))],
      context: ContextID(2))
    #expect(tonight(script).contains("3 of 5 done") && tonight(script).contains("500 GB"))
  }

  @Test func `the next evening begins anew by itself`() {
    var script = Script(Self.night)
    script.idle(.seconds(6 * 3600 - 1))
    #expect(tonight(script).contains("2 of 4 done"))
    script.idle(.seconds(1))
    #expect(tonight(script) == "tonight (since 18:00)  nothing has started")
  }

  @Test func `an evening of one's own`() {
    let settings = Settings(tonight: TimeOfDay(hour: 22) ?? .evening)
    let script = Script(Self.night, settings: settings)
    #expect(tonight(script).contains("since yest 22:00)  0 of 1 done, 1 to go"))
  }
}
