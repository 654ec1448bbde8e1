import Canvas
import RDSExports
import Testing
import Tracking

@testable import Dashboard

@Suite struct ListMarkTests {
  @Test func `space marks, and goes on to the next row`() {
    var script = Script(running("a", "b", "c"))
    script.press(.character(" "), .down, .character(" "))
    #expect(script.marked == ["a", "c"])
    script.press(.character("g"), .character(" "))
    #expect(script.marked == ["c"])
  }

  @Test func `marks are tasks, not rows`() {
    var script = Script(running("a", "b", "c"))
    script.press(.character(" "))
    script.idle(.seconds(6))
    script.data([task("a", percent: 1), task("b", percent: 2), task("c", percent: 50)])
    #expect(script.names == ["c", "b", "a"])
    #expect(script.marked == ["a"])
  }

  @Test func `a range follows the selection there and back`() {
    var script = Script(running("a", "b", "c", "d", "e"))
    script.press(.down, .character("V"))
    #expect(script.marked == ["b"])
    script.press(.down, .down)
    #expect(script.marked == ["b", "c", "d"])
    script.press(.up)
    #expect(script.marked == ["b", "c"])
    script.press(.character("g"))
    #expect(script.marked == ["a", "b"])
    script.press(.character("G"))
    #expect(script.marked == ["b", "c", "d", "e"])
    script.press(.character("V"), .character("g"))
    #expect(script.marked == ["b", "c", "d", "e"])
  }

  @Test func `a range that shrinks leaves what was marked before`() {
    var script = Script(running("a", "b", "c", "d"))
    script.press(.down, .down, .character(" "), .character("g"), .character("V"))
    script.press(.character("G"), .character("g"))
    #expect(script.marked == ["a", "c"])
  }

  @Test func `Esc takes an open range back, then the marks`() {
    var script = Script(running("a", "b", "c", "d"))
    script.press(.character(" "), .character("V"), .down)
    #expect(script.marked == ["a", "b", "c"])
    script.press(.escape)
    #expect(script.marked == ["a"])
    #expect(script.state.list.rangeAnchor == nil)
    script.press(.escape)
    #expect(script.marked == [])
  }

  @Test func `space ends a range and keeps it`() {
    var script = Script(running("a", "b", "c"))
    script.press(.character("V"), .down, .character(" "), .down)
    #expect(script.marked == ["a", "b"])
  }

  @Test func `U clears all marks`() {
    var script = Script(running("a", "b", "c"))
    script.press(.character(" "), .character("V"), .down, .character("U"))
    #expect(script.marked == [])
    #expect(script.state.list.rangeAnchor == nil)
  }

  @Test func `marks of what is filtered out or gone do no harm`() {
    var script = Script(running("a", "b"))
    script.press(.character(" "))
    script.idle(.seconds(6))
    script.data([task("b", percent: 5)])
    script.press(.character("x"))
    #expect(script.cancelDialog == nil)
    #expect(script.says("can be canceled"))
  }
}
