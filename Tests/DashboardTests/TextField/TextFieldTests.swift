import Canvas
import Support
import Testing

@testable import Dashboard

@Suite struct TextFieldTests {
  private func edit(_ field: TextField, _ keys: Key...) -> TextField {
    var field = field
    for key in keys {
      let meant = field.apply(key)
      #expect(meant, "\(key)")
    }
    return field
  }

  private func field(_ text: String, at cursor: Int) -> TextField {
    var field = TextField(text)
    field.cursor = cursor
    return field
  }

  @Test func `typing goes in at the cursor`() {
    #expect(edit(TextField(), .character("a"), .character("b")) == field("ab", at: 2))
    #expect(edit(field("ac", at: 1), .character("b")) == field("abc", at: 2))
    #expect(edit(field("ac", at: 1), .character(" ")) == field("a c", at: 2))
  }

  /// Before any other letter, what a terminal sends for Alt is taken for the Escape key.
  @Test func `Alt means something with the letters that are known to`() {
    for number in UInt8(0x20)..<0x7F {
      let letter = Character(Unicode.Scalar(number))
      var field = field("a b", at: 1)
      #expect(field.apply(.alt(letter)) == Key.lettersWithAlt.contains(letter), "M-\(letter)")
    }
  }

  @Test func `the cursor moves by whole characters and stays inside`() {
    let family = "👩‍👩‍👧e\u{301}漢"
    #expect(TextField(family).cursor == 3)
    #expect(edit(TextField(family), .left, .left).cursor == 1)
    #expect(edit(field("ab", at: 0), .left).cursor == 0)
    #expect(edit(field("ab", at: 2), .right).cursor == 2)
    #expect(edit(field("ab", at: 0), .right).cursor == 1)
    #expect(edit(field("ab", at: 1), .home).cursor == 0)
    #expect(edit(field("ab", at: 1), .end).cursor == 2)
    #expect(edit(field("ab", at: 1), .control("a")).cursor == 0)
    #expect(edit(field("ab", at: 1), .control("e")).cursor == 2)
  }

  @Test func `Backspace and Delete take one whole character`() {
    #expect(edit(field("a👩‍👩‍👧b", at: 2), .backspace) == field("ab", at: 1))
    #expect(edit(field("a👩‍👩‍👧b", at: 1), .delete) == field("ab", at: 1))
    #expect(edit(field("ab", at: 2), .control("h")) == field("a", at: 1))
    #expect(edit(field("ab", at: 0), .backspace) == field("ab", at: 0))
    #expect(edit(field("ab", at: 2), .delete) == field("ab", at: 2))
  }

  @Test func `C-u, C-k and C-w cut to the start, to the end and to the blank before`() {
    #expect(edit(field("one two", at: 4), .control("u")) == field("two", at: 0))
    #expect(edit(field("one two", at: 4), .control("k")) == field("one ", at: 4))
    #expect(edit(field("one two", at: 7), .control("w")) == field("one ", at: 4))
    #expect(edit(field("one two  ", at: 9), .control("w")) == field("one ", at: 4))
    #expect(edit(field("a-b=c", at: 5), .control("w")) == field("", at: 0))
    #expect(edit(field("one two", at: 2), .control("w")) == field("e two", at: 0))
    #expect(edit(field("", at: 0), .control("w")) == field("", at: 0))
  }

  @Test func `M-b and M-f move by words of letters and digits`() {
    #expect(edit(field("status=failed x", at: 13), .alt("b")).cursor == 7)
    #expect(edit(field("status=failed x", at: 7), .alt("b")).cursor == 0)
    #expect(edit(field("status=failed x", at: 0), .alt("f")).cursor == 6)
    #expect(edit(field("status=failed x", at: 6), .alt("f")).cursor == 13)
    #expect(edit(field("  ", at: 0), .alt("f")).cursor == 2)
  }

  @Test(arguments: [
    Key.up, .down, .enter, .escape, .tab, .backTab, .pageUp, .function(1), .control("c"),
    .control("r"), .alt("x"), .character("\u{1B}"), .character("\u{202E}"), .character("\r\n"),
  ])
  func `other keys mean nothing and change nothing`(key: Key) {
    var edited = field("ab", at: 1)
    let meant = edited.apply(key)
    #expect(!meant)
    #expect(edited == field("ab", at: 1))
  }

  @Test func `a paste is one line without control characters`() {
    var edited = field("[]", at: 1)
    edited.paste("\r\narn:aws\nx\u{1B}[31m\u{202E}\n")
    #expect(edited == field("[arn:aws x[31m]", at: 14))
    edited.paste("")
    #expect(edited == field("[arn:aws x[31m]", at: 14))
  }

  @Test func `a field holds so much and no more, in whole characters`() {
    let limit = TextField.limit
    var edited = TextField("ab")
    let isWhole = edited.paste(String(repeating: "漢", count: limit))
    #expect(!isWhole)
    #expect(edited.text.utf8.count <= limit && edited.text.utf8.count > limit - 3)
    #expect(edited.cursor == edited.text.count && edited.text.last == "漢")
    #expect(edit(edited, .character("漢")).text == edited.text)
    let fits = edit(edited, .control("u")).text.isEmpty
    #expect(fits)
    var exact = TextField()
    let exactIsWhole = exact.paste(String(repeating: "x", count: limit))
    #expect(exactIsWhole && exact.text.utf8.count == limit)
    #expect(TextField(String(repeating: "x", count: 1 << 20)).text.utf8.count == limit)
  }

  @Test func `a cursor that was set outside is brought back`() {
    #expect(edit(field("ab", at: 9), .character("c")) == field("abc", at: 3))
    #expect(edit(field("ab", at: -3), .delete) == field("b", at: 0))
  }

  @Test(.tags(.generated), arguments: Seed.run())
  func `any keys in any order leave the cursor on a character`(seed: Seed) {
    var random = seed.generator("keys")
    let keys: [Key] = [
      .character("a"), .character("\u{301}"), .character("👩‍👩‍👧"), .character("🇩"), .character("🇪"),
      .character(" "), .left, .right, .home, .end, .backspace, .delete, .control("w"), .alt("b"),
      .alt("f"), .control("k"),
    ]
    for _ in 0..<300 {
      var edited = TextField()
      for _ in 0..<40 {
        _ = edited.apply(keys.randomElement(using: &random) ?? .left)
        #expect((0...edited.text.count).contains(edited.cursor))
      }
    }
  }
}
