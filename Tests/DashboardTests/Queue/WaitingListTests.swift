import Canvas
import Foundation
import Ground
import Listing
import Planning
import RDSExports
import Testing
import Tracking

@testable import Dashboard

/// What waits in the queue stands in the list and the timeline as what it is.
@Suite struct WaitingListTests {
  private static let thisOne = QueueRunnerName(kind: .dashboard, pid: 7, isThis: true)

  private func entry(
    _ id: Int, _ name: String, _ state: QueueEntry.State = .waiting, at site: Site = Script.place,
    schedule: QueueSchedule? = nil
  ) -> QueueEntry {
    QueueEntry(
      id: id, place: id, site: site,
      request: StartExportTaskRequest(
        exportTaskIdentifier: name,
        sourceArn: "arn:aws:rds:eu-west-1:123456789012:snapshot:\(name)-source",
        s3BucketName: "lake", iamRoleArn: "arn:aws:iam::123456789012:role/export",
        kmsKeyId: "alias/lake"), addedAt: Script.start, schedule: schedule, state: state)
  }

  private func report(_ entries: QueueEntry...) -> QueueReport {
    QueueReport(entries: entries, runners: [Script.place: Self.thisOne])
  }

  /// Five that run until half past.
  private func five(end: TimeInterval? = 1800) -> [TrackedTask] {
    ["a", "b", "c", "d", "e"].map { name in
      task(
        name, percent: 50, started: -1800,
        progress: end.map { end in
          ProgressEvidence(
            percentPerHour: 100, expectedEnd: Script.start.addingTimeInterval(end),
            lastMovement: Script.start, samples: 9)
        } ?? .none)
    }
  }

  private func row(_ name: String, _ script: Script) -> String {
    script.rows().map { $0.split(separator: " ").joined(separator: " ") }
      .first { $0.contains(name) } ?? ""
  }

  private func script(
    _ tasks: [TrackedTask], _ entries: QueueEntry..., columns: Int = 120
  ) -> Script {
    var script = Script(tasks, columns: columns)
    script.send(.queue(QueueReport(entries: entries, runners: [Script.place: Self.thisOne])))
    return script
  }

  @Test func `each is a row that says why it waits and when it starts`() {
    let script = script(
      five(), entry(1, "one"), entry(2, "two"), entry(3, "three", .held(.byUser)))
    #expect(script.names == ["a", "b", "c", "d", "e", "one", "two", "three"])
    #expect(row("one", script).contains("one one-source ⋯ waiting waits for a slot"))
    #expect(!script.rows().contains { $0.contains("8 of 5") }, "they count as listed")
    #expect(row("one", script).hasSuffix("≈ 12:30"))
    #expect(row("three", script).contains("⋯ held held by a person"))
    #expect(script.rows()[1].contains("⋯ 2 waiting, 1 held"))
  }

  @Test func `a start is no more certain than the ends that it waits for`() {
    let unsure = script(five(end: nil), entry(1, "one"))
    #expect(row("one", unsure).hasSuffix("–"), "any of them may end at any time")
    var script = Script(five(), columns: 120)
    script.send(
      .queue(
        QueueReport(
          entries: (1...6).map { entry($0, "number-\($0)") },
          runners: [Script.place: Self.thisOne])))
    #expect(row("number-5", script).hasSuffix("≈ 12:30"))
    #expect(row("number-6", script).hasSuffix("≥ 12:31"), "how long those take isn't known")
  }

  @Test func `nothing is said to start where nobody would start it`() {
    var script = Script(running("a"), columns: 140)
    let waiting = entry(1, "one")
    script.send(.queue(QueueReport(entries: [waiting])))
    #expect(row("one", script).contains("⋯ waiting nobody runs it"))
    #expect(row("one", script).hasSuffix("nobody –"), "where it would start")
    script.press(.character("T"))
    #expect(!script.rows().contains { $0.contains("⋯ one") }, "no lane where it would run")
    script.press(.character("q"), .character("Q"))
    #expect(row("one", script).contains("nobody runs it"))
    let other = QueueRunnerName(kind: .dashboard, pid: 9, isThis: false, isStandby: true)
    script.send(.queue(QueueReport(entries: [waiting], standbys: [Script.place: other])))
    #expect(row("one", script).contains("now"))
    #expect(script.rows().joined().contains("started by another dashboard (pid 9) within 30 s"))
  }

  @Test func `those of a site that nobody watches, or that is hidden, are on their page alone`() {
    var other = Script.place
    other.account = "999999999999"
    let script = script(running("a"), entry(1, "one", at: other))
    #expect(script.names == ["a"])
    #expect(script.state.queue.rows.count == 1)
  }

  @Test func `the filter, the sort and marks know them`() {
    var script = script(running("a"), entry(1, "one"), entry(2, "two"))
    script.press(.character("/"))
    script.type("status=waiting")
    script.press(.enter)
    #expect(script.names == ["one", "two"])
    script.press(.character(" "))
    #expect(script.marked == ["one"])
    script.press(.character("/"), .control("u"), .enter, .character("I"))
    #expect(Set(script.names) == ["a", "one", "two"])
  }

