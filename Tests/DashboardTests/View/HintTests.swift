import Canvas
import RDSExports
import Testing
import Tracking

@testable import Dashboard

/// The hint line says what keys do here and now.
@Suite struct HintTests {
  private func hints(_ script: Script) -> String {
    let frame = view(script.state, at: script.moment).frame
    return frame.text(row: frame.size.rows - 1)
  }

  private func filtered() -> Script {
    var script = Script(running("alpha", "alpine", "beta"), columns: 160)
    script.press(.character("/"), .character("a"), .character("l"), .enter)
    return script
  }

  @Test(arguments: [Key.character("x"), .character("?"), .character("y"), .character("s")])
  func `in a dialog Esc is what it is there, whatever is marked or filtered below`(key: Key) {
    var script = filtered()
    #expect(hints(script).contains("Esc clear filter"))
    script.press(key)
    #expect(script.state.dialog != nil)
    #expect(!hints(script).contains("clear filter"), "\(hints(script))")
    script = Script(running("alpha", "alpine", "beta"), columns: 160)
    script.press(.character(" "), .character(" "), key)
    #expect(!hints(script).contains("clear marks"), "\(hints(script))")
  }

  @Test func `while a filter is typed, Esc takes it back and clears nothing`() {
    var script = filtered()
    script.press(.character("/"), .character("x"))
    #expect(!hints(script).contains("clear filter"), "\(hints(script))")
    #expect(hints(script).contains("Esc"))
  }

  @Test func `the yes of a question is offered once its word is there`() {
    var script = Script(running("alpha", "beta"), columns: 160)
    script.press(.character(" "), .character(" "), .character("x"))
    #expect(!hints(script).contains("C-y"))
    script.type("cancel 2")
    #expect(hints(script).contains("C-y"))
  }

  @Test func `a cancel is offered where something marked can be canceled`() {
    var script = Script(
      [task("a", .failed, ended: -1), task("b", .complete, ended: -2), task("c", percent: 5)],
      columns: 160)
    for name in ["a", "b"] { script.state.list.marks.insert(id(name)) }
    #expect(!hints(script).contains("x cancel"))
    script.state.list.marks.insert(id("c"))
    #expect(hints(script).contains("x cancel"))
  }

  @Test func `marks name what they were made for, as far as it applies`() {
    var script = Script(
      [task("a", .failed, ended: -1), task("b", percent: 5)], rows: 24, columns: 80)
    script.state.list.marks = [id("a")]
    #expect(hints(script).contains("c start again"))
    #expect(!hints(script).contains("x cancel"))
    script.state.list.marks = [id("b")]
    #expect(!hints(script).contains("start again"))
    #expect(hints(script).contains("x cancel"))
    script.state.list.marks = [id("a"), id("b")]
    #expect(hints(script).contains("c start again") && hints(script).contains("x cancel"))
  }

  @Test func `what is on can be ended, however narrow the screen`() {
    var script = Script(running("a", "b"), columns: 60)
    script.press(.character("p"))
    #expect(hints(script).contains("p resume"))
    script.press(.character("V"))
    #expect(hints(script).contains("V end range"))
  }
}
