import Canvas
import Foundation
import Ground
import Planning
import RDSExports
import Testing
import Tracking

@testable import Dashboard

private func entry(
  _ id: Int, _ name: String, _ state: QueueEntry.State = .waiting, at site: Site = Script.place,
  source: String? = nil, schedule: QueueSchedule? = nil
) -> QueueEntry {
  QueueEntry(
    id: id, place: id, site: site,
    request: StartExportTaskRequest(
      exportTaskIdentifier: name,
      sourceArn: "arn:aws:rds:eu-west-1:123456789012:snapshot:\(source ?? "\(name)-source")",
      s3BucketName: "lake", iamRoleArn: "arn:aws:iam::123456789012:role/export",
      kmsKeyId: "alias/lake"), addedAt: Script.start, schedule: schedule, state: state)
}

private let thisOne = QueueRunnerName(kind: .dashboard, pid: 7, isThis: true)

/// The queue says of each export why it waits, and who starts it.
@Suite struct QueuePageTests {
  private func opened(
    _ entries: [QueueEntry], runner: QueueRunnerName? = thisOne,
    _ tasks: [TrackedTask] = running("a"),
    columns: Int = 140
  ) -> Script {
    var script = Script(tasks, columns: columns)
    script.send(.queue(report(entries, runner)))
    script.press(.character("Q"))
    return script
  }

  private func report(_ entries: [QueueEntry], _ runner: QueueRunnerName? = thisOne) -> QueueReport
  {
    QueueReport(entries: entries, runners: runner.map { [Script.place: $0] } ?? [:])
  }

  private func row(_ name: String, _ script: Script) -> String {
    script.rows().map { $0.split(separator: " ").joined(separator: " ") }
      .first { $0.contains(name) && !$0.contains("arn:") } ?? ""
  }

  @Test func `each says why it waits`() {
    let script = opened([
      entry(1, "one", source: "a-source"), entry(2, "two"), entry(3, "three", .held(.byUser)),
      entry(4, "four", .held(.refused("AWS says no."))),
      entry(
        5, "five",
        schedule: QueueSchedule(start: Script.start.addingTimeInterval(3600), zone: "UTC")),
      entry(6, "six", .sending(since: Script.start, by: "me")),
      entry(7, "seven", .started(at: Script.start)),
    ])
    #expect(row("one", script).contains("waiting"))
    #expect(row("one", script).contains("its source is exported by a first"))
    #expect(row("two", script).contains("now starts next"))
    #expect(row("three", script).contains("held by a person"))
    #expect(row("four", script).contains("AWS says no."))
    #expect(row("five", script).contains("≈ 13:00 until 13:00"))
    #expect(row("six", script).contains("sending"))
    #expect(row("seven", script).contains("started"))
    #expect(script.rows()[1].contains("4 waiting, 2 held   started by this dashboard"))
  }

  @Test func `the slots are AWS's, and a forecast goes by what runs`() {
    let end = Script.start.addingTimeInterval(1800)
    let tasks = ["a", "b", "c", "d", "e"].map { name in
      task(
        name, percent: 50, started: -1800,
        progress: ProgressEvidence(
          percentPerHour: 100, expectedEnd: end, lastMovement: Script.start, samples: 9))
    }
    let script = opened([entry(1, "one"), entry(2, "two")], tasks)
    #expect(row("one", script).contains("≈ 12:30 all 5 slots are taken"))
  }

