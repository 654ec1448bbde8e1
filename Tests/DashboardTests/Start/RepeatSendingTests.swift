import Canvas
import Ground
import Planning
import RDSExports
import Testing
import Tracking

@testable import Dashboard

/// Sending exports that were confirmed together, and queueing those that have to wait.
@Suite struct RepeatSendingTests {
  private static let limit = ExportTasksError.modelled(
    .exportTaskLimitReached, Script.fault("Limit"))

  @Test func `they are sent one after the other, and each result stands on a page`() {
    var script = Script.repeating()
    script.press(.control("y"))
    #expect(script.starts.map(\.exportTaskIdentifier) == ["a-2026-11-21-2"])
    #expect(script.starts.first?.sourceArn == Script.three[0].sourceArn)
    script.answerStart("a-2026-11-21-2")
    #expect(script.starts.map(\.exportTaskIdentifier) == ["b-2026-11-21-2"])
    script.answerStart("b-2026-11-21-2", Self.limit)
    #expect(script.starts.map(\.exportTaskIdentifier) == ["c-2026-11-21-2"])
    script.press(.escape)
    script.answerStart("c-2026-11-21-2")
    #expect(script.starts == [] && script.enqueued == [])
    #expect(script.says("2 of 3 started, 1 refused"))
    #expect(script.state.list.marks.isEmpty)
    #expect(script.state.acting.isEmpty)
  }

  // MARK: The queue

  /// Three to be started, and one slot free.
  private func crowded(isProduction: Bool = false) -> Script {
    .repeating(beside: running("r", "s", "t", "u"), isProduction: isProduction)
  }

  @Test func `what exceeds the slots waits in the queue, after the rest was answered`() {
    var script = crowded()
    #expect(script.turns.map { $0 == .starts } == [true, false, false])
    #expect(script.screen.contains("1 starts now, 2 have to wait."))
    #expect(script.screen.contains("waits: all 5 slots are taken"))
    #expect(script.screen.contains("start 1, queue 2"))
    script.press(.control("o"))
    #expect(script.starts.map(\.exportTaskIdentifier) == ["a-2026-11-21-2"])
    #expect(script.enqueued == [])
    script.answerStart("a-2026-11-21-2")
    let orders = script.enqueued
    #expect(orders.map(\.request.exportTaskIdentifier) == ["b-2026-11-21-2", "c-2026-11-21-2"])
    #expect(orders.allSatisfy { $0.shown == Script.place && $0.site == Script.site })
    #expect(script.state.isActionInFlight)
    script.send(.enqueued(ticket: orders[0].ticket, .waits(number: 7)))
    script.send(.enqueued(ticket: orders[1].ticket, .refused(because: "the disk is full")))
    #expect(script.screen.contains("1 of 3 started, 1 queued, 1 refused"))
    #expect(script.screen.contains("waits in the queue, as number 7"))
    #expect(script.screen.contains("the disk is full"))
    #expect(!script.state.isActionInFlight)
  }

  @Test func `C-y starts what has a slot and leaves the rest out`() {
    var script = crowded()
    script.press(.control("y"))
    script.answerStart("a-2026-11-21-2")
    #expect(script.starts == [] && script.enqueued == [])
    #expect(script.screen.contains("1 of 3 started, 2 left out"))
    #expect(script.marked == ["b-2026-11-21", "c-2026-11-21"])
  }

