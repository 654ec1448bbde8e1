/// Collects a bracketed paste, which may arrive in any number of pieces.
nonisolated struct PasteCollector {
  /// How many bytes of a paste are kept; the rest of a longer one is dropped.
  static let limit = 1 << 20
  private static let end = Array("\u{1B}[201~".utf8)

  private var bytes: [UInt8] = []
  /// How many of the last bytes match the end mark.
  private var matched = 0

  /// The text so far, which is all there is of a paste whose end never comes.
  var text: String { TerminalText.pasted(bytes) }

  /// Takes one more byte; true if it ended the paste.
  mutating func collect(_ byte: UInt8) -> Bool {
    if byte == Self.end[matched] {
      matched += 1
      return matched == Self.end.count
    }
    for early in Self.end[..<matched] { keep(early) }
    // Only the first byte can begin the mark again: it contains ESC only once.
    matched = byte == Self.end[0] ? 1 : 0
    if matched == 0 { keep(byte) }
    return false
  }

  private mutating func keep(_ byte: UInt8) {
    if bytes.count < Self.limit { bytes.append(byte) }
  }
}
