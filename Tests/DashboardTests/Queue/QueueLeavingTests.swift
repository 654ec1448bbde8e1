import Canvas
import Planning
import RDSExports
import Testing
import Tracking

@testable import Dashboard

private func entry(_ id: Int, _ name: String, _ state: QueueEntry.State = .waiting) -> QueueEntry {
  QueueEntry(
    id: id, place: id, site: Script.place,
    request: StartExportTaskRequest(
      exportTaskIdentifier: name,
      sourceArn: "arn:aws:rds:eu-west-1:123456789012:snapshot:\(name)-source",
      s3BucketName: "lake", iamRoleArn: "arn:aws:iam::123456789012:role/export",
      kmsKeyId: "alias/lake"), addedAt: Script.start, state: state)
}

private let thisOne = QueueRunnerName(kind: .dashboard, pid: 7, isThis: true)

/// Whoever leaves is told where nothing starts what waits.
@Suite struct `Leaving what waits` {
  private func script(_ runner: QueueRunnerName?, _ entries: [QueueEntry]) -> Script {
    var script = Script(running("a"))
    script.send(
      .queue(
        QueueReport(entries: entries, runners: runner.map { [Script.place: $0] } ?? [:])))
    return script
  }

  @Test(arguments: [thisOne, nil])
  func `asks where nobody else starts it`(runner: QueueRunnerName?) {
    var script = script(runner, [entry(1, "one"), entry(2, "two")])
    script.press(.character("q"))
    #expect(script.effects == [])
    #expect(script.rows().joined().contains("exportdeck queue run"))
    script.press(.character("n"))
    #expect(script.effects == [])
    script.press(.control("c"), .control("y"))
    #expect(script.effects == [.quit])
    #expect(script.state.leftWaiting == 2)
  }

  @Test func `the demo's queue ends with it, and that is asked where something was put into it`() {
    func demo(isOwn: Bool) -> Script {
      var script = Script(running("a"), settings: Settings(isDemo: true))
      if isOwn { script.state.queuedHere = [1] }
      script.send(.queue(QueueReport(entries: [entry(1, "one"), entry(2, "two")])))
      script.press(.character("q"))
      return script
    }
    #expect(demo(isOwn: false).effects == [.quit])
    #expect(demo(isOwn: false).state.leftWaiting == 2)
    var script = demo(isOwn: true)
    #expect(script.effects == [])
    #expect(script.rows().joined().contains("The demo's queue ends with it: they are forgotten"))
    #expect(!script.rows().joined().contains("exportdeck queue run"))
    script.press(.control("y"))
    #expect(script.effects == [.quit])
  }

  @Test func `what is being queued, and what no report has yet, is asked about`() throws {
    var script = Script(running("a", "b", "c", "d", "e"))
    script.press(.character("n"))
    script.fill()
    script.press(.control("s"), .control("o"))
    let (ticket, request) = try #require(script.enqueued.first.map { ($0.ticket, $0.request) })
    var early = script
    early.press(.character("q"))
    #expect(early.effects == [] && early.screen.contains("Leave while 1 export waits?"))
    // It is waited for, and not asked about again.
    early.press(.control("y"))
    #expect(early.effects == [] && early.state.leavingBy != nil)
    early.send(.enqueued(ticket: ticket, .waits(number: 4)))
    #expect(early.effects == [.quit])

    script.send(.enqueued(ticket: ticket, .waits(number: 4)))
    var late = script
    late.press(.character("q"))
    #expect(late.effects == [] && late.screen.contains("Leave while 1 export waits?"))
    let queued = QueueEntry(
      id: 4, place: 4, site: Script.place, request: request, addedAt: Script.start)
    script.send(.queue(QueueReport(entries: [queued])))
    #expect(script.state.leftWaiting == 1)
    script.send(.queue(QueueReport()))
    script.press(.character("q"))
    #expect(script.effects == [.quit])
  }

  @Test func `what has come to wait since the question is asked about once more`() {
    var script = script(thisOne, [entry(1, "one")])
    script.press(.character("q"))
    script.send(
      .queue(
        QueueReport(
          entries: [entry(1, "one"), entry(2, "two")], runners: [Script.place: thisOne])))
    script.press(.control("y"))
    #expect(script.effects == [] && script.screen.contains("Leave while 2 exports wait?"))
    script.press(.control("y"))
    #expect(script.effects == [.quit])
    // While an action is waited for, too.
    var acting = self.script(thisOne, [])
    acting.press(.character("x"), .control("y"))
    acting.press(.character("q"))
    #expect(acting.effects == [] && acting.state.leavingBy != nil)
    acting.send(
      .queue(QueueReport(entries: [entry(1, "one")], runners: [Script.place: thisOne])))
    acting.answerCancel(of: id("a"), .success(task("a", .canceling).task))
    #expect(acting.effects == [] && acting.screen.contains("Leave while 1 export waits?"))
    acting.press(.control("y"))
    #expect(acting.effects == [.quit])
  }

  @Test func `the demo counts what is held as held`() {
    var script = Script(running("a"), settings: Settings(isDemo: true))
    script.state.queuedHere = [1]
    let held = entry(3, "three", .held(.byUser))
    for (entries, words) in [
      ([entry(1, "one"), entry(2, "two"), held], "Leave while 2 exports wait and 1 is held?"),
      ([entry(1, "one", .held(.byUser))], "Leave while 1 export is held?"),
    ] {
      script.send(.queue(QueueReport(entries: entries)))
      script.press(.character("q"))
      #expect(script.screen.contains(words))
      script.press(.escape)
    }
  }

  @Test func `asks about what waits after what was typed`() {
    var script = script(thisOne, [entry(1, "one")])
    script.press(.character("n"))
    script.type("half")
    script.press(.control("c"), .control("y"))
    #expect(script.effects == [])
    #expect(script.rows().joined().contains("exportdeck queue run"))
    script.press(.control("y"))
    #expect(script.effects == [.quit])
  }

  @Test func `leaves at once where another does, or nothing waits`() {
    let other = QueueRunnerName(kind: .command, pid: 41, isThis: false)
    for (runner, entries) in [
      (other, [entry(1, "one")]), (thisOne, []), (thisOne, [entry(1, "one", .held(.byUser))]),
      (thisOne, [entry(1, "one", .started(at: Script.start))]),
    ] {
      var script = script(runner, entries)
      script.press(.character("q"))
      #expect(script.effects == [.quit])
    }
  }
}
