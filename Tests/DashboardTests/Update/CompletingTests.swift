import Canvas
import Listing
import Testing

@testable import Dashboard

@Suite struct CompletingTests {
  private func typed(_ text: String) -> Script {
    var script = Script([task("orders-a", .failed), task("orders-b"), task("users")])
    script.press(.character("/"))
    script.type(text)
    return script
  }

  @Test func `Tab completes as far as it is clear, then goes through the words`() {
    var script = typed("buc")
    script.press(.tab)
    #expect(script.state.filter.editing?.text == "bucket~")
    script = typed("id~or")
    script.press(.tab)
    #expect(script.state.filter.editing?.text == "id~orders-")
    #expect(script.says("orders-a  orders-b"))
    script.press(.tab)
    #expect(script.state.filter.editing?.text == "id~orders-a")
    #expect(script.names == ["orders-a"])
    script.press(.tab)
    #expect(script.names == ["orders-b"])
    script.press(.tab)
    #expect(script.names == ["orders-a"])
    script.type("x")
    script.press(.tab)
    #expect(script.says("nothing completes this"))
  }

  @Test func `a word in the middle is left alone`() {
    var script = typed("buc")
    script.press(.left, .tab)
    #expect(script.state.filter.editing?.text == "buc")
    #expect(script.says("at the end of the text"))
  }

  @Test func `many words are told in part`() {
    var script = typed("")
    script.press(.tab)
    #expect(script.says("more"))
    #expect(script.state.filter.editing?.text.isEmpty == false)
  }

  @Test func `every example of the help is a filter`() throws {
    let script = typed("")
    for (example, _) in Facts(script.state, at: script.moment).filterMeanings {
      #expect(try !Filter.parse(example).isEmpty)
    }
  }
}
