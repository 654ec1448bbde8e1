/// What to write to a terminal to leave it as it was, for code that runs when the program dies and
/// can't use ncurses.
nonisolated enum LeavingBytes {
  static let bracketedPasteOn = Array("\u{1B}[?2004h".utf8)
  static let bracketedPasteOff = Array("\u{1B}[?2004l".utf8)
  static let mouseOn = Array("\u{1B}[?1000h\u{1B}[?1006h".utf8)
  static let mouseOff = Array("\u{1B}[?1006l\u{1B}[?1000l".utf8)
  /// The window's title is saved on the terminal's stack and restored from there.
  static let titleSaved = Array("\u{1B}[22;2t".utf8)
  static let titleRestored = Array("\u{1B}[23;2t".utf8)

  /// Attributes off, colours reset, keypad off, cursor shown, alternate screen left: by terminfo's
  /// names.
  static let capabilities = ["sgr0", "op", "rmkx", "cnorm", "rmcup"]

  /// - Parameter capability: Gives a string capability by its name; nil if the terminal has none.
  static func all(own: [UInt8], capability: (String) -> [UInt8]?) -> [UInt8] {
    let strings = capabilities.compactMap(capability).flatMap(withoutPadding)
    // Without an alternate screen, the prompt should be on a line of its own.
    return own + strings + (capability("rmcup") == nil ? Array("\r\n".utf8) : [])
  }

  /// A capability without its delays (`$<5/>`), which mean nothing to today's terminals.
  static func withoutPadding(_ capability: [UInt8]) -> [UInt8] {
    var rest = capability[...]
    var kept: [UInt8] = []
    while let first = rest.first {
      if rest.starts(with: "$<".utf8), let end = rest.firstIndex(of: UInt8(ascii: ">")) {
        rest = rest[(end + 1)...]
      } else {
        kept.append(first)
        rest = rest.dropFirst()
      }
    }
    return kept
  }
}