  @Test func `the selection stays as the entry becomes a task, with the order held and without`() {
    for isHeld in [true, false] {
      var script = script(running("a"), entry(1, "one"), entry(2, "two"))
      script.press(.down)
      #expect(script.selected == "one")
      let line = script.line
      if !isHeld { script.idle(.seconds(6)) }
      // The queue says that it was started before AWS lists it.
      script.send(.queue(report(entry(1, "one", .started(at: Script.start)), entry(2, "two"))))
      #expect(script.names == ["a", "one", "two"])
      #expect(script.selected == "one")
      script.data(running("a") + [task("one", .starting)])
      #expect(script.names == ["a", "one", "two"])
      #expect(script.selected == "one")
      #expect(script.line == line)
      #expect(script.state.selectedTask?.status == .starting)
      #expect(row("one", script).contains("starting"))
    }
  }

  @Test func `AWS lists it before the queue says that it was started`() {
    var script = script(running("a"), entry(1, "one", .sending(since: Script.start, by: "me")))
    #expect(row("one", script).contains("⋯ sending"))
    script.data(running("a") + [task("one", .starting)])
    #expect(script.names == ["a", "one"])
    #expect(script.state.list.rows[1].item.task != nil)
  }

  @Test func `x asks whether to take it out of the queue, and C-y alone does it`() {
    var script = script(running("a"), entry(1, "one"), entry(2, "two"))
    script.press(.down, .character("x"))
    #expect(script.effects == [])
    #expect(script.rows().joined().contains("Take this export out of the queue?"))
    script.press(.character("y"))
    #expect(script.state.dialog == nil)
    script.press(.character("x"), .control("y"))
    #expect(script.edits == [.edit(1, .remove, seen: .waiting)])
  }