  @Test func `AWS's own limit sends to the queue what was to be started`() {
    var script = crowded()
    script.press(.control("o"))
    script.answerStart("a-2026-11-21-2", Self.limit)
    #expect(
      script.enqueued.map(\.request.exportTaskIdentifier)
        == ["a-2026-11-21-2", "b-2026-11-21-2", "c-2026-11-21-2"])
  }

  @Test func `one of two of a source waits for the other, and what is in the queue goes first`() {
    let source = "rds:x-prod-2026-11-21-01-00"
    let twins = ["x", "y"].map { Script.night($0, source: source) }
    let script = Script.repeating(twins)
    #expect(script.turns.first == .starts)
    #expect(script.turns.last == .waits(because: "its source is exported by x-2026-11-21-2 first"))
    var waiting = Script.request
    waiting.exportTaskIdentifier = "first"
    var busy = Script(
      Script.three + running("r", "s", "t", "u"), rows: 40, columns: 120,
      settings: Settings(checks: .off))
    busy.send(
      .queue(
        QueueReport(entries: [
          QueueEntry(
            id: 1, place: 1, site: Script.place, request: waiting, addedAt: Script.start)
        ])))
    busy.state.list.marks = Set(Script.three.map(\.id))
    busy.press(.character("c"))
    #expect(!busy.turns.contains(.starts))
    busy.press(.control("y"))
    #expect(busy.starts == [])
    #expect(busy.screen.contains("none can start now"))
    busy.press(.control("o"))
    #expect(busy.enqueued.count == 3)
  }

  @Test func `without a queue there is nothing to wait in`() {
    var script = crowded()
    script.send(.queue(QueueReport(problem: "the disk is full")))
    script.press(.control("o"))
    #expect(script.starts == [] && script.enqueued == [])
    #expect(script.screen.contains("there is no queue: the disk is full"))
  }

  @Test func `a slot that is freed has to be read before it is used`() {
    var script = crowded()
    script.wait(.milliseconds(100))
    script.data(Script.three + running("r", "s", "t"))
    script.send(.input(.key(.control("y"))))
    #expect(script.starts == [])
    #expect(script.turns.map { $0 == .starts } == [true, true, false])
    script.press(.control("y"))
    #expect(script.starts.count == 1)
  }

  @Test func `leaving says how many are not started or queued yet`() {
    var script = crowded()
    script.press(.control("o"), .control("c"))
    #expect(script.says("2 more are not started"))
  }

  // MARK: Guard rails at each send

  @Test func `read-only is looked at again before each send, of the queue too`() {
    var script = Script.repeating()
    script.press(.control("y"))
    script.state.settings.isReadOnly = true
    script.answerStart("a-2026-11-21-2")
    #expect(script.starts == [])
    #expect(script.screen.contains("not sent: read-only"))
    script = crowded()
    script.press(.control("o"))
    script.state.settings.isReadOnly = true
    script.answerStart("a-2026-11-21-2")
    #expect(script.enqueued == [])
    #expect(script.screen.contains("1 of 3 started, 2 refused"))
  }

  @Test func `so is how many one action may touch`() {
    var script = Script.repeating()
    script.press(.control("y"))
    script.state.settings.maxActions = 2
    script.answerStart("a-2026-11-21-2")
    #expect(script.starts == [])
    #expect(script.screen.contains("3 tasks are more than the 2"))
  }

  @Test func `what is left out does not count`() {
    var script = crowded()
    script.press(.control("y"))
    script.state.settings.maxActions = 1
    script.answerStart("a-2026-11-21-2")
    #expect(script.screen.contains("1 of 3 started, 2 left out"))
  }

  @Test func `production wants a word, and a place that becomes production gets nothing more`() {
    var script = Script.repeating(isProduction: true)
    script.press(.control("y"))
    #expect(script.starts == [])
    script.type("start 3")
    script.press(.control("y"))
    #expect(script.starts.count == 1)
    script.answerStart("a-2026-11-21-2")
    #expect(script.starts.count == 1)
    script = Script.repeating()
    script.press(.control("y"))
    script.state.watch = WatchSet([
      Watched(id: Script.context, label: Script.label, isProduction: true)
    ])
    script.answerStart("a-2026-11-21-2")
    #expect(script.starts == [])
    #expect(script.screen.contains("this is production by now"))
  }

  @Test func `the queue wants the word as well`() {
    var script = crowded(isProduction: true)
    script.press(.control("o"))
    #expect(script.starts == [] && script.enqueued == [])
    script.type("start 3")
    script.press(.control("o"))
    #expect(script.starts.count == 1)
    script.answerStart("a-2026-11-21-2")
    #expect(script.enqueued.count == 2)
  }

  @Test func `one export alone wants its new name, whichever source it is of`() {
    var script = Script.repeating([Script.night("a")], isProduction: true)
    #expect(script.repeatQuestion?.word.wanted == "a-2026-11-21-2")
    script.found(
      .dbSnapshots(),
      .sources([snapshot("rds:a-prod-2026-11-22-01-00", of: "a-prod", hours: 11)]))
    script.press(.control("n"))
    #expect(script.repeatQuestion?.word.wanted == "a-2026-11-22")
  }
}
