import Canvas
import Testing

@testable import Dashboard

/// What goes onto the clipboard is what the screen showed, and it is said how far it got.
@Suite struct UpdateCopyTests {
  private func copy(_ text: String, _ key: Key) -> CopiedText? {
    var script = Script([task(text, source: text)])
    script.press(.character("y"), key)
    guard case .copy(let copied)? = script.effects.last else { return nil }
    #expect(script.said.isEmpty, "nobody knows yet whether it was copied")
    return copied
  }

  private func said(_ copied: CopiedText, _ reach: CopyReach) -> (String?, Notice.Kind?) {
    var script = Script()
    script.send(.copied(copied, reach))
    return (script.said.last, script.state.notices.last?.kind)
  }

  @Test(arguments: [Key.character("y"), .character("a")])
  func `a plain text is copied as it is`(key: Key) {
    #expect(
      copy("orders-1122", key)
        == CopiedText(text: "orders-1122", name: "orders-1122", isCleaned: false))
  }

  @Test(arguments: [Key.character("y"), .character("a")])
  func `line breaks and hidden characters are not copied, and that is said`(key: Key) throws {
    let hostile = "abc\nrm -rf ~\n\u{200B}\u{FEFF}\u{202E}"
    let copied = try #require(copy(hostile, key))
    #expect(copied.text == "abc rm -rf ~ ")
    #expect(copied.isCleaned)
    #expect(said(copied, .clipboard).0?.hasPrefix("copied as shown: ") == true)
    #expect(said(copied, .tmux(isSentOn: true)).0?.contains("as shown: ") == true)
  }

  private static let reaches: [(CopyReach, String, Notice.Kind)] = [
    (.clipboard, "copied a", .info),
    (.tmux(isSentOn: true), "copied to tmux, and to its terminal if that takes it: a", .info),
    (.tmux(isSentOn: false), "copied to tmux: a", .info),
    (.terminal(isBehindTmux: false), "sent to the terminal: a", .info),
    (
      .terminal(isBehindTmux: true),
      "sent to the terminal, which gets it if tmux has `set -g set-clipboard on`: a", .warning
    ),
    (.nowhere, "nothing was copied: too long for the terminal's clipboard: a", .warning),
  ]

  @Test(arguments: reaches)
  func `copied is said only where that is known`(
    reach: CopyReach, words: String, kind: Notice.Kind
  ) {
    let plain = CopiedText(text: "a", name: "a", isCleaned: false)
    let (said, saidAs) = said(plain, reach)
    #expect(said == words)
    #expect(saidAs == kind)
  }
}
