import Testing

@testable import Terminal

@Suite struct LeavingTests {
  private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  @Test func `delays are left out of capabilities`() {
    #expect(LeavingBytes.withoutPadding(bytes("a$<5>b$<20/>c$<3*>")) == bytes("abc"))
    #expect(LeavingBytes.withoutPadding(bytes("a$b$<5")) == bytes("a$b$<5"))
  }

  @Test func `what is ours comes first, the alternate screen is left last`() {
    let known = ["sgr0": "[m", "rmcup": "[47l", "cnorm": "[25h$<2>", "rmkx": "[1l"]
    let leaving = LeavingBytes.all(own: bytes("OWN")) { known[$0].map(bytes) }
    #expect(leaving == bytes("OWN[m[1l[25h[47l"))
  }

  @Test func `without an alternate screen the prompt gets a line`() {
    #expect(LeavingBytes.all(own: []) { $0 == "sgr0" ? bytes("[m") : nil } == bytes("[m\r\n"))
  }

  @Test func `an error says what to do and shows no controls`() {
    #expect("\(TerminalError.unusable(term: "du\u{1B}mb"))".contains("dumb is unknown"))
    #expect("\(TerminalError.unusable(term: ""))".contains("TERM is not set"))
    #expect("\(TerminalError.notATerminal)".contains("without a pipe"))
  }
}
