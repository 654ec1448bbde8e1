import Canvas
import Testing

@testable import Dashboard

/// What goes onto the clipboard is what the screen showed.
@Suite struct UpdateCopyTests {
  private func copied(_ text: String, _ key: Key) -> (text: String?, said: [String]) {
    var script = Script([task(text, source: text)])
    script.press(.character("y"), key)
    guard case .copy(let copied)? = script.effects.last else { return (nil, script.said) }
    return (copied, script.said)
  }

  @Test(arguments: [Key.character("y"), .character("a")])
  func `a plain text is copied as it is`(key: Key) {
    #expect(copied("orders-1122", key).text == "orders-1122")
    #expect(copied("orders-1122", key).said == ["copied orders-1122"])
  }

  @Test(arguments: [Key.character("y"), .character("a")])
  func `line breaks and hidden characters are not copied, and that is said`(key: Key) {
    let hostile = "abc\nrm -rf ~\n\u{200B}\u{FEFF}\u{202E}"
    #expect(copied(hostile, key).text == "abc rm -rf ~ ")
    #expect(copied(hostile, key).said.first?.hasPrefix("copied as shown: ") == true)
  }
}
