import Canvas
import Testing

@testable import Terminal

@Suite struct PasteTests {
  private func paste(_ body: String) -> [UInt8] {
    Array("\u{1B}[200~\(body)\u{1B}[201~".utf8)
  }

  @Test func `a long paste in pieces is one input`() {
    let body = String(repeating: "arn:aws:rds:été日本:", count: 1000)
    let bytes = paste(body)
    for size in [1, 7, 4096] {
      var decoder = KeyDecoder()
      var inputs: [Input] = []
      for start in stride(from: 0, to: bytes.count, by: size) {
        inputs += decoder.feed(bytes[start..<min(start + size, bytes.count)])
      }
      #expect(inputs == [.paste(body)])
    }
  }

  @Test func `line ends are line feeds and controls are gone`() {
    var decoder = KeyDecoder()
    let inputs = decoder.feed(paste("a\rb\r\nc\n\td\u{1B}[31me\u{7}\u{9B}f\u{0}"))
    #expect(inputs == [.paste("a\nb\nc\n\td[31mef")])
  }

  @Test func `keys before and after it stay keys`() {
    var decoder = KeyDecoder()
    let inputs = decoder.feed(Array("x".utf8) + paste("q") + paste("") + Array("y".utf8))
    #expect(
      inputs == [.key(.character("x")), .paste("q"), .paste(""), .key(.character("y"))])
  }

  @Test func `something like its end is part of it`() {
    var decoder = KeyDecoder()
    #expect(
      decoder.feed(paste("\u{1B}[20\u{1B}\u{1B}[201 ~\u{1B}")) == [.paste("[20[201 ~")])
    #expect(decoder.patience == nil)
  }

  @Test func `a paste whose end got lost ends with patience`() {
    var decoder = KeyDecoder()
    #expect(decoder.feed(Array("\u{1B}[200~half".utf8)) == [])
    #expect(decoder.patience == KeyDecoder.pastePatience)
    #expect(decoder.flush() == [.paste("half")])
  }

  @Test func `what follows a paste whose end was late is never a key`() {
    var decoder = KeyDecoder()
    #expect(decoder.feed(Array("\u{1B}[200~ab".utf8)) == [])
    #expect(decoder.flush() == [.paste("ab")])
    #expect(decoder.patience == KeyDecoder.lostEndPatience)
    #expect(decoder.feed(Array("qxy".utf8)) == [])
    #expect(decoder.feed(Array("q\u{1B}[201~j".utf8)) == [.key(.character("j"))])
    #expect(decoder.patience == nil)
  }

  @Test func `a paste whose end never comes is left by C-c, or by waiting`() {
    var decoder = KeyDecoder()
    #expect(decoder.feed(Array("\u{1B}[200~ab".utf8)) == [])
    #expect(decoder.flush() == [.paste("ab")])
    #expect(decoder.feed([0x71, 0x03, 0x6A]) == [.key(.control("c")), .key(.character("j"))])
    var patient = KeyDecoder()
    #expect(patient.feed(Array("\u{1B}[200~ab".utf8)) == [])
    #expect(patient.flush() == [.paste("ab")])
    #expect(patient.flush() == [])
    #expect(patient.feed(Array("q".utf8)) == [.key(.character("q"))])
  }

  @Test func `the mark of a paste may come in pieces with pauses between`() {
    var decoder = KeyDecoder()
    #expect(decoder.feed(Array("\u{1B}[20".utf8)) == [])
    #expect(decoder.patience == KeyDecoder.sequencePatience)
    #expect(decoder.feed(Array("0~q\u{1B}[201~".utf8)) == [.paste("q")])
  }

  @Test func `a paste without measure is cut, not kept`() {
    var decoder = KeyDecoder()
    let inputs = decoder.feed(paste(String(repeating: "x", count: PasteCollector.limit + 500)))
    guard case .paste(let text)? = inputs.first else {
      Issue.record("no paste")
      return
    }
    #expect(text.utf8.count == PasteCollector.limit)
    #expect(inputs.count == 1)
  }
}
