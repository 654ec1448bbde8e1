import Canvas
import RDSExports
import Testing
import Tracking

@testable import Dashboard

@Suite struct ListHeldOrderTests {
  private let reversed = [
    task("a", percent: 1), task("b", percent: 2), task("c", percent: 50),
  ]

  @Test func `a move holds the order, and cells change in place`() {
    var script = Script(running("a", "b", "c"))
    script.press(.down)
    script.data(reversed)
    #expect(script.names == ["a", "b", "c"])
    #expect(script.state.list.rows.map(\.task.task.percentProgress) == [1, 2, 50])
    #expect(script.state.list.isHeld)
  }

  @Test func `a dialog doesn't hold back a list that is read for the first time`() {
    var script = Script()
    script.data(running("a", "b"), hasSwept: false)
    script.press(.character("?"))
    script.data(running("a", "b", "c"), hasSwept: false)
    #expect(script.names == ["a", "b", "c"] && script.state.list.waiting == 0)
    script.data(running("a", "b", "c", "d"))
    #expect(script.names == ["a", "b", "c", "d"], "the last page is of the first reading, too")
    // From now on rows keep their places, as behind any dialog.
    script.data(running("a", "b", "c", "d", "e"))
    #expect(script.names == ["a", "b", "c", "d"] && script.state.list.waiting == 1)
    script.press(.escape)
    script.idle(.seconds(6))
    #expect(script.names == ["a", "b", "c", "d", "e"])
  }

  @Test func `five seconds after the last key the order is let go`() {
    var script = Script(running("a", "b", "c"))
    script.press(.down)
    script.data(reversed)
    let held = script.state.list.heldUntil
    #expect(held == script.moment.monotonic + .seconds(5))
    #expect(script.state.nextDue(at: script.moment) == held)
    script.idle(.milliseconds(4900))
    #expect(script.names == ["a", "b", "c"])
    script.idle(.milliseconds(200))
    #expect(script.names == ["c", "b", "a"])
    #expect(!script.state.list.isHeld)
    #expect(script.waitsForTonightAlone)
    #expect(script.selected == "b")
  }

  @Test func `every further key holds it longer`() {
    var script = Script(running("a", "b", "c"))
    script.press(.down)
    script.data(reversed)
    for _ in 0..<4 {
      script.idle(.seconds(4))
      script.press(.down)
    }
    #expect(script.names == ["a", "b", "c"])
    script.idle(.seconds(6))
    #expect(script.names == ["c", "b", "a"])
  }

  @Test func `a late wake-up lets it go as well, whatever it brings`() {
    var script = Script(running("a", "b", "c"))
    script.press(.down)
    script.data(reversed)
    script.wait(.seconds(9))
    script.send(.notice(.info, "hello"))
    #expect(script.names == ["c", "b", "a"])
  }

  @Test(arguments: [
    Key.down, .up, .pageDown, .end, .character(" "), .character("V"), .character("?"),
    .character("a"), .character("t"), .character("n"), .character("c"), .character("x"),
  ])
  func `moves, marks and overlays hold`(key: Key) {
    var script = Script(running("a", "b", "c"))
    script.press(key)
    script.data(reversed)
    #expect(script.names == ["a", "b", "c"])
  }

  @Test func `an open overlay holds for as long as it is open`() {
    var script = Script(running("a", "b", "c"))
    script.press(.character("?"))
    script.data(reversed)
    script.idle(.seconds(60))
    #expect(script.names == ["a", "b", "c"])
    #expect(script.waitsForTonightAlone)
    script.press(.escape)
    script.idle(.seconds(4))
    #expect(script.names == ["a", "b", "c"])
    script.idle(.seconds(2))
    #expect(script.names == ["c", "b", "a"])
  }

  @Test(arguments: [Key.character("s"), .character("R")])
  func `sorting and refreshing let it go`(key: Key) {
    var script = Script(running("a", "b", "c"))
    script.press(.down)
    script.data(reversed)
    script.press(key)
    #expect(script.names == ["c", "b", "a"])
    #expect(script.selected == "b")
  }

  @Test func `a column chosen or reversed sorts at once`() {
    var script = Script(running("a", "b", "c"))
    script.press(.down, .character("I"))
    #expect(script.names == ["c", "b", "a"])
    script.press(.down, .character("s"), .character("g"), .enter)
    #expect(script.names == ["a", "b", "c"])
  }

  @Test func `an empty list holds nothing back`() {
    var script = Script()
    script.data([])
    script.press(.down, .end)
    script.data(running("a"))
    #expect(script.names == ["a"])
    #expect(script.selected == "a")
  }

  @Test func `new tasks wait and are counted`() {
    var script = Script(running("a", "b"))
    script.press(.down)
    script.data(running("a", "b") + [task("new", percent: 99), task("newer", percent: 98)])
    #expect(script.names == ["a", "b"])
    #expect(script.state.list.waiting == 2)
    #expect(script.state.counts.total == 4)
    script.idle(.seconds(6))
    #expect(script.names == ["new", "newer", "a", "b"])
    #expect(script.state.list.waiting == 0)
  }

  @Test func `a task that is gone stays, dim, until the order is let go`() {
    var script = Script(running("a", "b", "c"))
    script.press(.down)
    script.data(running("a", "b"))
    #expect(script.names == ["a", "b", "c"])
    #expect(script.leaving == ["c"])
    #expect(script.state.list.waiting == 0)
    script.idle(.seconds(6))
    #expect(script.names == ["a", "b"])
  }

  /// Passes once filters filter.
  @Test func `rows that left the filter stay, dim, and new ones wait`() {
    var script = Script(running("a", "b", "c") + [task("other", .failed)])
    script.press(.character("/"))
    script.type("status=running")
    script.press(.enter)
    #expect(script.names == ["a", "b", "c"])
    script.press(.down)
    script.data([
      task("a", percent: 90), task("b", .complete), task("c", percent: 88), task("other"),
    ])
    #expect(script.names == ["a", "b", "c"])
    #expect(script.leaving == ["b"])
    #expect(script.state.list.waiting == 1)
    #expect(script.selected == "b")
    script.idle(.seconds(6))
    #expect(script.names == ["a", "c", "other"])
    #expect(script.leaving == [])
    #expect(script.selected == "c")
    #expect(script.says("b is not listed any more: c is selected"))
  }

  @Test func `what comes while nothing is held goes to its place at once`() {
    var script = Script(running("a", "b", "c"))
    script.data(reversed)
    #expect(script.names == ["c", "b", "a"])
  }
}