  @Test func `nobody may run it, and another may`() {
    #expect(opened([entry(1, "one")], runner: nil).rows()[1].contains("started by nobody"))
    let other = QueueRunnerName(kind: .command, pid: 41, isThis: false)
    #expect(
      opened([entry(1, "one")], runner: other).rows()[1].contains("started by queue run (pid 41)"))
    var script = Script(running("a"), columns: 140)
    script.send(
      .queue(
        QueueReport(
          entries: [entry(1, "one")], obstacles: [Script.place: "No AWS credentials were found."])))
    script.press(.character("Q"))
    #expect(script.rows()[1].contains("started by nobody: No AWS credentials were found."))
  }

  @Test func `names have the room that they need before a reason has more than its own`() {
    let script = opened(
      [entry(1, "nightly-export-of-billing", source: "a-source")], columns: 90)
    #expect(row("nightly-export-of-billing", script).hasSuffix("a exports its source"))
    let busy = opened(
      [entry(1, "one", source: "x"), entry(2, "nightly-billing", source: "x")], columns: 80)
    #expect(row("nightly-billing", busy).contains("one exports its source"))
  }

  @Test func `what AWS keeps refusing says for how long, and that a person may hold it`() {
    func refused(since: TimeInterval) -> Script {
      var waiting = entry(1, "one")
      waiting.setback = QueueSetback(
        kind: .source, since: Script.start.addingTimeInterval(-since),
        at: Script.start.addingTimeInterval(-1), words: "not now", count: 9)
      return opened([waiting])
    }
    #expect(row("one", refused(since: 60)).contains("AWS said: its source can't be exported now"))
    #expect(
      row("one", refused(since: 3 * 3600)).contains(
        "AWS has refused it for 3 h 00 m, a person may hold it: its source can't be exported now"))
  }

  @Test func `who starts what waits is said once, and for each where they differ`() {
    var other = Script.place
    other.region = "us-east-1"
    let entries = [entry(1, "one"), entry(2, "two", at: other)]
    var script = Script(running("a"), columns: 80)
    script.send(
      .queue(QueueReport(entries: entries, runners: [Script.place: thisOne, other: thisOne])))
    script.press(.character("Q"))
    #expect(script.rows()[1].hasPrefix(" 2 waiting   started by this dashboard  "))
    script.send(.queue(QueueReport(entries: entries, runners: [Script.place: thisOne])))
    #expect(
      script.rows()[1].hasPrefix(
        " 2 waiting   started by this dashboard (prod), nobody (us-east-1)"))
  }

  @Test func `an empty one says how it is filled, and one that can't be used why`() {
    #expect(opened([]).rows().joined().contains("Nothing waits."))
    var script = Script(running("a"), columns: 140)
    script.send(.queue(QueueReport(problem: "there is no queue: the file is damaged")))
    script.press(.character("Q"))
    #expect(script.rows().joined().contains("there is no queue: the file is damaged"))
    // How many wait is not known then.
    #expect(!script.rows().joined().contains("0 waiting"))
  }

  @Test func `holding, releasing and removing ask, and C-y alone does it`() {
    for (key, edit) in [(Key.character("H"), QueueEdit.hold), (.character("x"), .remove)] {
      var script = opened([entry(1, "one"), entry(2, "two")])
      script.press(.down, key)
      #expect(script.effects == [])
      #expect(script.state.dialog is QueueQuestion)
      script.press(.character("y"))
      #expect(script.effects == [])
      #expect(script.state.dialog == nil)
      script.press(key, .control("y"))
      #expect(script.edits == [.edit(2, edit, seen: .waiting)])
      #expect(script.state.place == .queue)
    }
    var held = opened([entry(1, "one", .held(.missed))])
    held.press(.character("H"), .control("y"))
    #expect(held.edits == [.edit(1, .release, seen: .held(.missed))])
  }

  @Test func `a question follows what becomes of its export`() {
    func asked(_ key: Key, then state: QueueEntry.State?) -> Script {
      var script = opened([entry(1, "one"), entry(2, "two")])
      script.press(.down, key)
      script.send(.queue(report([entry(1, "one")] + (state.map { [entry(2, "two", $0)] } ?? []))))
      return script
    }
    var started = asked(.character("x"), then: .started(at: Script.start))
    // A yes to what stood there before.
    started.send(.input(.key(.control("y"))))
    #expect(started.effects == [])
    #expect(started.screen.contains("It has been started, and goes on at AWS"))
    started.press(.control("y"))
    #expect(
      started.edits == [.edit(2, .remove, seen: .started(at: Script.start))])

    let held = asked(.character("H"), then: .started(at: Script.start))
    #expect(held.state.dialog == nil)
    #expect(held.says("nothing was done: it has been started"))
    let gone = asked(.character("x"), then: nil)
    #expect(gone.state.dialog == nil)
    #expect(gone.says("it has left the queue"))
  }

  @Test func `turns are changed by keys that no text contains`() {
    var script = opened([entry(1, "one"), entry(2, "two")])
    script.press(.control("p"))
    #expect(script.effects == [])
    #expect(script.says("it is the first"))
    script.press(.control("n"))
    #expect(script.edits == [.edit(1, .move(by: 1), seen: .waiting)])
    script.press(.down, .control("p"))
    #expect(script.edits == [.edit(2, .move(by: -1), seen: .waiting)])
  }

  @Test func `the reason why nobody starts it comes before the place, and is whole on 80 columns`()
  {
    var report = QueueReport(entries: [entry(1, "one")])
    report.obstacles[Script.place] = "\(Script.place.words) is read-only here"
    var script = Script(running("a"), columns: 80)
    script.send(.queue(report))
    script.press(.character("Q"))
    #expect(script.screen.contains("started by nobody: read-only here"))
    report.obstacles[Script.place] = "AWS has not answered yet"
    script.send(.queue(report))
    #expect(script.screen.contains("started by nobody: AWS has not answered yet"))
  }

  @Test func `who starts nothing takes fewer columns before the context goes`() {
    var script = Script(running("a"), columns: 80)
    let other = ContextID(2)
    let label = ContextLabel(profile: "stage", region: "us-east-1")
    script.state.watch = WatchSet([
      Watched(id: Script.context, label: Script.label), Watched(id: other, label: label),
    ])
    var elsewhere = Script.place
    elsewhere.region = "us-east-1"
    script.data([], context: other, site: elsewhere, label: label)
    script.send(
      .queue(
        QueueReport(entries: [
          entry(1, "a-long-name-of-an-export"), entry(2, "two", at: elsewhere),
        ])))
    script.press(.character("Q"))
    #expect(script.screen.contains("CONTEXT  STARTS"))
    #expect(row("two", script).contains("stage nobody"))
    script.send(.input(.resized(Size(columns: 140, rows: 24))))
    #expect(row("two", script).contains("stage nobody runs it"))
  }

  @Test func `what is sent or started can't be edited, and says why`() {
    var script = opened([entry(1, "one", .sending(since: Script.start, by: "me"))])
    script.press(.character("H"))
    #expect(script.state.dialog == nil)
    #expect(script.says("it is being sent to AWS just now"))
  }

  @Test func `the selection stays with its export, and goes on where that is gone`() {
    var script = opened([entry(1, "one"), entry(2, "two"), entry(3, "three")])
    script.press(.down)
    script.send(.queue(report([entry(2, "two"), entry(1, "one"), entry(3, "three")])))
    #expect(script.state.queuePage?.selectedRow(script.state)?.entry.id == 2)
    script.send(.queue(report([entry(1, "one"), entry(3, "three")])))
    #expect(script.state.queuePage?.selectedRow(script.state)?.entry.id == 1)
    script.press(.character("Q"))
    #expect(script.state.place == .list)
  }

  @Test func `the summary counts what waits`() {
    var script = Script(running("a"), columns: 140)
    script.send(.queue(report([entry(1, "one"), entry(2, "two", .held(.byUser))])))
    #expect(script.rows()[1].contains("1 waiting, 1 held"))
  }

  @Test(arguments: [(80, 24), (40, 10), (60, 12), (200, 50)])
  func `is drawn at every size`(columns: Int, rows: Int) {
    var script = opened((1...30).map { entry($0, "export-\($0)") })
    script.send(.input(.resized(Size(columns: columns, rows: rows))))
    for _ in 0..<35 { script.press(.down) }
    #expect(script.rows().joined().contains("export-30"))
  }
}