  @Test func `x takes all marked ones out, cancels none that waits, and leaves none unseen`() {
    var script = script(running("a"), entry(1, "one"), entry(2, "two"))
    script.press(.down, .character(" "), .character(" "), .character("x"))
    #expect(script.rows().joined().contains("Take these 2 exports out of the queue?"))
    script.press(.control("y"))
    #expect(script.effects == [])
    script.type("remove 2")
    script.press(.control("y"))
    #expect(
      script.edits == [
        .edit(1, .remove, seen: .waiting), .edit(2, .remove, seen: .waiting),
      ])
    script.press(.character("*"), .character("x"))
    #expect(script.cancelDialog?.tasks == [id("a")])
    #expect(script.rows().joined().contains("waiting in the queue"))
  }

  @Test func `what is being sent can't be removed, unless nobody can be sending it`() {
    let sending = entry(1, "one", .sending(since: Script.start, by: "me"))
    var script = script(running("a"), sending)
    script.press(.down, .character("x"))
    #expect(script.state.dialog == nil)
    #expect(script.says("it is being sent to AWS just now"))
    script.send(.queue(QueueReport(entries: [sending])))
    script.press(.character("x"))
    #expect(script.state.dialog is QueueQuestion)
  }

  @Test func `what needs a task says why it does nothing`() {
    var script = script(running("a"), entry(1, "one"))
    script.press(.down)
    for key in [Key.character("y"), .character("Y"), .character("o")] {
      script.press(key)
      #expect(script.effects == [])
      #expect(script.state.dialog == nil)
      #expect(script.says("it waits in the queue: AWS has no such export yet"))
      script.state.notices = []
    }
    script.press(.character("a"))
    #expect(script.rows().joined().contains("off: it waits in the queue"))
  }

  @Test func `n is the next export of its series, and c the same again`() {
    let snapshots = [21, 22].map {
      snapshot(
        "rds:a-prod-2026-11-\($0)-01-00", of: "a-prod", hours: Double(22 - $0) * 24 + 11)
    }
    let waiting = QueueEntry(
      id: 1, place: 1, site: Script.place,
      request: StartExportTaskRequest(
        exportTaskIdentifier: "a-2026-11-21", sourceArn: snapshots[0].arn, s3BucketName: "lake",
        iamRoleArn: "arn:aws:iam::123456789012:role/export", kmsKeyId: "alias/lake",
        s3Prefix: "raw/2026/11/21"), addedAt: Script.start)
    var script = script(running("r"), waiting)
    script.press(.down, .character("c"))
    #expect(script.form?.request.exportTaskIdentifier == "a-2026-11-21-2")
    #expect(script.form?.request.sourceArn == snapshots[0].arn)
    #expect(script.screen.contains("Same as a-2026-11-21, but"))
    script.press(.escape, .character("n"))
    script.found(.dbSnapshots(), .sources(snapshots))
    let request = script.form?.request
    #expect(request?.exportTaskIdentifier == "a-2026-11-22")
    #expect(request?.sourceArn == snapshots[1].arn)
    #expect(request?.s3Prefix == "raw/2026/11/22")
    #expect(request?.s3BucketName == "lake")
    #expect(request?.iamRoleArn == waiting.request.iamRoleArn)
  }

  @Test func `of mixed marks each that is left out is named with its reason`() {
    let sending = entry(3, "three", .sending(since: Script.start, by: "me"))
    var script = script(
      running("a") + [task("done", .complete)], entry(1, "one"), entry(2, "two"), sending)
    script.press(.character("*"), .character("x"))
    #expect(script.cancelDialog?.tasks == [id("a")])
    #expect(
      script.cancelDialog?.leftOut.reasons.map(\.words)
        == ["waiting in the queue", "already complete", "being sent to AWS just now"])
    script.press(.escape)
    // Nothing of it runs: what waits is asked about.
    script.state.list.marks.remove(id("a"))
    script.state.list.marks.remove(id("two"))
    let hint = script.screen.contains("x remove") ? "x remove" : script.screen
    script.press(.character("x"))
    let question = script.state.dialog as? QueueQuestion
    #expect(question?.entries.map(\.id) == [1])
    #expect(hint == "x remove")
    #expect(
      question?.leftOut.named
        == ["done: already complete", "three: being sent to AWS just now"])
    #expect(script.screen.contains("2 of 3 marked are left out: done: already complete; three:"))
    script.press(.control("y"))
    #expect(script.edits == [.edit(1, .remove, seen: .waiting)])
  }

  @Test func `what is sent while it is asked about is named as left out`() {
    var script = script(running("a"), entry(1, "one"), entry(2, "two"), entry(3, "three"))
    script.press(.down, .character(" "), .character(" "), .character(" "), .character("x"))
    script.send(
      .queue(
        report(
          entry(1, "one", .sending(since: Script.start, by: "me")), entry(2, "two"),
          entry(3, "three"))))
    #expect(script.screen.contains("one: being sent to AWS just now"))
    #expect(script.screen.contains("remove 2"))
  }

  @Test func `the details show the entry on every page, in the pane and alone`() {
    var script = script(
      five(), entry(1, "one"),
      entry(
        2, "two",
        schedule: QueueSchedule(start: Script.start.addingTimeInterval(7200), zone: "UTC")))
    script.press(.down, .down, .down, .down, .down, .enter)
    let pane = script.rows().joined(separator: "\n")
    #expect(pane.contains("All 5 slots are taken."))
    #expect(pane.contains("≈ 12:30, turn 1"))
    #expect(pane.contains("this dashboard"))
    #expect(pane.contains("s3://lake/"))
    script.press(.character("2"))
    #expect(script.rows().joined().contains("\"ExportTaskIdentifier\": \"one\""))
    script.press(.character("3"))
    #expect(script.rows().joined().contains("put into the queue"))
    script.press(.character("1"), .character("j"), .character("q"), .down, .character("Z"))
    #expect(script.state.page is DetailsPage)
    #expect(script.rows().joined().contains("held after"))
  }

  @Test func `the timeline has a lane where it is likely to run, and none where nobody can tell`() {
    var script = script(
      five(), entry(1, "one"), entry(2, "two", .held(.byUser)), columns: 140)
    script.press(.character("T"))
    let lane = script.rows().first { $0.contains("⋯ one") } ?? ""
    #expect(lane.contains("╱"))
    #expect(lane.contains("starts ≈ 12:30"))
    #expect(!script.rows().contains { $0.contains("⋯ two") })
    script.press(.character("G"))
    #expect(script.selected == "one")
    #expect(script.rows().joined().contains("waits for a slot") == false)
    #expect(script.rows().joined().contains("all 5 slots are taken"))
    script.press(.enter)
    #expect(script.rows().joined().contains("turn 1"))
  }

  @Test func `the queue's page counts turns in the order of the starts, not numbers`() {
    var script = script(
      running("a"),
      entry(
        41, "later",
        schedule: QueueSchedule(start: Script.start.addingTimeInterval(3600), zone: "UTC")),
      entry(42, "first"), entry(43, "kept", .held(.byUser)), columns: 140)
    script.press(.character("Q"))
    #expect(row("later", script).contains("2 waiting later"))
    #expect(row("first", script).contains("1 waiting first"))
    #expect(row("kept", script).contains("– held kept"))
  }

  @Test func `nothing of it is worked out anew while nothing changes`() {
    var script = script(five(), entry(1, "one"))
    let before = script.state.queue.workings
    for _ in 0..<5 {
      script.wait(.seconds(5))
      script.data(five())
    }
    #expect(script.state.queue.workings == before)
    var tasks = five()
    tasks[0] = task("a", .complete, percent: 100, started: -1800, ended: 20)
    script.data(tasks)
    #expect(script.state.queue.workings == before + 1)
    script.wait(.seconds(61))
    script.data(tasks)
    #expect(script.state.queue.workings == before + 2, "time has passed")
  }

  @Test(arguments: [(80, 24), (40, 10), (60, 12), (200, 50)])
  func `the rows are drawn at every size`(columns: Int, rows: Int) {
    var script = Script(running("a"))
    script.send(
      .queue(QueueReport(entries: (1...30).map { entry($0, "export-\($0)") })))
    script.send(.input(.resized(Size(columns: columns, rows: rows))))
    script.press(.character("G"))
    #expect(script.rows().joined().contains("export-30"))
    script.press(.enter, .character("T"))
    #expect(script.rows().count == rows)
  }
}
