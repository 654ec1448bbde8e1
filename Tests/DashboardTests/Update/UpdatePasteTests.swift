import Canvas
import Testing
import Tracking

@testable import Dashboard

@Suite struct UpdatePasteTests {
  /// Read as keys, this would cancel, confirm, quit, mark, pause and start.
  private let arn = "arn:aws:rds:eu-west-1:123456789012:snapshot:xyq VpRn /\u{3}\r"

  @Test(arguments: [
    [], [Key.enter], [.character("?")], [.character("s")], [.character("a")], [.character("x")],
    [.character("t")],
  ])
  func `a paste is no string of commands`(keys: [Key]) {
    var script = Script(running("a", "b", "c"))
    for key in keys { script.press(key) }
    // What is held is held longer while something is open; all else must be as it was.
    script.state.list.heldUntil = nil
    let before = String(describing: script.state)
    script.paste(arn)
    script.state.list.heldUntil = nil
    #expect(script.effects == [])
    #expect(script.selected == "a")
    #expect(script.marked == [])
    #expect(script.state.canceling == [])
    #expect(script.state.isPaused == false)
    #expect(script.state.leavingBy == nil)
    #expect(String(describing: script.state) == before)
  }

  @Test func `a paste into a question that a key answers does not answer it`() {
    var script = Script(running("a"))
    script.press(.character("x"))
    script.paste("y")
    #expect(script.effects == [])
    #expect(script.cancelDialog != nil)
  }

  @Test func `a paste into the confirmation of a start does not confirm it`() {
    var script = Script(running("a"))
    script.press(.character("n"))
    script.fill()
    script.press(.control("s"))
    script.paste("y")
    #expect(script.effects == [])
    #expect(script.form?.request == Script.request)
  }

  @Test(arguments: [Key.character("/"), .character("n")])
  func `a paste that was cut says so`(key: Key) {
    var script = Script(running("a"))
    script.press(key)
    script.paste("short")
    #expect(!script.says("cut"))
    script.paste(String(repeating: "x", count: 1 << 20))
    #expect(script.says("the paste was cut: a field holds 16 KB of text"))
  }

  @Test func `a paste goes into the filter that is open`() {
    var script = Script(running("a", "b"))
    script.press(.character("/"))
    script.paste("b")
    #expect(script.state.filter.editing?.text == "b")
  }
}
