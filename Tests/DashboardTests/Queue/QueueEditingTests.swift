import Canvas
import Ground
import Planning
import RDSExports
import Testing
import Tracking

@testable import Dashboard

/// What a person does to what waits is looked at again when it is done, and leaves nothing behind.
@Suite struct QueueEditingTests {
  private static let production = WatchSet([
    Watched(id: Script.context, label: Script.label, isProduction: true)
  ])
  private static let readOnly = WatchSet([
    Watched(id: Script.context, label: Script.label, isReadOnly: true)
  ])

  private func entry(_ id: Int, _ state: QueueEntry.State = .waiting) -> QueueEntry {
    QueueEntry(
      id: id, place: id, site: Script.place,
      request: StartExportTaskRequest(
        exportTaskIdentifier: "q\(id)",
        sourceArn: "arn:aws:rds:eu-west-1:123456789012:snapshot:s\(id)", s3BucketName: "lake",
        iamRoleArn: "arn:aws:iam::123456789012:role/export", kmsKeyId: "alias/lake"),
      addedAt: Script.start, state: state)
  }

  private func report(_ entries: QueueEntry...) -> Message {
    .queue(
      QueueReport(
        entries: entries,
        runners: [Script.place: QueueRunnerName(kind: .dashboard, pid: 7, isThis: true)]))
  }

  private func script(
    _ entries: QueueEntry..., settings: Settings = Settings(), columns: Int = 120
  ) -> Script {
    var script = Script(running("a"), columns: columns, settings: settings)
    script.send(
      .queue(
        QueueReport(
          entries: entries,
          runners: [Script.place: QueueRunnerName(kind: .dashboard, pid: 7, isThis: true)])))
    return script
  }

  /// The same with all that waits marked, in the list.
  private func marked(_ entries: QueueEntry...) -> Script {
    var script = Script(running("a"), columns: 120)
    script.send(.queue(QueueReport(entries: entries)))
    script.press(.down)
    for _ in entries { script.press(.character(" ")) }
    return script
  }

  // MARK: Read-only

  @Test(arguments: [true, false])
  func `where all or its context is read-only nothing is done to the queue`(isGlobal: Bool) {
    for key in [Key.character("x"), .character("H"), .control("n"), .control("p")] {
      var script = script(
        entry(1), entry(2, .held(.byUser)), settings: Settings(isReadOnly: isGlobal))
      if !isGlobal { script.state.watch = Self.readOnly }
      script.press(.character("Q"), .down, key)
      #expect(script.state.dialog == nil && script.effects == [], "\(key)")
      #expect(script.says("is off: read-only"), "\(key)")
      let hints = script.rows().last ?? ""
      #expect(!hints.contains("remove") && !hints.contains("hold") && !hints.contains("release"))
      script.press(.character("a"))
      #expect(script.screen.contains("off: read-only"))
    }
  }

  @Test func `nor from the list`() {
    var script = script(entry(1))
    script.state.watch = Self.readOnly
    script.press(.down)
    #expect(!(script.rows().last ?? "").contains("x "))
    script.press(.character("x"))
    #expect(script.state.dialog == nil && script.says("read-only"))
  }

  @Test func `a yes that was asked for before is refused as well`() {
    for key in [Key.character("x"), .character("H")] {
      var script = script(entry(1))
      script.press(.character("Q"), key)
      script.state.watch = Self.readOnly
      script.press(.control("y"))
      #expect(script.edits == [])
      #expect(script.says("nothing was done: read-only"))
    }
  }

  // MARK: Agreement

  @Test func `a release without a word is not made where it is production by now`() {
    var script = script(entry(1, .held(.byUser)))
    script.press(.character("Q"), .character("H"))
    var late = script
    late.state.watch = Self.production
    // In the very moment, before anything was drawn anew.
    late.press(.control("y"))
    #expect(late.edits == [])
    #expect(late.says("this is production by now"))
    // And as soon as it is known, the question wants the word.
    script.state.watch = Self.production
    script.send(.input(.due))
    #expect((script.state.dialog as? QueueQuestion)?.word.wanted == "q1")
    script.press(.control("y"))
    #expect(script.edits == [])
    script.type("q1")
    script.press(.control("y"))
    #expect(script.edits == [.edit(1, .release, seen: .held(.byUser))])
    guard case .queue(_, at: Script.place, let agreed)? = script.effects.first else {
      Issue.record("\(script.effects)")
      return
    }
    #expect(agreed.hasWord && agreed.count == 1)
  }

