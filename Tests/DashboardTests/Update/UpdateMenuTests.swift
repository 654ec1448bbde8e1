import Canvas
import Listing
import RDSExports
import Testing
import Tracking
import Words

@testable import Dashboard

@Suite struct UpdateMenuTests {
  @Test func `the sort menu begins at the present column and sorts by the chosen one`() {
    var script = Script(running("b", "a"))
    script.press(.character("s"))
    let menu = script.state.dialog as? SortMenu
    #expect(menu.map { script.state.sortColumns[$0.selected] } == .progress)
    script.press(.character("g"), .enter)
    #expect(script.state.dialog == nil)
    #expect(script.state.list.sort == Sort(column: .identifier, ascending: true))
    #expect(script.names == ["a", "b"])
    #expect(script.selected == "b")
  }

  @Test func `the present column chosen again is reversed`() {
    var script = Script(running("b", "a"))
    script.press(.character("s"), .enter)
    #expect(script.state.list.sort == Sort(column: .progress, ascending: true))
    script.press(.character("s"), .down, .down, .escape)
    #expect(script.state.list.sort == Sort(column: .progress, ascending: true))
  }

  @Test func `a theme is tried as the selection comes to it, and Esc takes it back`() {
    var script = Script()
    script.press(.character("t"), .down)
    #expect(script.effects == [.useTheme("light")])
    script.send(.theme(name: "light", problem: nil))
    #expect(script.state.themeName == "light")
    script.press(.down, .down)
    #expect(script.effects == [.useTheme("mono")])
    script.press(.escape)
    #expect(script.effects == [.useTheme("default")])
    #expect(script.state.dialog == nil)
  }

  @Test func `Enter keeps the theme that shows`() {
    var script = Script()
    script.press(.character("t"), .down)
    script.send(.theme(name: "light", problem: nil))
    script.press(.enter)
    #expect(script.effects == [])
    #expect(script.state.themeName == "light")
    script.press(.character("t"), .escape)
    #expect(script.effects == [])
  }

  @Test func `a theme that can't be loaded says why, and the one before stays`() {
    var script = Script()
    script.press(.character("t"), .down)
    script.send(.theme(name: "light", problem: "light.toml:7: no such colour"))
    #expect(script.state.themeName == "default")
    #expect(script.state.themeProblem == "light.toml:7: no such colour")
    #expect(script.says("light.toml:7"))
    script.press(.escape)
    #expect(script.effects == [.useTheme("default")])
    #expect(script.state.themeProblem == nil)
  }

  @Test func `the menu of actions runs what is on and explains what is off`() {
    var script = Script(running("a"), settings: Settings(isReadOnly: true))
    script.press(.character("a"))
    script.choose(.cancel)
    #expect(script.state.dialog == nil)
    #expect(script.says("cancel is off: read-only"))
    script.press(.character("a"))
    script.choose(.copy)
    #expect(script.effects == [])
    #expect(script.state.place == .copy)
    script.press(.escape)
    script.press(.character("a"))
    script.choose(.help)
    #expect(script.state.place == .help)
  }

  @Test func `a cancel from the menu asks like its key`() {
    var script = Script(running("a"))
    script.press(.character("a"))
    script.choose(.cancel)
    #expect(script.cancelDialog?.tasks == [id("a")])
    #expect(script.effects == [])
    script.press(.control("y"))
    #expect(script.cancels == [id("a")])
  }

  @Test func `the menu is that of the place below`() {
    var script = Script(running("a"))
    script.press(.enter, .character("a"))
    script.choose(.page3)
    #expect(script.state.details?.page == .events)
  }

  @Test func `a key that the menu of actions lists does what it says`() {
    var script = Script(running("a"))
    for entry in ActionsMenu.entries(script.state) {
      script.press(.character("a"))
      #expect(script.state.dialog is ActionsMenu)
      guard let key = ActionsMenu.key(of: entry, script.state) else {
        #expect(entry.action == .closeOne, "\(entry.action) has no key of its own")
        script.press(.escape)
        continue
      }
      var direct = script
      direct.press(.escape, key)
      script.press(key)
      #expect(script.effects == direct.effects, "\(entry.action)")
      #expect(script.state.place == direct.state.place, "\(entry.action)")
      #expect(script.state.list.sort == direct.state.list.sort)
      #expect(script.said == direct.said, "\(entry.action)")
      script = Script(running("a"))
    }
  }

