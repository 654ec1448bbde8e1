import Canvas
import Listing
import RDSExports
import Testing
import Tracking

@testable import Dashboard

@Suite struct UpdateMenuTests {
  @Test func `the sort menu begins at the present column and sorts by the chosen one`() {
    var script = Script(running("b", "a"))
    script.press(.character("s"))
    let menu = script.state.dialog as? SortMenu
    #expect(menu.map { ColumnID.allCases[$0.selected] } == .progress)
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
    #expect(script.says("cancel: read-only"))
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

  @Test func `a menu's selection stays in the menu`() {
    var script = Script()
    script.press(.character("s"), .character("G"), .down, .pageDown)
    #expect((script.state.dialog as? SortMenu)?.selected == ColumnID.allCases.count - 1)
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
