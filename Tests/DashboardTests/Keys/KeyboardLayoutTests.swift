import Canvas
import Testing

@testable import Dashboard

/// A keyboard whose letters aren't Latin: no key is dead without a word.
@Suite struct KeyboardLayoutTests {
  private static let translated = "the keyboard is in another layout"

  /// Where the j, d and q of a US keyboard are.
  private static let layouts: [(String, Character, Character, Character?)] = [
    ("Russian", "о", "в", "й"), ("Ukrainian", "о", "в", "й"), ("Greek", "ξ", "δ", nil),
    ("Hebrew", "ח", "ג", nil), ("Arabic", "ت", "ي", "ض"), ("Persian", "ت", "ی", "ض"),
    ("Georgian", "ჯ", "დ", "ქ"), ("Armenian", "ճ", "դ", "ք"), ("Thai", "\u{E48}", "ก", "ๆ"),
    ("Korean", "ㅓ", "ㅇ", "ㅂ"),
  ]

  @Test(arguments: layouts)
  func `letters count by their position, and that is said once`(
    name: String, j: Character, d: Character, q: Character?
  ) {
    var script = Script(running("a", "b", "c"))
    script.press(.character(j))
    #expect(script.selected == "b")
    #expect(script.says(Self.translated))
    script.state.notices = []
    script.press(.character(d))
    #expect(script.state.details != nil)
    #expect(script.said.isEmpty)
    guard let q else { return }
    script.press(.character(q))
    #expect(script.state.details == nil)
    script.press(.character(q))
    #expect(script.effects == [.quit])
  }

  @Test func `capitals and marks count too`() {
    var script = Script(running("a", "b"))
    script.press(.character("П"))
    #expect(script.selected == "b")
    script.press(.character("Ю"))
    #expect(script.state.list.sort.column != Script().state.list.sort.column)
    script.press(.character("ч"))
    #expect(script.state.dialog is CancelDialog)
  }

  @Test func `every letter of the US keyboard has its key on each layout`() {
    for layout in KeyboardLayout.all {
      let positions = Set(layout.characters.compactMap { layout.position(of: $0) })
      // b of the Arabic keyboard writes two letters.
      #expect(Set("qwertyuiopasdfghjklzxcvnm").subtracting(positions).isEmpty)
    }
  }

  @Test func `what a layout writes instead of a letter counts once the layout is known`() {
    var script = Script(running("a", "b"))
    // The Greek q.
    script.press(.character(";"))
    #expect(script.effects.isEmpty)
    #expect(script.says("; means nothing here"))
    script.press(.character("ξ"), .character(";"))
    #expect(script.effects == [.quit])
    script = Script(running("a", "b"))
    script.press(.character("ξ"), .character("j"), .character(";"))
    #expect(script.effects.isEmpty)
  }

  @Test func `wide forms and other digits are what they stand for`() {
    var script = Script(running("a", "b", "c"))
    script.press(.character("ｊ"))
    #expect(script.selected == "b")
    for digit: Character in ["２", "۲", "٢"] {
      script.press(.enter, .tab, .tab, .character(digit))
      #expect(script.state.details?.page == .json, "\(digit)")
      script.press(.escape)
    }
  }

  @Test func `a meaning of its own goes first`() {
    var script = Script(running("a"))
    var entries = Keymap.standard.entries
    entries.append(
      Keymap.Entry(.help, [.character("й")], in: [.list], hint: "help", help: "help"))
    script.state.keymap = Keymap(entries)
    script.press(.character("й"))
    #expect(script.state.dialog is HelpDialog)
    // The Hebrew q writes a slash.
    script = Script(running("a"))
    script.press(.character("ח"), .character("/"))
    #expect(script.state.place == .text)
  }

  @Test(arguments: ["ж", "日", "é", "№", "ђ", "가", "一", "🙂"] as [Character])
  func `what has no meaning says so`(character: Character) {
    var script = Script(running("a", "b"))
    script.press(.character(character))
    #expect(script.effects.isEmpty)
    #expect(script.says("\(character) means nothing here"))
    script.press(.character("?"))
    script.state.notices = []
    script.press(.character(character))
    #expect(script.state.dialog is HelpDialog)
    #expect(script.says("\(character) means nothing here"))
  }

  @Test func `text is text`() {
    var script = Script(running("a", "b"))
    script.press(.character("/"))
    script.type("йцукен")
    #expect(script.state.filter.text == "йцукен")
    #expect(script.said.isEmpty)
    script = Script(running("a", "b"))
    script.openEmptyForm()
    script.press(.tab)
    script.type("ξд")
    #expect(script.form?.request.exportTaskIdentifier == "ξд")
    #expect(script.said.isEmpty)
  }

  /// Every letter of every layout, at every question: C-y alone is yes.
  @Test func `nothing is confirmed by a letter`() {
    let characters = Set(KeyboardLayout.all.flatMap(\.characters)).filter { !$0.isASCII }
    #expect(characters.count > 200)
    for character in characters {
      var script = Script(running("a"))
      script.press(.character("x"))
      #expect(script.state.dialog is CancelDialog)
      script.wait(.seconds(1))
      script.press(.character(character))
      #expect(script.cancels.isEmpty)
      #expect(script.state.dialog == nil, "\(character)")
    }
  }

  @Test func `the copy menu takes letters by their position`() {
    var script = Script(running("a"))
    script.press(.character("н"), .character("н"))
    #expect(script.effects == [.copy(CopiedText(text: "a", name: "a", isCleaned: false))])
  }
}

extension KeyboardLayout {
  /// All that its keys write.
  fileprivate var characters: [Character] {
    (0x20..<0xFFFF).compactMap(Unicode.Scalar.init).map(Character.init)
      .filter { position(of: $0) != nil }
  }
}
