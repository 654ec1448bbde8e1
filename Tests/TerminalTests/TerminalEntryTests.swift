import Testing

@testable import Terminal

@MainActor @Suite struct TerminalEntryTests {
  /// Terminals that nobody's database has, so that the test is the same everywhere.
  @Test(
    arguments: [
      ("xterm-exportdeck", "xterm-256color"), ("foot-exportdeck", "xterm-256color"),
      ("alacritty+exportdeck", "xterm-256color"), ("xterm-exportdeck-16color", "xterm"),
      ("tmux-exportdeck", "tmux-256color"), ("screen.exportdeck", "screen-256color"),
      ("rxvt-exportdeck", "rxvt-unicode-256color"), ("linux-exportdeck", "linux"),
      ("vt320-exportdeck", "vt220"),
    ])
  func `one that is unknown here is drawn as its like`(term: String, name: String) throws {
    let entry = try #require(TerminalEntry.find(term))
    #expect(entry.name == name)
    #expect(entry.isStandIn)
    #expect(entry.remark == "TERM=\(term) is unknown on this machine: drawn as \(name)")
  }

  @Test func `one that is known is drawn as itself`() throws {
    let entry = try #require(TerminalEntry.find("xterm-256color"))
    #expect(entry.name == "xterm-256color")
    #expect(entry.colours == 256)
    #expect(entry.remark == nil)
    #expect(try #require(TerminalEntry.find("vt100")).colours == 0)
  }

  @Test(arguments: ["", "dumb", "unknown", "exportdeck", "exportdeck-256color", "xtermexportdeck"])
  func `what is like no other, or can't place its cursor, is none`(term: String) {
    #expect(TerminalEntry.find(term) == nil)
  }

  @Test(arguments: [
    "xterm-ghostty", "ghostty", "xterm-kitty", "kitty", "alacritty", "alacritty-direct", "foot",
    "foot-extra", "wezterm", "contour", "rio", "st-256color", "konsole-256color",
    "gnome-256color", "vte-256color", "iTerm2.app", "nsterm-256color", "mintty", "putty-256color",
    "ms-terminal", "xterm.js", "xterm-direct",
  ])
  func `today's terminals are like xterm`(term: String) {
    #expect(TerminalEntry.standIns(for: term).first == "xterm-256color")
  }
}
