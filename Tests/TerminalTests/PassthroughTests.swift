import Canvas
import Foundation
import Testing

@testable import Terminal

@Suite struct PassthroughTests {
  private func text(_ passthrough: Passthrough, _ multiplexer: Multiplexer? = nil) -> String {
    String(decoding: passthrough.bytes(through: multiplexer), as: UTF8.self)
  }

  @Test func `each has its sequence`() {
    #expect(text(.bell) == "\u{7}")
    #expect(text(.clipboard("héllo")) == "\u{1B}]52;c;aMOpbGxv\u{7}")
    #expect(text(.title("exportdeck 2 ✖")) == "\u{1B}]2;exportdeck 2 ✖\u{7}")
    #expect(text(.notification("done")) == "\u{1B}]9;done\u{7}")
  }

  @Test func `controls in a text can't end the sequence`() {
    let hostile = "a\u{7}\u{1B}]0;b\u{9C}c\r\n"
    #expect(text(.title(hostile)) == "\u{1B}]2;a]0;bc\u{7}")
    #expect(text(.notification(hostile)) == "\u{1B}]9;a]0;bc\u{7}")
    #expect(text(.title(hostile), .tmux).filter { $0 == "\u{1B}" }.count == 1)
  }

  @Test func `a clipboard gets one line, and only what can be seen`() {
    let copied = { (text: String) in self.text(.clipboard(text)) }
    #expect(copied("abc\nrm -rf ~\n") == copied("abc rm -rf ~ "))
    #expect(copied("or\u{200B}ders\u{FEFF}\u{202E}\u{1B}") == copied("orders"))
    #expect(text(.title("a\u{200B}\nb")) == "\u{1B}]2;a b\u{7}")
  }

  @Test func `a notification is never taken for another command of OSC 9`() {
    #expect(text(.notification("4;1;50")) == "\u{1B}]9; 4;1;50\u{7}")
  }

  @Test func `rxvt and what is built on VTE get their own notification, and no other`() {
    let forms: [(term: String?, vte: String?, form: NotificationForm)] = [
      ("xterm-256color", nil, .osc9), ("xterm-256color", "7402", .osc777),
      ("rxvt-unicode-256color", nil, .osc777), ("vte-256color", nil, .osc777), (nil, "", .osc9),
      ("foot", nil, .osc9),
    ]
    for (term, vte, form) in forms {
      #expect(NotificationForm(term: term, vte: vte) == form, "\(term ?? "none")")
    }
    let bytes = Passthrough.notification("4;a\u{7}b; c").bytes(through: nil, notifying: .osc777)
    #expect(String(decoding: bytes, as: UTF8.self) == "\u{1B}]777;notify;exportdeck;4,ab, c\u{7}")
  }

  @Test func `a clipboard holds a whole text or nothing`() {
    let limit = Passthrough.clipboardLimit
    #expect(limit == 74_994)
    #expect(!text(.clipboard(String(repeating: "x", count: limit))).isEmpty)
    #expect(text(.clipboard(String(repeating: "x", count: limit + 1))).isEmpty)
  }

  @Test func `tmux gets it both ways`() {
    let plain = "\u{1B}]52;c;eA==\u{7}"
    #expect(
      text(.clipboard("x"), .tmux) == plain + "\u{1B}Ptmux;\u{1B}\u{1B}]52;c;eA==\u{7}\u{1B}\\")
  }

  @Test func `what may be screen or a tmux behind ssh gets a short text both ways`() {
    let plain = "\u{1B}]52;c;eA==\u{7}"
    #expect(text(.clipboard("x"), .screen) == plain + "\u{1B}P" + plain + "\u{1B}\\")
    // screen would show what is too long for it.
    let long = String(repeating: "x", count: 300)
    #expect(!text(.clipboard(long), .screen).hasPrefix("\u{1B}]"))
  }

  @Test func `screen gets it in pieces that it keeps`() {
    let body = String(repeating: "x", count: 3000)
    let wrapped = text(.clipboard(body), .screen)
    let pieces = wrapped.components(separatedBy: "\u{1B}P").dropFirst()
    #expect(pieces.allSatisfy { $0.hasSuffix("\u{1B}\\") && $0.utf8.count < 512 })
    let joined = pieces.map { $0.dropLast(2) }.joined()
    #expect(joined == text(.clipboard(body)))
  }

  @Test func `the multiplexer is known by its environment`() {
    #expect(Multiplexer(term: "screen-256color", tmux: "/tmp/tmux-0/default,1,0") == .tmux)
    #expect(Multiplexer(term: "screen.xterm-256color", tmux: nil) == .screen)
    #expect(Multiplexer(term: "xterm-256color", tmux: "") == nil)
    #expect(Multiplexer(term: nil, tmux: nil) == nil)
  }
}