/// A start that would be refused can wait instead.
@Suite struct `A start that waits` {
  @Test func `C-o queues what was to be started, and the form comes back where it is refused`()
    throws
  {
    var script = Script(running("a", "b", "c", "d", "e"))
    script.press(.character("n"))
    script.fill()
    script.press(.control("s"))
    #expect(script.rows().joined().contains("All 5 slots are taken: C-o lets it wait"))
    let request = try #require(script.form?.request)
    script.press(.control("o"))
    #expect(script.enqueued.map(\.request) == [request])
    #expect(script.enqueued.first?.shown == Script.place)
    #expect(script.state.dialog == nil)
    let ticket = try #require(script.enqueued.first?.ticket)
    script.send(.enqueued(ticket: ticket, .refused(because: "the disk is full")))
    #expect(script.form?.request == request)
    #expect(script.screen.contains("it was not queued: the disk is full"))
  }

  @Test func `a form that was left is there after another was queued`() throws {
    var script = Script(running("a", "b", "c", "d", "e"))
    script.openEmptyForm()
    script.press(.tab, .character("z"), .escape)
    #expect(script.state.keptForm?.request.exportTaskIdentifier == "z")
    script.press(.character("n"))
    script.fill()
    script.press(.control("s"), .control("o"))
    let (ticket, request) = try #require(script.enqueued.first.map { ($0.ticket, $0.request) })
    let entry = QueueEntry(
      id: 1, place: 1, site: Script.place, request: request, addedAt: Script.start)
    script.send(.enqueued(ticket: ticket, .waits(number: 1)))
    script.send(.queue(QueueReport(entries: [entry], runners: [Script.place: thisOne])))
    #expect(script.state.keptForm?.request.exportTaskIdentifier == "z")
  }

  @Test func `the slots of another region count where they are counted together`() {
    for scope in SlotScope.allCases {
      var settings = Settings(themeNames: ["default"])
      settings.slotScope = scope
      var script = Script(settings: settings)
      let other = ContextID(2)
      let label = ContextLabel(profile: "prod", region: "us-east-1")
      script.state.watch = WatchSet([
        Watched(id: Script.context, label: Script.label), Watched(id: other, label: label),
      ])
      var elsewhere = Script.place
      elsewhere.region = "us-east-1"
      script.data(running("a"))
      script.data(
        ["b", "c", "d", "e"].map { task($0, percent: 5, context: other) }, context: other,
        site: elsewhere, label: label)
      script.press(.character("g"), .character("n"))
      script.fill()
      script.press(.control("s"))
      let form = (script.state.dialog as? StartQuestion)?.form
      #expect(form != nil)
      #expect(
        script.screen.contains("All 5 slots are taken: C-o lets it wait") == (scope == .account))
    }
  }

  @Test func `text queues nothing`() {
    for key in [Key.character("w"), .character("y"), .enter] {
      var script = Script(running("a", "b", "c", "d", "e"))
      script.press(.character("n"))
      script.fill()
      script.press(.control("s"), key)
      #expect(script.effects == [])
    }
  }
}