  @Test(arguments: [80, 100, 120])
  func `no row of the menu of actions is blank beside its name`(columns: Int) {
    var script = Script(running("a"), rows: 60, columns: columns)
    script.press(.character("a"))
    let frame = view(script.state, at: script.moment).frame
    let rows = (0..<60).map(frame.text(row:))
    for entry in ActionsMenu.entries(script.state) {
      let reason =
        entry.action == .closeOne ? "nothing is open" : script.state.reasonDisabled(entry.action)
      let words = reason.map { "off: \($0)" } ?? entry.help
      let name = Facts(script.state, at: script.moment).words(for: entry, in: .list)
      #expect(
        rows.contains { $0.contains(" \(name) ") && $0.contains(words.prefix(20)) }, "\(name)")
    }
  }

  @Test func `the help begins with the place where it is asked for, then the signs`() {
    var script = Script(running("a"), rows: 60)
    func titles() -> [String] {
      let frame = view(script.state, at: script.moment).frame
      let known = ["In the list", "In the details", "On a page of its own", "What the signs mean"]
      return (0..<60).compactMap { row in
        known.first { frame.text(row: row).contains("│ \($0)  ") }
      }
    }
    script.press(.character("?"))
    #expect(titles().first == "In the list")
    script.press(.escape, .enter, .character("?"))
    #expect(titles().prefix(2) == ["In the details", "What the signs mean"])
    script.press(.escape, .character("Z"), .character("?"))
    #expect(titles().first == "On a page of its own")
  }

  @Test(arguments: [true, false]) func `the help explains every sign of the summary`(unicode: Bool)
  {
    var script = Script(running("a"), rows: 200, columns: 120)
    script.state.abilities = Abilities(unicode: unicode)
    script.press(.character("?"))
    let frame = view(script.state, at: script.moment).frame
    let text = (0..<200).map(frame.text(row:)).joined(separator: "\n")
    for phase in Phase.allCases {
      #expect(text.contains("\(phase.symbol(unicode: unicode)) \(phase.word) "), "\(phase)")
    }
    let signs = Signs(unicode: unicode)
    for sign in [
      signs.live, signs.trouble, signs.warning, signs.paused, signs.slotUsed, signs.mark,
    ] {
      #expect(text.contains(sign))
    }
    #expect(text.contains("order held"))
  }

  @Test(arguments: [true, false], [60, 66, 72, 80, 100])
  func `the last line of every long text is reached, in ASCII too`(unicode: Bool, columns: Int) {
    var script = Script([task("a", .failed)], rows: 24, columns: columns)
    script.state.abilities = Abilities(unicode: unicode)
    script.press(.character("?"), .character("G"))
    func rows() -> [String] {
      let frame = view(script.state, at: script.moment).frame
      return (0..<24).map(frame.text(row:))
    }
    // The last entry is the key that leaves.
    #expect(rows().contains { $0.contains(" C-c ") })
    #expect(rows().contains { $0.contains("what was") || $0.contains("typed") })
    script.press(.up)
    let above = rows()
    script.press(.down)
    #expect(rows() != above, "one line up is one line")
  }

  @Test func `a scroll that stands beyond the end comes back at once`() {
    #expect(Scroll(page: 10, last: 5).moved(7, .up) == 4)
    #expect(Scroll(page: 10, last: 5).moved(99, .pageUp) == 0)
    #expect(Scroll(page: 10, last: 5).moved(-3, .down) == 1)
  }

  @Test func `a menu's selection stays in the menu`() {
    var script = Script()
    script.press(.character("s"), .character("G"), .down, .pageDown)
    #expect((script.state.dialog as? SortMenu)?.selected == script.state.sortColumns.count - 1)
    script.press(.character("g"), .up, .pageUp)
    #expect((script.state.dialog as? SortMenu)?.selected == 0)
  }

  @Test(arguments: [Key.escape, .character("q"), .character("?"), .function(1)])
  func `the help scrolls within its text and closes`(key: Key) {
    var script = Script()
    script.press(.character("?"), .up)
    #expect(script.helpScroll == 0)
    script.press(.down, .down)
    #expect(script.helpScroll == 2)
    script.press(.character("G"))
    let last = script.helpScroll ?? 0
    #expect(last > 2)
    script.press(.down, .pageDown)
    #expect(script.helpScroll == last)
    script.press(.character("x"), .enter)
    #expect(script.helpScroll == last)
    script.press(key)
    #expect(script.state.dialog == nil)
  }
}

extension Script {
  fileprivate var helpScroll: Int? { (state.dialog as? HelpDialog)?.scroll }

  /// Goes to an action in the open menu of actions and chooses it.
  fileprivate mutating func choose(_ action: Action) {
    let entries = ActionsMenu.entries(state)
    let index = entries.firstIndex { $0.action == action } ?? 0
    press(.character("g"))
    for _ in 0..<index { press(.down) }
    press(.enter)
  }
}
