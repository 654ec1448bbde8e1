import AWSCore
import Canvas
import RDSExports
import Testing
import Tracking

@testable import Dashboard

@Suite struct UpdateControlTests {
  @Test func `p pauses and goes on`() {
    var script = Script()
    script.press(.character("p"))
    #expect(script.effects == [.pause(true)])
    #expect(script.says("paused"))
    script.press(.character("p"))
    #expect(script.effects == [.pause(false)])
  }

  @Test func `minus and plus step through the intervals`() {
    var script = Script()
    script.press(.character("+"), .character("+"), .character("+"), .character("+"))
    #expect(script.effects == [10, 15, 30, 60].map { .setInterval(.seconds($0)) })
    script.press(.character("-"))
    #expect(script.effects == [.setInterval(.seconds(30))])
    var odd = Script(settings: Settings(interval: .seconds(7)))
    odd.press(.character("-"))
    #expect(odd.effects == [.setInterval(.seconds(5))])
    odd.press(.character("-"))
    #expect(odd.effects == [.setInterval(.seconds(2))])
  }

  @Test func `R asks now`() {
    var script = Script()
    script.press(.character("R"))
    #expect(script.effects == [.refresh])
  }

  @Test func `C-z suspends and C-l redraws, also from text, forms and questions`() {
    for keys in [[], [Key.character("/")], [.character("n")], [.character("x")], [.character("?")]]
    {
      var script = Script(running("a"))
      for key in keys { script.press(key) }
      script.press(.control("z"), .control("l"))
      #expect(script.effects == [.suspend, .redraw])
    }
  }

  @Test(arguments: [Key.character("q"), .control("c")])
  func `without anything in flight the program leaves at once`(key: Key) {
    var script = Script(running("a"))
    script.press(key)
    #expect(script.effects == [.quit])
  }

  @Test func `q closes what is open first, everywhere, and leaves from the bare list`() {
    for keys in [
      [Key.enter], [.enter, .enter], [.character("J")], [.enter, .character("3")],
      [.character("?")], [.character("s")], [.character("t")], [.character("a")],
      [.character("y")], [.character("x")],
    ] {
      var script = Script(running("a"))
      for key in keys { script.press(key) }
      script.press(.character("q"))
      #expect(script.effects == [], "\(keys)")
      #expect(script.state.dialog == nil && script.state.details == nil, "\(keys)")
      script.press(.character("q"))
      #expect(script.effects == [.quit], "\(keys)")
    }
  }

  @Test func `q in the bare list touches neither marks nor filter`() {
    var script = Script(running("a", "b"))
    script.press(.character("/"), .character("a"), .enter, .character(" "), .character("q"))
    #expect(script.effects == [.quit])
    #expect(script.marked == ["a"])
    #expect(script.state.filter.text == "a")
  }

  @Test func `C-c leaves from everywhere`() {
    for keys in [[Key.character("/")], [.character("n")], [.character("x")], [.character("?")]] {
      var script = Script(running("a"))
      for key in keys { script.press(key) }
      script.press(.control("c"))
      #expect(script.effects == [.quit])
    }
  }

  @Test func `it waits for AWS's answer, and leaves when it has it`() {
    var script = Script(running("a"))
    script.press(.character("x"), .control("y"))
    script.press(.character("q"))
    #expect(script.effects == [])
    #expect(script.state.leavingBy == script.moment.monotonic + .seconds(5))
    #expect(script.says("waiting up to 5 s"))
    script.press(.down, .character("x"), .character("n"))
    #expect(script.state.dialog == nil)
    script.answerCancel(of: id("a"), .failure(.call(.cancelled)))
    #expect(script.effects == [.quit])
  }

  @Test func `it waits for the last answer of several`() {
    var script = Script(running("a", "b"))
    script.press(.character("x"), .control("y"))
    script.startExport()
    script.press(.control("c"))
    #expect(!script.effects.contains(.quit))
    script.answerCancel(of: id("a"), .success(ExportTask(exportTaskIdentifier: "a")))
    #expect(script.effects == [])
    script.send(.acted(ticket: 2, .success(Script.accepted)))
    #expect(script.effects == [.quit])
  }

  @Test func `it waits five seconds and no longer`() {
    var script = Script(running("a"))
    script.press(.character("x"), .control("y"), .character("q"))
    #expect(
      script.state.nextDue(at: script.moment).map { $0 <= script.moment.monotonic + .seconds(5) }
        == true)
    script.idle(.milliseconds(4900))
    #expect(!script.effects.contains(.quit))
    script.wait(.milliseconds(200))
    script.send(.input(.due))
    #expect(script.effects == [.quit])
  }

  @Test func `a second C-c leaves at once, Esc stays`() {
    var script = Script(running("a"))
    script.press(.character("x"), .control("y"), .control("c"), .control("c"))
    #expect(script.effects.last == .quit)
    script = Script(running("a"))
    script.press(.character("x"), .control("y"), .control("c"), .escape)
    #expect(script.state.leavingBy == nil)
    script.idle(.seconds(10))
    script.answerCancel(of: id("a"), .success(ExportTask(exportTaskIdentifier: "a")))
    #expect(script.effects == [])
  }

  @Test(arguments: [1, 2, 15] as [Int32])
  func `signals leave at once, whatever is in flight`(signal: Int32) {
    var script = Script(running("a"))
    script.press(.character("x"), .control("y"))
    script.send(.input(.signal(signal)))
    #expect(script.effects == [.quit])
  }

  @Test func `a terminal that is gone ends the program, SIGTSTP suspends it`() {
    var script = Script(running("a"))
    script.send(.input(.hangUp))
    #expect(script.effects == [.quit])
    script.send(.input(.signal(20)))
    #expect(script.effects == [.suspend])
    script.send(.input(.signal(28)))
    #expect(script.effects == [])
  }

  @Test func `notices go away by themselves, the bad ones last`() {
    var script = Script()
    script.send(.notice(.info, "info"))
    script.send(.notice(.error, "error"))
    #expect(script.said == ["info", "error"])
    script.idle(.seconds(3))
    #expect(script.said == ["error"])
    script.idle(.seconds(4))
    #expect(script.said == [])
    #expect(script.waitsForTonightAlone)
  }

  @Test func `there are three notices at most, and none twice`() {
    var script = Script()
    for text in ["a", "b", "c", "d", "c"] { script.send(.notice(.error, text)) }
    #expect(script.said == ["b", "d", "c"])
  }

  @Test func `on a screen that is too small keys do nothing but leave`() {
    var script = Script(running("a", "b"), rows: 7)
    script.press(.down, .character("x"), .character("p"), .character("n"))
    #expect(script.effects == [])
    #expect(script.selected == "a")
    #expect(script.state.dialog == nil)
    script.press(.character("q"))
    #expect(script.effects == [.quit])
  }

  @Test func `what the state waits for is never in the past`() {
    var script = Script(running("a"))
    script.press(.down)
    script.wait(.seconds(60))
    #expect(script.state.nextDue(at: script.moment) == script.moment.monotonic)
    script.send(.input(.due))
    #expect(script.waitsForTonightAlone)
  }
}
