import Canvas
import RDSExports
import Testing
import Tracking

@testable import Dashboard

/// What changed since somebody last looked is marked in the margin.
@Suite struct ListChangeMarkTests {
  /// The rows that are marked as changed, by their names.
  private func marked(_ script: Script) -> [String] {
    let frame = view(script.state, at: script.moment).frame
    let rows = (0..<frame.size.rows).map { frame.text(row: $0) }
    return rows.compactMap { row in
      guard row.dropFirst(2).first == "◆" else { return nil }
      return row.dropFirst(3).split(separator: " ").first.map(String.init)
    }
  }

  private func event(_ name: String, _ kind: Event.Kind) -> Changes {
    Changes(events: [Event(site: Script.place, task: name, at: Script.start, kind: kind)])
  }

  /// A list of which `b` has failed since the last move.
  private var failed: Script {
    var script = Script(running("a", "b", "c"))
    script.state.alerts.watch.rules = []
    script.idle(.seconds(30))
    script.data(
      [task("a", percent: 90), task("b", .failed, percent: 89), task("c", percent: 88)],
      changes: event("b", .turned(from: "IN_PROGRESS", to: "FAILED")))
    return script
  }

  @Test func `the first rows are not marked`() {
    #expect(marked(Script(running("a", "b"))) == [])
  }

  @Test func `what has changed is marked until the next move`() {
    var script = failed
    #expect(marked(script) == ["b"])
    script.press(.down)
    #expect(marked(script) == [])
  }

  @Test func `a mark lasts a minute, and the screen is woken for its end alone`() {
    var script = failed
    let end = script.moment.monotonic + .seconds(60)
    #expect(script.state.nextDue(at: script.moment) == end)
    script.idle(.seconds(59))
    #expect(marked(script) == ["b"])
    script.idle(.seconds(1))
    #expect(marked(script) == [])
    #expect(script.state.nextDue(at: script.moment).map { $0 > end + .seconds(600) } ?? true)
  }

  @Test func `another change begins another minute`() {
    var script = failed
    script.idle(.seconds(40))
    script.data(
      [task("a", percent: 91), task("b", .failed, percent: 89), task("c", percent: 88)],
      changes: event("a", .movedOn(percent: 91, after: 900)))
    #expect(Set(marked(script)) == ["a", "b"])
    script.idle(.seconds(30))
    #expect(marked(script) == ["a"])
  }

  private static let events: [(Event.Kind, Bool)] = [
    (.appeared, true), (.turned(from: "STARTING", to: "IN_PROGRESS"), true),
    (.noLongerListed, true), (.movedOn(percent: 5, after: 600), true),
    (.fellBack(from: 9, to: 2), true), (.reached(percent: 40), false),
  ]

  @Test(arguments: events)
  func `progress is no news, all else is`(event: Event.Kind, isMarked: Bool) {
    var script = Script(running("a", "b"))
    script.data(
      [task("a", percent: 91), task("b", percent: 89)], changes: self.event("a", event))
    #expect(marked(script) == (isMarked ? ["a"] : []))
  }

  @Test func `nothing of a site that was left stays marked`() {
    var script = failed
    var other = Script.place
    other.account = "999999999999"
    script.data(running("a", "b"), id: SiteID(7), site: other)
    #expect(marked(script) == [])
    #expect(script.state.list.changed.next == nil)
  }
}
