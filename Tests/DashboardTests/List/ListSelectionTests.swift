import Canvas
import RDSExports
import Support
import Testing
import Tracking

@testable import Dashboard
@testable import Listing

@Suite struct ListSelectionTests {
  @Test func `the first row is selected at first, also while older tasks still come in`() {
    var script = Script()
    script.data([task("late", .complete, ended: -100)], hasSwept: false)
    #expect(script.selected == "late")
    script.data(
      [task("late", .complete, ended: -100), task("later", .complete, ended: -10)], hasSwept: false)
    #expect(script.selected == "later")
    #expect(script.state.list.top == 0)
  }

  @Test func `the selection is a task, not a row`() {
    var script = Script(running("a", "b", "c"))
    script.press(.down)
    script.idle(.seconds(6))
    script.data([task("a", percent: 1), task("b", percent: 2), task("c", percent: 50)])
    #expect(script.names == ["c", "b", "a"])
    #expect(script.selected == "b")
    #expect(script.state.selectedTask?.task.percentProgress == 2)
  }

  @Test func `even without a key the selection stays with its task`() {
    var script = Script(running("a", "b", "c"))
    script.data([task("a", percent: 1), task("b", percent: 2), task("c", percent: 50)])
    #expect(script.names == ["c", "b", "a"])
    #expect(script.selected == "a")
  }

  @Test func `the selected task keeps its line on the screen`() {
    let tasks = many(100)
    var script = Script(tasks, rows: 25)
    for _ in 0..<40 { script.press(.down) }
    script.idle(.seconds(6))
    #expect(script.selected == "t040")
    let line = script.line
    script.data(tasks + (0..<30).map { task("n\($0)", percent: 5) })
    #expect(script.selected == "t040")
    #expect(script.line == line)
    #expect(script.names.firstIndex(of: "t040") == 70)
  }

  @Test func `if it is gone, its neighbour is selected and a notice says so`() {
    var script = Script(running("a", "b", "c"))
    script.press(.down)
    script.idle(.seconds(6))
    script.data([task("a", percent: 90), task("c", percent: 88)])
    #expect(script.selected == "c")
    #expect(script.says("b is not listed any more: c is selected"))
    script.press(.end)
    script.idle(.seconds(6))
    script.data([task("a", percent: 90)])
    #expect(script.selected == "a")
  }

  @Test func `the neighbour is the one on the screen, wherever the new order has it`() {
    var script = Script(running("a", "b", "c", "d"))
    script.press(.down)
    script.idle(.seconds(6))
    script.data([task("a", percent: 1), task("c", percent: 2), task("d", percent: 99)])
    #expect(script.names == ["d", "c", "a"])
    #expect(script.selected == "c")
  }

  @Test func `an empty list selects nothing, and a filled one its first row`() {
    var script = Script(running("a"))
    script.data([])
    #expect(script.selected == nil)
    script.press(.down, .up, .end, .pageDown)
    #expect(script.selected == nil)
    script.data(running("z"))
    #expect(script.selected == "z")
  }

  @Test func `keys move by lines, half pages and pages and stop at the ends`() {
    var script = Script(many(100), rows: 25)  // 20 rows of tasks
    script.press(.up)
    #expect(script.selected == "t000")
    script.press(.down, .character("j"))
    #expect(script.selected == "t002")
    script.press(.character("k"))
    #expect(script.selected == "t001")
    script.press(.pageDown)
    #expect(script.selected == "t021")
    #expect(script.line == 1)
    script.press(.control("d"))
    #expect(script.selected == "t031")
    script.press(.control("u"), .control("b"))
    #expect(script.selected == "t001")
    script.press(.character("G"))
    #expect(script.selected == "t099")
    #expect(script.state.list.top == 80)
    script.press(.pageDown)
    #expect(script.selected == "t099")
    script.press(.character("g"))
    #expect(script.selected == "t000")
    #expect(script.state.list.top == 0)
    script.press(.control("f"), .end, .home)
    #expect(script.selected == "t000")
  }

  @Test func `the list scrolls no further than it has to`() {
    var script = Script(many(100), rows: 25)
    for _ in 0..<19 { script.press(.down) }
    #expect(script.state.list.top == 0)
    script.press(.down)
    #expect(script.state.list.top == 1)
    for _ in 0..<19 { script.press(.up) }
    #expect(script.state.list.top == 1)
    script.press(.up)
    #expect(script.state.list.top == 0)
  }

  @Test(arguments: [8, 9, 12, 24, 60, 200])
  func `the selected row is always on the screen`(rows: Int) {
    var script = Script(many(150), rows: 25)
    script.press(.character("G"))
    for key in [Key.up, .pageUp, .enter, .enter, .pageUp, .down, .escape] {
      script.send(.input(.resized(Size(columns: 80, rows: rows))))
      script.press(key)
      let line = script.line ?? -1
      #expect((0..<max(1, script.state.layout.listRows)).contains(line))
    }
  }

  @Test func `while nobody looks nothing stalls, neither in its row nor for f and the filter`() {
    let moved = ProgressEvidence(lastMovement: Script.start, usualRest: 600, samples: 9)
    for isPaused in [true, false] {
      var script = Script()
      script.data([task("a", percent: 50, progress: moved)]) { $0.isPaused = isPaused }
      // The machine slept, or the user paused.
      script.wait(.seconds(7200))
      script.press(.character("f"))
      #expect(script.says("nothing listed failed, stalled or is slow"))
      script.press(.character("/"))
      script.type("status=stalled")
      #expect(script.names == [])
      // It is found where it was: it has stood still all the time.
      script.data([task("a", percent: 50, progress: moved)])
      #expect(script.names == ["a"])
    }
  }

  @Test func `f finds what is slow`() {
    var script = Script([
      task("a", percent: 50, started: -600), task("b", .complete, ended: -20),
      task("c", percent: 20, started: -9000).with(usual(afterNightsOf: [50, 51, 49, 50, 50, 51])),
    ])
    script.press(.character("g"), .character("f"))
    #expect(script.selected == "c")
    script.press(.character("f"))
    #expect(script.says("no other task failed, stalled or is slow"))
  }

  @Test func `f and F go round what failed or stalled`() {
    let stalled = ProgressEvidence(
      lastMovement: Script.start.addingTimeInterval(-9000), usualRest: 60, samples: 9)
    var script = Script([
      task("a", percent: 50), task("b", .failed, ended: -10), task("c", .complete, ended: -20),
      task("d", .failed, ended: -100_000),
      task("e", percent: 40, progress: stalled),
    ])
    script.press(.character("f"))
    let first = script.selected
    #expect(first == "e", "the one that stalled")
    script.press(.character("g"), .character("F"))
    #expect(script.selected == "d")
    script.press(.character("F"))
    #expect(script.selected == "b")
    script.press(.character("f"), .character("f"))
    #expect(["b", "e"].contains(script.selected))
  }

  @Test func `a down arrow touches neither order nor rows, however many there are`() {
    var script = Script(many(2000))
    // An order that no sort would make: whoever sorts or filters on a key is found out.
    script.state.list.held = HeldRows(script.state.list.arrangement)
    script.state.list.arrangement.ordered = []
    let names = script.names
    script.press(.down, .pageDown, .character("G"), .character("k"), .control("u"))
    #expect(script.names == names)
    #expect(script.selected == "t1988")
  }
}
