import Canvas
import Testing

@testable import Dashboard

@Suite struct WelcomeTests {
  @Test func `the first key ends the welcome, and nothing else that is said`() {
    var script = Script(running("a", "b"))
    script.send(.notice(.welcome, "look around"))
    script.send(.notice(.info, "something else"))
    #expect(script.said == ["look around", "something else"])
    script.press(.down)
    #expect(script.said == ["something else"])
  }
}
