import Canvas
import Foundation
import Listing
import RDSExports
import Testing
import Tracking

@testable import Dashboard

/// One list of what several contexts see.
@Suite struct SeveralContextsTests {
  private let trouble = Trouble(
    kind: .unreachable, summary: "RDS can't be reached.", advice: "Check the network.",
    since: Script.start)

  @Test func `rows of all contexts are one list, and counts are over all`() {
    let script = Several.script(3)
    #expect(script.names.count == 9)
    #expect(script.state.counts.total == 9)
    #expect(script.state.counts[.running] == 6)
    #expect(Set(script.state.list.rows.map(\.task.siteID.number)) == [1, 2, 3])
  }

  @Test func `a context that stands by has no rows and takes none away`() {
    var script = Several.script(2)
    script.standBy(3, behind: 1, of: 1)
    #expect(script.names.count == 6)
    #expect(script.state.counts.total == 6)
    #expect(script.state.snapshot(of: SiteID(1))?.context == ContextID(1))
    script.standBy(3, behind: 1, of: 1)
    #expect(script.names.count == 6)
  }

  @Test(arguments: [true, false], [true, false])
  func `who takes a site over has its rows at once, whichever snapshot comes first`(
    isOldFirst: Bool, isHeld: Bool
  ) {
    var script = Several.script(2)
    script.standBy(3, behind: 1, of: 1)
    script.press(.down)
    if !isHeld { script.idle(.seconds(6)) }
    let selected = script.selected
    let tasks = script.state.snapshots[ContextID(1)].map { Array($0.tasks) } ?? []
    func takeOver(_ script: inout Script) {
      script.data(
        tasks, context: ContextID(3), id: SiteID(1), site: Several.place(1),
        label: Several.label(3))
    }
    if isOldFirst {
      script.standBy(1, behind: 3, of: 1, trouble: trouble)
      #expect(script.names.count == 6)
      #expect(script.state.selectedTask != nil)
      #expect(script.state.counts.total == 6)
      #expect(script.state.task(id("failed-1")) != nil)
      takeOver(&script)
    } else {
      takeOver(&script)
      script.standBy(1, behind: 3, of: 1, trouble: trouble)
    }
    #expect(script.names.count == 6)
    #expect(script.leaving == [])
    #expect(script.selected == selected)
    #expect(script.state.counts.total == 6)
    #expect(script.state.snapshot(of: SiteID(1))?.context == ContextID(3))
    #expect(script.state.task(id("failed-1")) != nil)
    // What comes next from there changes rows in their places.
    let moved = tasks.map { known in
      known.identifier == "r0-1" ? task("r0-1", percent: 99) : known
    }
    script.data(
      moved, context: ContextID(3), id: SiteID(1), site: Several.place(1), label: Several.label(3))
    let row = script.state.list.rows.first { $0.task.identifier == "r0-1" }
    #expect(row?.task.percentProgress == 99)
  }

  @Test
  func `a context whose account turns out to be another's takes nothing away and says nothing`() {
    var script = Several.script(2)
    var unknown = Several.place(1)
    unknown.account = nil
    script.data(
      [task("own", context: ContextID(0))], context: ContextID(3), id: SiteID(0), site: unknown,
      label: Several.label(3))
    #expect(script.names.count == 7)
    script.standBy(3, behind: 1, of: 1)
    #expect(script.names.count == 6)
    #expect(!script.names.contains("own"))
    #expect(script.said == [])
  }

  @Test func `another account behind one context leaves the others' rows and marks as they are`() {
    var script = Several.script(2)
    script.press(.end)
    while script.state.list.selected?.site != SiteID(2) { script.press(.up) }
    script.press(.character(" "))
    let (marked, selected) = (script.marked, script.state.list.selected)
    script.data(
      [task("new", context: ContextID(9))], context: ContextID(1), id: SiteID(9),
      site: Several.place(9), label: Several.label(1))
    #expect(script.names.filter { $0.hasSuffix("-1") } == [])
    #expect(script.names.contains("new"))
    #expect(script.marked == marked && !marked.isEmpty)
    #expect(script.state.list.selected == selected)
    #expect(script.says("the settings of prod lead to account"))
  }

  @Test func `the name of a task that two accounts have stands for two tasks`() {
    var script = Several.script(2)
    for number in [1, 2] {
      let context = ContextID(number)
      script.data(
        [task("same", percent: 10 * number, context: context)], context: context,
        site: Several.place(number), label: Several.label(number))
    }
    #expect(script.names == ["same", "same"])
    script.press(.home, .character(" "))
    #expect(script.state.list.marks == [TaskID(site: SiteID(2), identifier: "same")])
  }

  @Test func `the context column is there where rows are of several sites, and not before`() {
    var script = Several.script(1)
    #expect(!script.rows()[3].contains("CONTEXT"))
    #expect(!script.state.sortColumns.contains(.context))
    script.standBy(2, behind: 1, of: 1)
    #expect(!script.rows()[3].contains("CONTEXT"))
    script.answer(3)
    #expect(script.rows()[3].contains("CONTEXT"))
    #expect(script.rows().contains { $0.contains("r0-3") && $0.contains("dev") })
    #expect(script.rows().contains { $0.contains("r0-1") && $0.contains("prod") })
  }

  @Test(arguments: [80, 120, 200])
  func `which export of which context does what is there at once`(columns: Int) {
    let script = Several.script(3, columns: columns)
    let heading = script.rows()[3]
    for word in ["IDENTIFIER", "CONTEXT", "STATUS", "PROGRESS"] {
      #expect(heading.contains(word), "\(word)")
    }
  }

