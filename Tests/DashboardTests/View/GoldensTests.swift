import Support
import Testing

struct GoldensTests {
  @Test func `a difference names the lines that went and the lines that came`() {
    #expect(difference("a\nb\nc", "a\nc\nd") == "- 2: b\n+ 3: d")
    #expect(difference("a\nb", "a\nB") == "- 2: b\n+ 2: B")
    #expect(difference("same", "same").isEmpty)
  }
}
