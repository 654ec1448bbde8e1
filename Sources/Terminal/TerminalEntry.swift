import CNcurses

/// What the terminal database says about a terminal: its own entry, or that of one like it.
public struct TerminalEntry {
  /// The environment's TERM.
  public let term: String
  /// The entry in use.
  public let name: String
  /// How many colours it has, 0 for none.
  public let colours: Int

  /// Whether the database doesn't know the terminal, and it is drawn by the entry of one like it.
  public var isStandIn: Bool { name != term }

  /// Nil if the terminal, and all that are like it, are unknown or can't place their cursor. Don't
  /// call it while a screen is open.
  public static func find(_ term: String) -> TerminalEntry? {
    guard !term.isEmpty else { return nil }
    for name in [term] + standIns(for: term) where cn_read_entry(name) {
      return TerminalEntry(term: term, name: name, colours: max(0, Int(cn_entry_colours())))
    }
    return nil
  }

  /// The terminals that understand at least what xterm does. Many of them bring an entry of their
  /// own, which other machines, reached by ssh, don't have.
  private nonisolated static let likeXterm: Set<String> = [
    "xterm", "alacritty", "contour", "eterm", "foot", "ghostty", "gnome", "iterm", "iterm2",
    "kitty", "konsole", "mintty", "mlterm", "ms", "nsterm", "putty", "rio", "st", "terminator",
    "terminology", "vte", "warp", "wezterm",
  ]

  /// Whose entry can stand in for a terminal's own, the best first.
  nonisolated static func standIns(for term: String) -> [String] {
    let family = term.prefix { !"-.+".contains($0) }.lowercased()
    let names: [String]
    switch family {
    case "tmux": names = ["tmux-256color", "screen-256color", "tmux", "screen"]
    case "screen", "dvtm": names = ["screen-256color", "screen"]
    case "rxvt", "urxvt":
      names = ["rxvt-unicode-256color", "rxvt-256color", "rxvt-unicode", "rxvt", "xterm-256color"]
    case "linux": names = ["linux"]
    case "vt220", "vt320", "vt340", "vt420", "vt510", "vt520", "vt525": names = ["vt220", "vt100"]
    case _ where likeXterm.contains(family):
      names = term.hasSuffix("-16color") ? ["xterm"] : ["xterm-256color", "xterm"]
    default: names = []
    }
    return names.filter { $0 != term }
  }
}

extension TerminalEntry {
  /// What a user has to know about an entry that stands in for the terminal's own; nil where it is
  /// its own.
  public var remark: String? {
    isStandIn ? "TERM=\(term) is unknown on this machine: drawn as \(name)" : nil
  }
}
