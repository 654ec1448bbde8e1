/// Gathers a bracketed paste, which may arrive in any number of pieces.
nonisolated struct PasteCollector {
  /// What a paste may hold; the rest of a longer one is dropped up to its end.
  static let limit = 1 << 20
  private static let end = Array("\u{1B}[201~".utf8)

  private var bytes: [UInt8] = []
  /// How many bytes of the end mark the last bytes were.
  private var matched = 0

  /// The text so far: what a paste was whose end never came.
  var text: String { TerminalText.pasted(bytes) }

  /// Takes one more byte; true if it ended the paste.
  mutating func collect(_ byte: UInt8) -> Bool {
    if byte == Self.end[matched] {
      matched += 1
      return matched == Self.end.count
    }
    for early in Self.end[..<matched] { keep(early) }
    // Only its first byte can begin the mark anew: ESC is in it once.
    matched = byte == Self.end[0] ? 1 : 0
    if matched == 0 { keep(byte) }
    return false
  }

  private mutating func keep(_ byte: UInt8) {
    if bytes.count < Self.limit { bytes.append(byte) }
  }
}
