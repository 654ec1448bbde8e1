import Foundation
import Listing
import Support
import Testing
import Tracking

@testable import Dashboard

/// What a context costs doesn't grow with how many others there are. Work is counted, never time.
@Suite struct ManyContextsTests {
  private static let many = 50

  /// What all fifty have by now, with something new in each third of them.
  private func arrivals(_ script: Script, version: Int) -> [Arrival] {
    script.state.contexts.compactMap { context in
      guard let known = script.state.snapshots[context] else { return nil }
      var tasks = Array(known.tasks)
      if context.number.isMultiple(of: 3) {
        tasks[0] = task("r0-\(context.number)", percent: 90, context: context)
        tasks.append(task("new-\(context.number)", percent: context.number, context: context))
      }
      let newest = TrackedTasks(tasks)
      return Arrival(
        Snapshot(
          context: context, label: known.label, id: known.id, site: known.site,
          version: version + context.number, tasks: newest, feed: known.feed),
        Changes().of(newest, after: known.tasks))
    }
  }

  @Test func `what comes together is taken in with one look at all contexts`() {
    var script = Several.script(Self.many)
    let (revision, formings) = (script.state.roster.revision, script.state.roster.formings)
    script.send(.snapshots(arrivals(script, version: 1000)))
    #expect(script.state.roster.revision == revision + 1)
    #expect(script.state.roster.formings == formings)
    #expect(script.names.contains("new-48"))
  }

  @Test(arguments: ["", "r1", "context=prod or new"])
  func `and the list is as if it had come one by one`(filter: String) {
    var script = Several.script(Self.many)
    if !filter.isEmpty {
      script.press(.character("/"))
      script.type(filter)
      script.press(.enter)
    }
    var (together, apart, held) = (script, script, script)
    held.press(.down)
    let arrivals = arrivals(script, version: 1000)
    together.send(.snapshots(arrivals))
    for arrival in arrivals { apart.send(.snapshots([arrival])) }
    #expect(together.names == apart.names)
    #expect(together.selected == apart.selected)
    #expect(together.state.counts == apart.state.counts)
    #expect(together.state.events == apart.state.events)
    #expect(together.rows() == apart.rows())
    // Held, too.
    var heldApart = held
    held.send(.snapshots(arrivals))
    for arrival in arrivals { heldApart.send(.snapshots([arrival])) }
    #expect(held.names == heldApart.names)
    #expect(held.state.list.waiting == heldApart.state.list.waiting)
    #expect(held.leaving == heldApart.leaving)
  }

  @Test func `new contexts that answer together are listed as if they came one by one`() {
    let all = Several.script(Self.many)
    var (together, apart) = (Script(rows: 24, columns: 120), Script(rows: 24, columns: 120))
    together.state.watch = all.state.watch
    apart.state.watch = all.state.watch
    let arrivals = all.state.contexts.compactMap { context in
      all.state.snapshots[context].map { Arrival($0, Changes(isWhole: true, added: 0..<3)) }
    }
    together.send(.snapshots(arrivals))
    for arrival in arrivals { apart.send(.snapshots([arrival])) }
    #expect(together.names == apart.names && together.names == all.names)
    #expect(together.state.roster.formings < 5)
  }

  @Test func `an answer of one has its own tasks counted again, and no other's`() {
    var script = Several.script(Self.many)
    #expect(script.state.tally.counts[.running] == 2 * Self.many)
    script.answer(7, running: 3)
    #expect(script.state.tally.lookedAt == 3)
    #expect(script.state.tally.counts[.running] == 2 * Self.many + 1)
    script.answer(7, running: 1)
    #expect(script.state.tally.lookedAt == 1)
    #expect(script.state.tally.counts[.running] == 2 * Self.many - 1)
  }

  @Test func `a key asks for no place of what runs, however much that is`() {
    var script = Several.script(Self.many)
    for _ in 0..<10 {
      script.press(.down)
      #expect(script.state.openRows?.cause == script.state.openRowsCause)
    }
    #expect(script.rows().contains { $0.contains("↓ ") })
  }

  @Test(arguments: [1, 2, 40])
  func `where what runs is found is the same, whether few or many run`(running: Int) {
    var script = Script(rows: 24, columns: 120)
    script.data(
      (0..<running).map { task("run-\($0)", percent: $0 % 100) }
        + (0..<200).map { task("end-\($0)", .complete, ended: -Double($0)) })
    let rows = script.state.list.rows
    let places = rows.indices.filter { rows[$0].task.phase.isActive }
    #expect(places.count == running)
    #expect(script.state.list.openPlaces.sorted() == places)
  }
}
