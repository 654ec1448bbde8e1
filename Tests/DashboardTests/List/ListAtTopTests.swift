import Canvas
import RDSExports
import Testing
import Tracking

@testable import Dashboard

/// A list that was left at its top stays there, so that an unattended screen shows what matters.
@Suite struct ListAtTopTests {
  private func running(_ numbers: Range<Int>) -> [TrackedTask] {
    numbers.map { task("r\($0)", percent: 90 - $0) }
  }

  private func ended(_ number: Int) -> TrackedTask { task("r\(number)", .complete, ended: 100) }

  @Test func `a selected task that completes and sinks does not take the list along`() {
    let done = (0..<40).map { task("done\($0)", .complete, ended: -Double($0) * 60) }
    var script = Script(running(0..<3) + done, rows: 15)
    script.press(.character("j"), .character("k"))
    #expect(script.selected == "r0")
    let sunk = task("r0", .complete, ended: -3000)
    script.data([sunk] + running(1..<3) + done)
    script.idle(.seconds(6))
    #expect(script.state.list.top == 0)
    #expect(Array(script.names.prefix(2)) == ["r1", "r2"])
    #expect(script.selected == "r0", "the selection is a task, in sight or not")
    #expect(!script.state.isSelectionInSight)
  }

  @Test func `what is new comes in at the top of a list that was left there`() {
    var script = Script(running(10..<40), rows: 15)
    for _ in 0..<5 { script.press(.down) }
    script.idle(.seconds(6))
    script.data(running(0..<40))
    #expect(script.state.list.top == 0)
    #expect(script.names.first == "r0")
    #expect(script.selected == "r15")
  }

  @Test func `a list that was left further down keeps the selected task on its line`() {
    var script = Script(running(10..<60), rows: 15)
    for _ in 0..<20 { script.press(.down) }
    let line = script.line
    script.idle(.seconds(6))
    script.data(running(0..<60))
    #expect(script.selected == "r30")
    #expect(script.line == line)
    #expect(script.state.list.top > 0)
  }

  @Test(arguments: [Key.down, .up])
  func `a move from out of sight begins with what is seen`(key: Key) {
    var script = sunk()
    script.press(key)
    #expect(script.selected == script.names.first)
    #expect(script.state.list.top == 0)
  }

  @Test(arguments: [Key.enter, .character(" "), .character("c"), .character("x")])
  func `what is done with a task out of sight brings it into sight`(key: Key) {
    var script = sunk()
    script.press(key)
    #expect(script.state.isSelectionInSight)
  }

  @Test func `nobody has chosen the first row of a list that nobody has touched`() {
    let done = (0..<40).map { task("done\($0)", .complete, ended: -Double($0) * 60) }
    var script = Script(running(0..<3) + done, rows: 15)
    script.data([task("r0", .complete, ended: -3000)] + running(1..<3) + done)
    #expect(script.selected == "r1")
    #expect(script.state.list.top == 0)
  }

  @Test func `open details keep their task, though the list goes on without it`() {
    let done = (0..<40).map { task("done\($0)", .complete, ended: -Double($0) * 60) }
    var script = Script(running(0..<3) + done, rows: 25)
    script.press(.enter)
    script.data([task("r0", .complete, ended: -3000)] + running(1..<3) + done)
    script.idle(.seconds(6))
    #expect(script.selected == "r0")
    #expect(script.state.list.top == 0)
    script.send(.input(.resized(Size(columns: 90, rows: 30))))
    script.press(.escape)
    #expect(script.state.list.top == 0)
  }

  @Test func `sorting a list that nobody has touched shows the top of the new order`() {
    var script = Script(running(0..<40), rows: 15)
    script.press(.character("I"))
    #expect(script.state.list.top == 0)
    #expect(script.selected == "r39")
  }

  @Test func `f begins at the top of what is seen`() {
    let failed = [task("f1", .failed, ended: -10), task("f2", .failed, ended: -20)]
    let done = (0..<40).map { task("done\($0)", .complete, ended: -100 - Double($0) * 60) }
    var script = Script(running(0..<2) + failed + done, rows: 15)
    script.press(.character("j"), .character("k"))
    script.data([task("r0", .failed, ended: -9000)] + running(1..<2) + failed + done)
    script.idle(.seconds(6))
    script.press(.character("f"))
    #expect(script.selected == "f1")
    #expect(script.said.allSatisfy { !$0.contains("no other") })
  }

  @Test(arguments: [
    [Key.character("/"), .character("r"), .character("2"), .enter, .escape],
    [.character("/"), .character("r"), .character("2"), .escape], [.character("I")],
    [.down, .up, .character("I"), .character("I"), .character("I")],
  ])
  func `a list at its top goes back there after a filter or another order`(keys: [Key]) {
    let old = (0..<30).map { task("r2-\($0)", .complete, ended: -Double($0) * 60) }
    var script = Script(running(0..<3) + old, rows: 15)
    for key in keys { script.press(key) }
    let isOpen = script.state.filter.editing != nil
    #expect(script.state.isSelectionInSight, "a key keeps the selected row in sight")
    script.idle(.seconds(6))
    script.data(running(0..<3) + old)
    #expect(script.state.list.top == 0)
    #expect(!isOpen)
  }

  @Test func `what has stalled out of sight is not called running`() {
    let quiet = task(
      "quiet", percent: 1,
      progress: ProgressEvidence(
        lastMovement: Script.start.addingTimeInterval(-9000), usualRest: 60, samples: 9))
    var script = Script(running(0..<20) + [quiet], rows: 15)
    #expect(words(script) == ["↓ 10 running, 1 stalled"])
    script.press(.character("G"))
    #expect(words(script) == ["↑ 11 running"])
    script.press(.character("I"), .character("G"))
    #expect(words(script) == ["↑ 10 running, 1 stalled"])
  }

  @Test func `rows out of sight are counted where they are`() {
    var script = Script(
      running(0..<30) + [task("s", .starting), task("old", .complete, ended: -9)], rows: 15)
    #expect(words(script) == ["↓ 20 running, 1 starting"])
    for _ in 0..<12 { script.press(.down) }
    #expect(words(script) == ["↑ 3 running", "↓ 17 running, 1 starting"])
    // While the order is held, rows stay where they are, and count as what they have become.
    script.data((0..<30).map { $0 < 2 ? ended($0) : task("r\($0)", percent: 90 - $0) })
    #expect(words(script).first == "↑ 1 running")
    script.press(.character("/"), .control("u"))
    script.type("old")
    #expect(words(script) == [])
    #expect(words(Script(many(40), rows: 15)) == [])
  }

  private func words(_ script: Script) -> [String] {
    Facts(script.state, at: script.moment).outOfSightWords()
  }

  /// A list at its top whose selected task has gone out of sight.
  private func sunk() -> Script {
    let done = (0..<40).map { task("done\($0)", .complete, ended: -Double($0) * 60) }
    var script = Script(running(0..<3) + done, rows: 15)
    script.press(.character("j"), .character("k"))
    script.data([task("r0", .complete, ended: -3000)] + running(1..<3) + done)
    script.idle(.seconds(6))
    return script
  }
}
