import Canvas
import Testing

@testable import Dashboard

@Suite struct LeavingQuestionTests {
  private func typed() -> Script {
    var script = Script(running("a"))
    script.openEmptyForm()
    script.press(.tab, .character("z"))
    return script
  }

  @Test func `C-c in a form that holds what was typed asks, and C-y leaves`() {
    var script = typed()
    script.press(.control("c"))
    #expect(script.effects == [])
    #expect(script.state.dialog is LeavingQuestion)
    script.press(.control("y"))
    #expect(script.effects == [.quit])
  }

  @Test func `it asks once: a second C-c leaves`() {
    var script = typed()
    script.press(.control("c"), .control("c"))
    #expect(script.effects == [.quit])
  }

  @Test func `a C-c that was read with the first, or in the same breath, is no second one`() {
    var script = typed()
    script.pressTogether(.control("c"), .control("c"))
    #expect(script.effects == [])
    script.state.wasShown(after: script.moment.monotonic, at: script.moment.monotonic)
    script.wait(.milliseconds(90))
    script.send(.input(.key(.control("c"))))
    #expect(script.effects == [])
    script.press(.control("c"))
    #expect(script.effects == [.quit])
  }

  @Test(arguments: [Key.escape, .character("n"), .character("q"), .character("x"), .enter])
  func `any other answer goes back to the form, with its text`(key: Key) {
    var script = typed()
    script.press(.control("c"), key)
    #expect(script.effects == [])
    #expect(script.form?.request.exportTaskIdentifier == "z")
    #expect(script.state.place == .form)
  }

  @Test func `the summary of a start asks too`() {
    var script = Script(running("a"))
    script.press(.character("n"))
    script.fill()
    script.press(.control("s"), .control("c"))
    #expect(script.effects == [])
    #expect(script.state.dialog is LeavingQuestion)
    script.press(.escape)
    #expect(script.asksForStart)
  }

  @Test(arguments: [Key.character("q"), .control("c")])
  func `a form that was closed with its text is asked about as well`(key: Key) {
    var script = typed()
    script.press(.escape, key)
    #expect(script.effects == [])
    #expect(script.state.dialog is LeavingQuestion)
    script.press(.escape)
    #expect(script.state.place == .list)
    script.press(.character("n"), .up)
    #expect(script.form?.request.exportTaskIdentifier == "z")
  }

  @Test func `a clone that is looked at and closed does not take a typed form's place`() {
    var script = typed()
    script.press(.escape)
    script.state.list.selected = id("a")
    script.press(.character("c"), .control("c"))
    #expect(script.state.dialog is LeavingQuestion)
    script.press(.escape, .escape, .character("n"), .up)
    #expect(script.form?.request.exportTaskIdentifier == "z")
  }

  @Test func `a question that is over does not come back from below`() {
    var script = typed()
    script.press(.escape)
    script.send(.question(AskedQuestion(number: 1, text: "MFA code", reason: "")))
    script.press(.control("c"))
    #expect((script.state.dialog as? LeavingQuestion)?.below is QuestionDialog)
    script.send(.questionOver(number: 1))
    script.press(.escape)
    #expect(script.state.dialog == nil)
  }

  @Test func `nothing typed, nothing asked`() {
    for keys in [[Key.character("n")], [.character("c")], [.character("n"), .escape]] {
      var script = Script(running("a"))
      for key in keys { script.press(key) }
      script.press(.control("c"))
      #expect(script.effects == [.quit], "\(keys)")
    }
  }

  @Test func `what was sent is waited for, not asked about`() {
    var script = Script(running("a"))
    script.startExport()
    script.press(.control("c"))
    #expect(script.effects == [])
    #expect(script.state.leavingBy != nil)
    #expect(!(script.state.dialog is LeavingQuestion))
  }

  @Test func `leaving with an action in flight still waits for its answer`() {
    var script = Script(running("a"))
    script.press(.character("x"), .control("y"))
    script.openEmptyForm()
    script.press(.tab, .character("z"))
    script.press(.control("c"), .control("y"))
    #expect(script.effects == [])
    #expect(script.state.leavingBy != nil)
    script.press(.escape)
    #expect(script.form?.request.exportTaskIdentifier == "z")
  }
}
