import Canvas
import Testing

@testable import Dashboard

/// An MFA code, or whatever else a call to AWS needs a person for.
struct UpdateQuestionTests {
  private let question = AskedQuestion(number: 7, text: "MFA code for ana", reason: "role ops")

  private func asked() -> Script {
    var script = Script()
    script.send(.question(question))
    return script
  }

  private func dialog(_ script: Script) -> QuestionDialog? {
    script.state.dialog as? QuestionDialog
  }

  @Test func `a typed code goes back with the number of its question`() {
    var script = asked()
    script.type("123 456")
    script.press(.enter)
    #expect(script.effects == [.answer(question: 7, "123456")])
    #expect(script.state.dialog == nil && script.state.questions.isEmpty)
  }

  @Test func `Esc is an answer too: there will be none`() {
    var script = asked()
    script.press(.escape)
    #expect(script.effects == [.answer(question: 7, nil)])
  }

  @Test func `an empty answer is none`() {
    var script = asked()
    script.press(.enter)
    #expect(script.effects.isEmpty)
    #expect(dialog(script)?.problem != nil)
  }

  @Test func `words that were meant for the list are no code, and an unknown key is no answer`() {
    var script = asked()
    script.type("export daily")
    script.press(.enter, .tab, .up, .control("y"), .function(5))
    #expect(script.effects.isEmpty)
    #expect(dialog(script)?.typed.text == "export daily")
    #expect(dialog(script)?.problem != nil)
  }

  @Test func `a question waits until what the user is at is closed`() {
    var script = Script()
    script.press(.character("/"))
    script.type("orders")
    script.send(.question(question))
    script.type("5")
    #expect(script.state.dialog == nil)
    #expect(script.state.filter.editing?.text == "orders5")
    script.pressTogether(.enter, .enter)
    // The second was meant for the filter, too.
    #expect(script.effects.isEmpty)
    #expect(dialog(script) != nil)
    #expect(dialog(script)?.problem == nil)
  }

  @Test func `an answer before the first rows doesn't hold them back`() {
    var script = asked()
    script.type("1")
    script.press(.enter)
    #expect(!script.state.list.isHeld)
  }

  @Test func `two questions come one after the other`() {
    var script = asked()
    script.send(.question(AskedQuestion(number: 8, text: "MFA code for eve", reason: "")))
    script.type("1")
    script.press(.enter)
    #expect(script.effects == [.answer(question: 7, "1")])
    script.type("2")
    script.press(.enter)
    #expect(script.effects == [.answer(question: 8, "2")])
  }

  @Test func `a question that nobody waits for any more goes away and says so`() {
    var script = asked()
    script.send(.questionOver(number: 7))
    #expect(script.state.dialog == nil)
    #expect(script.says("not answered in time"))
  }

  @Test func `a pasted code goes into the field`() {
    var script = asked()
    script.paste("654321\n")
    script.press(.enter)
    #expect(script.effects == [.answer(question: 7, "654321")])
  }
}