  @Test func `more than one action may touch by now are not removed`() {
    var script = marked(entry(1), entry(2), entry(3))
    script.press(.character("x"))
    script.type("remove 3")
    script.state.settings.maxActions = 2
    script.press(.control("y"))
    #expect(script.edits == [])
    #expect(script.says("3 tasks are more than the 2"))
  }

  @Test func `one yes to several goes along with each, with how many they are`() {
    var script = marked(entry(1), entry(2))
    script.press(.character("x"))
    script.type("remove 2")
    script.press(.control("y"))
    let agreed = script.effects.compactMap { effect -> Agreement? in
      if case .queue(_, at: _, let agreed) = effect { agreed } else { nil }
    }
    #expect(agreed == Array(repeating: Agreement(number: 1, count: 2, hasWord: true), count: 2))
  }

  @Test func `a question that wanted a word wants one still when one export is left`() {
    var script = marked(entry(1), entry(2))
    script.press(.character("x"))
    script.type("remo")
    script.send(report(entry(2)))
    let question = script.state.dialog as? QueueQuestion
    #expect(question?.entries.map(\.id) == [2])
    #expect(question?.word.wanted == "q2")
    // No letter is a key of the list, and what was typed so far is no yes.
    script.type("ve 2")
    #expect(script.state.dialog is QueueQuestion)
    script.press(.control("y"))
    #expect(script.edits == [])
    #expect(script.screen.contains("Type q2 and press C-y:"))
    script.press(.control("u"))
    script.type("q2")
    script.press(.control("y"))
    #expect(script.edits == [.edit(2, .remove, seen: .waiting)])
  }

  // MARK: What is left of what was removed

  @Test func `what is taken out of the queue leaves no mark, and is said to be gone`() {
    var script = marked(entry(1), entry(2))
    #expect(script.marked == ["q1", "q2"])
    script.press(.character("x"))
    script.type("remove 2")
    script.press(.control("y"))
    #expect(script.marked == [])
    script.send(.queue(QueueReport(problem: "the disk is full")))
    #expect(!script.says("taken out of the queue"))
    script.send(report())
    #expect(script.says("2 exports were taken out of the queue"))
    var one = self.script(entry(1), entry(2))
    one.press(.down, .character("x"), .control("y"))
    one.send(report(entry(2)))
    #expect(one.says("q1 was taken out of the queue"))
    // What has gone on meanwhile was not.
    var started = self.script(entry(1), entry(2))
    started.press(.down, .character("x"), .control("y"))
    started.send(report(entry(1, .started(at: Script.start)), entry(2)))
    started.send(report(entry(2)))
    #expect(!started.says("taken out of the queue"))
  }

  @Test func `a mark goes with what others took out, and stays with what has become a task`() {
    var script = marked(entry(1), entry(2))
    script.data(running("a") + [task("q2", .starting)])
    script.send(report())
    #expect(script.marked == ["q2"])
  }

  @Test func `while the order is held what is gone says so, and is not counted`() {
    var script = script(entry(1), entry(2))
    script.press(.down, .character("x"), .control("y"))
    script.send(report(entry(2)))
    #expect(script.names == ["a", "q1", "q2"])
    let row = script.rows().first { $0.contains("q1 ") && $0.contains("gone") } ?? ""
    #expect(row.contains("⋯ gone") && row.contains("no longer queued"))
    #expect(!row.contains("waiting") && !row.contains("≈") && !row.contains("now"))
    #expect(!script.screen.contains("3 of 2"))
    // It can be neither marked nor removed.
    script.state.list.selected = id("q1")
    script.press(.character(" "))
    #expect(script.marked == [])
    script.state.list.selected = id("q1")
    script.press(.character("x"))
    #expect(script.state.dialog == nil && script.says("it has left the queue"))
    script.idle(.seconds(6))
    #expect(script.names == ["a", "q2"])
  }

  @Test func `what x is for is not canceled where the filter hides the only mark`() {
    var script = Script(running("a", "b"), columns: 120)
    script.press(.character(" "), .character("/"))
    script.type("b")
    script.press(.enter)
    #expect(script.names == ["b"] && script.marked == ["a"])
    #expect(!(script.rows().last ?? "").contains("x "))
    script.press(.character("x"))
    #expect(script.state.dialog == nil)
  }
}