  @Test(arguments: [80, 100, 120, 200])
  func `two regions of one profile can be told apart`(columns: Int) {
    var script = Several.script(2, columns: columns)
    for (number, region) in [(1, "eu-west-1"), (2, "us-east-1")] {
      script.data(
        [task("nightly-orders-2026-11-22", percent: number, context: ContextID(number))],
        context: ContextID(number), site: Several.place(number),
        label: ContextLabel(profile: "prod", region: region))
    }
    let rows = script.rows().filter { $0.contains("nightly") }
    #expect(rows.count { $0.contains("prod·eu-west-1") } == 1)
    #expect(rows.count { $0.contains("prod·us-east-1") } == 1)
  }

  @Test func `rows are sorted by what their contexts are called, and stay so under new names`() {
    var script = Several.script(3)
    script.state.sort(by: Sort(column: .context, ascending: true), at: script.moment)
    func order() -> [Int] { script.state.list.rows.map(\.task.siteID.number) }
    #expect(order() == [3, 3, 3, 1, 1, 1, 2, 2, 2])
    script.press(.character("I"))
    #expect(order() == [2, 2, 2, 1, 1, 1, 3, 3, 3])
    script.idle(.seconds(6))
    script.data(
      [task("z", context: ContextID(3))], context: ContextID(3), site: Several.place(3),
      label: ContextLabel(name: "zoo", profile: "dev", region: "eu-west-1"))
    #expect(order() == [3, 2, 2, 2, 1, 1, 1])
  }

  @Test func `filters ask for contexts, also under new names`() {
    var script = Several.script(3)
    script.press(.character("/"))
    script.type("context=staging")
    script.press(.enter)
    #expect(Set(script.names) == ["r0-2", "r1-2", "failed-2"])
    script.idle(.seconds(6))
    let tasks = script.state.snapshots[ContextID(3)].map { Array($0.tasks) } ?? []
    script.data(
      tasks, context: ContextID(3), site: Several.place(3),
      label: ContextLabel(name: "staging", profile: "dev", region: "eu-west-1"))
    #expect(Set(script.names.map { String($0.suffix(1)) }) == ["2", "3"])
  }

  @Test func `slots are those of the selected row's site, by name`() {
    var script = Several.script(2)
    script.answer(2, running: 4)
    script.press(.home)
    while script.state.list.selected?.site != SiteID(2) { script.press(.down) }
    #expect(script.rows()[1].contains("staging slots ■■■■□ 4/5"))
    while script.state.list.selected?.site != SiteID(1) { script.press(.down) }
    #expect(script.rows()[1].contains("prod slots ■■□□□ 2/5"))
  }

  @Test func `a clock that is ahead is its own site's`() {
    var script = Several.script(2)
    script.answer(2) { $0.serverAhead = 600 }
    #expect(script.state.serverAhead(of: SiteID(2)) == 600)
    #expect(script.state.serverAhead(of: SiteID(1)) == 0)
    #expect(script.state.serverNow(script.moment) == script.moment.wall)
    // One that has never answered has no clock to go by.
    script.answer(1) { $0.lastAnswer = nil }
    #expect(script.state.serverNow(script.moment) == script.moment.wall + 600)
  }

  @Test func `keys make nothing anew that is made of all contexts`() {
    var script = Several.script(50, running: 4)
    script.state.sort(by: Sort(column: .context, ascending: true), at: script.moment)
    script.press(.home)
    var memory = FrameMemory()
    _ = view(script.state, at: script.moment, &memory)
    let (revision, names) = (script.state.roster.revision, script.state.roster.names)
    for _ in 0..<2 {
      let lines = memory.lines.drawn.mapValues(\.cause)
      script.press(.down)
      _ = view(script.state, at: script.moment, &memory)
      #expect(memory.lines.drawn.mapValues(\.cause) == lines)
    }
    #expect(script.state.roster.revision == revision)
    #expect(script.state.roster.names == names)
    #expect(script.state.tally.holds(for: script.state, at: script.moment.wall))
  }
}

extension SeveralContextsTests {
  /// A task that stands still, as long as nothing is heard of it.
  private func still(_ script: Script) -> TrackedTask {
    task(
      "still", percent: 10, context: ContextID(1),
      progress: ProgressEvidence(
        lastMovement: script.moment.wall - 9000, usualRest: 300, samples: 9))
  }

  @Test
  func `a context that stands by brings no alert back, and the one that takes over tells news`() {
    var script = Several.script(2)
    script.state.alerts = AlertsState()
    let known = [still(script), task("other", percent: 20, context: ContextID(1))]
    for _ in 0..<2 {
      script.data(
        known, context: ContextID(1), site: Several.place(1), label: Several.label(1))
    }
    let before = script.state.alerts.count
    script.standBy(3, behind: 1, of: 1)
    script.wait(.seconds(1))
    script.send(.input(.due))
    script.data(known, context: ContextID(1), site: Several.place(1), label: Several.label(1))
    #expect(script.state.alerts.count == before)
    script.standBy(1, behind: 3, of: 1)
    let failed = task("other", .failed, ended: 1, context: ContextID(1))
    script.send(
      .snapshot(
        Snapshot(
          context: ContextID(3), label: Several.label(3), id: SiteID(1), site: Several.place(1),
          version: 1000, tasks: TrackedTasks([known[0], failed]),
          feed: Feed(lastAnswer: script.moment.wall, hasSwept: true)),
        Changes(slots: [1], added: 2..<2)))
    #expect(script.state.alerts.counts.contains { $0.kind == .failed && $0.count == 1 })
  }
}
