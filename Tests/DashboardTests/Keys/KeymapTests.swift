import Canvas
import Testing

@testable import Dashboard

@Suite struct KeymapTests {
  @Test func `no key means two things in one place`() {
    #expect(Keymap.standard.clashes.map { "\($0.key) in \($0.place)" } == [])
  }

  @Test func `every action has a key, and every entry has keys, places and words`() {
    let bound = Set(Keymap.standard.entries.map(\.action))
    #expect(Action.allCases.filter { !bound.contains($0) } == [])
    for entry in Keymap.standard.entries {
      #expect(!entry.keys.isEmpty && !entry.places.isEmpty, "\(entry.action)")
      #expect(!entry.hint.isEmpty && !entry.help.isEmpty, "\(entry.action)")
      #expect(entry.hint.count <= 18, "\(entry.hint) is too long for a hint")
    }
  }

  @Test func `one action stands at most once in a place`() {
    for place in Place.allCases {
      let actions = Keymap.standard.entries(in: place).map(\.action)
      #expect(Set(actions).count == actions.count, "\(place)")
    }
  }

  private static let listKeys: [(Key, Action)] = [
    (Key.up, Action.up), (.character("k"), .up), (.character("j"), .down), (.down, .down),
    (.character("g"), .first), (.home, .first), (.character("G"), .last), (.end, .last),
    (.pageUp, .pageUp), (.control("b"), .pageUp), (.pageDown, .pageDown),
    (.control("f"), .pageDown), (.control("u"), .halfPageUp), (.control("d"), .halfPageDown),
    (.character("w"), .wide), (.enter, .details), (.character("d"), .details),
    (.character("/"), .filter), (.character("s"), .sort), (.character("I"), .reverse),
    (.character("<"), .sortLeft), (.character(">"), .sortRight), (.character(" "), .mark),
    (.character("V"), .markRange), (.character("U"), .clearMarks), (.character("x"), .cancel),
    (.character("n"), .start), (.character("c"), .clone), (.character("R"), .refresh),
    (.character("p"), .pause), (.character("-"), .shorterInterval),
    (.character("+"), .longerInterval), (.character("f"), .nextFailed),
    (.character("F"), .previousFailed), (.character("y"), .copy),
    (.character("J"), .json), (.character("t"), .theme),
    (.character("E"), .events),
    (.character("?"), .help), (.function(1), .help), (.character("a"), .actions),
    (.character("P"), .contexts),
    (.control("z"), .suspend), (.control("l"), .redraw), (.escape, .closeOne),
    (.character("q"), .quit), (.control("c"), .leave),
  ]

  @Test(arguments: listKeys)
  func `the list's keys mean what the design says`(key: Key, action: Action) {
    #expect(Keymap.standard.action(for: key, in: .list) == action)
  }

  private static let detailsKeys: [(Key, Action)] = [
    (Key.tab, Action.nextPage), (.backTab, .previousPage), (.character("1"), .page1),
    (.character("2"), .page2), (.character("3"), .page3),
  ]

  @Test(arguments: detailsKeys)
  func `the details turn their pages`(key: Key, action: Action) {
    #expect(Keymap.standard.action(for: key, in: .details) == action)
    #expect(Keymap.standard.action(for: key, in: .list) == nil)
  }

  @Test func `C-c, C-z and C-l mean the same everywhere`() {
    for place in Place.allCases {
      #expect(Keymap.standard.action(for: .control("c"), in: place) == .leave)
      #expect(Keymap.standard.action(for: .control("z"), in: place) == .suspend)
      #expect(Keymap.standard.action(for: .control("l"), in: place) == .redraw)
    }
  }

  @Test func `letters are letters where text is typed`() {
    for character in Self.letters {
      for place in [Place.text, .form, .offers, .check, .word, .answer] {
        #expect(Keymap.standard.action(for: .character(character), in: place) == nil)
      }
    }
  }

  private static let letters =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/?<>+-.,;:!()=~ "

  @Test func `a question is confirmed by C-y alone, which means nothing elsewhere`() {
    for place in [Place.dialog, .word, .check] {
      let keys = Keymap.standard.entries(in: place).filter { $0.action == .confirm }.flatMap(\.keys)
      #expect(keys == [.control("y")])
    }
    for place in Place.allCases where ![.dialog, .word, .check].contains(place) {
      #expect(Keymap.standard.action(for: .control("y"), in: place) == nil)
    }
  }

  private static let names: [(Key, String, String)] = [
    (Key.character("x"), "x", "x"), (.character(" "), "Space", "Space"),
    (.control("c"), "C-c", "C-c"), (.alt("b"), "M-b", "M-b"), (.enter, "⏎", "Enter"),
    (.up, "↑", "Up"), (.down, "↓", "Down"), (.left, "←", "Left"), (.right, "→", "Right"),
    (.pageUp, "PgUp", "PgUp"), (.pageDown, "PgDn", "PgDn"), (.home, "Home", "Home"),
    (.end, "End", "End"), (.escape, "Esc", "Esc"), (.tab, "Tab", "Tab"),
    (.backTab, "S-Tab", "S-Tab"), (.function(1), "F1", "F1"), (.delete, "Del", "Del"),
    (.backspace, "Backspace", "Backspace"), (.insert, "Ins", "Ins"),
  ]

  @Test(arguments: names)
  func `keys are named as the README names them`(key: Key, unicode: String, ascii: String) {
    #expect(key.name(unicode: true) == unicode)
    #expect(key.name(unicode: false) == ascii)
  }

  @Test func `the README's list has a line for every entry of every place`() {
    let lines = Keymap.standard.markdown.split(separator: "\n").filter { $0.hasPrefix("| `") }
    #expect(lines.count == Place.allCases.reduce(0) { $0 + Keymap.standard.entries(in: $1).count })
    #expect(
      Keymap.standard.markdown.contains(
        "| `x` | cancel the selected task or the marked ones (asks) |"))
    for place in Place.allCases { #expect(Keymap.standard.markdown.contains(place.title)) }
  }

  @Test func `another table changes what keys do, and what hints, help and menu say`() throws {
    var script = Script([task("a"), task("b")])
    var entries = Keymap.standard.entries
    let place = entries.firstIndex { $0.action == .cancel }
    entries[try #require(place)].keys = [.character("X")]
    script.state.keymap = Keymap(entries)
    #expect(rows(script).last?.contains("X cancel") == true)
    script.press(.character("x"))
    #expect(script.state.dialog == nil)
    script.press(.character("X"))
    #expect(script.state.dialog is CancelDialog)
    script.press(.escape, .character("?"))
    #expect(rows(script).contains { $0.contains("X  ") && $0.contains("cancel the selected task") })
    script.press(.escape, .character("a"))
    #expect(rows(script).contains { $0.contains("X  ") && $0.contains("cancel the selected task") })
  }

  private func rows(_ script: Script) -> [String] {
    let frame = view(script.state, at: script.moment).frame
    return (0..<frame.size.rows).map { frame.text(row: $0) }
  }
}
